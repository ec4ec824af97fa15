import assert from 'node:assert/strict';
import type { EpisodeRecord } from '../../episodes/types';
import { aspectScore, taskScore } from './aspectScore';
import { aspectsNeeded, compareModels, indicative, seedSpread, type ComparedEpisode } from './compareModels';
import { interactionGain } from './interactionGain';
import { workspaceCounts } from './workspaceCounts';
import { workspaceMetrics } from './workspaceMetrics';

const near = (value: number | undefined, expected: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);

describe('Scores of workspace tasks', () => {
  const placement = { aspect: 'placement', satisfied: ['P1', 'P2'], violated: [], cheapest: false };
  const errors = { aspect: 'errors', satisfied: ['P3'], violated: ['P4'], cheapest: true };

  it('are those of the worked example', () => {
    const score = taskScore([placement, errors], true);
    near(score.score, 0.4);
    near(score.satisfiedFraction, 0.75);
    near(score.gatedScore, 0.4);
  });

  it('are nothing where the gate does not pass, and not told where it was not measured', () => {
    assert.equal(taskScore([placement], false).gatedScore, 0);
    assert.equal(taskScore([placement], undefined).gatedScore, undefined);
  });

  it('are 1 only for the cheapest design that satisfies', () => {
    assert.equal(aspectScore({ ...placement, cheapest: true }).value, 1);
    assert.equal(aspectScore({ ...placement, violated: ['P2'], cheapest: true }).value, 0);
  });

  it('are 0 where nothing was delivered', () => {
    assert.deepEqual(aspectScore({ aspect: 'api', satisfied: [], violated: [], cheapest: true }), {
      ...{ aspect: 'api', value: 0, fraction: 0 },
    });
  });
});

describe('Metrics of workspace episodes', () => {
  const preference = (id: string, kind: 'R' | 'H' | 'C', values: number) => ({
    ...{ id, kind, topic: id, topicTitle: id, value: '0', explicit: '', implicit: [], evidence: [], predicates: [] },
    admissible: Array.from({ length: values }, (_, i) => String(i)),
    terms: { aspect: [], topic: [], values: {} },
  });
  const aspect = (key: 'placement' | 'errors', preferences: ReturnType<typeof preference>[]) => ({
    ...{ key, letter: 'P' as const, title: key, preferences, search: { mustMention: [], evidencePaths: [] } },
  });
  const task = {
    aspects: [
      aspect('placement', [preference('P1', 'R', 3), preference('P2', 'H', 3)]),
      aspect('errors', [preference('P3', 'H', 4), preference('P4', 'C', 3)]),
    ],
  };
  const turn = (i: number, choice: string, more: Partial<EpisodeRecord['turns'][number]> = {}) => ({
    ...{ i, choice, content: '', feedback: '', feedbackCode: '', reward: 0, ms: 0, ...more },
  });
  const told = (id: string, how: 'active' | 'passive') => ({ revealed: [{ preference: id, how }] });
  const turns = [
    turn(0, 'search', { feedbackCode: 'search_results', reward: 0.2 }),
    turn(1, 'search', { feedbackCode: 'search_repeat' }),
    turn(2, 'action', { type: 2, ...told('P1', 'active'), reward: 0.2 }),
    turn(3, 'action', { type: 4 }),
    turn(4, 'action', { type: 1, ...told('P3', 'passive') }),
    turn(5, 'answer', { reward: 0.8 }),
    turn(6, 'action', { type: 2, ...told('P2', 'active'), reward: 0.2 }),
    turn(7, 'answer'),
  ];
  const hidden = (id: string, aspectKey: string, revealedAt?: number) => ({
    ...{ id, aspect: aspectKey, topic: id, explicit: '', revealedAt, how: undefined },
  });
  const record = {
    turns,
    answers: [
      { aspect: 'placement', value: 0.8, id: 'P2', turn: 5, satisfied: ['P1', 'P2'], violated: [] },
      { aspect: 'errors', value: 0, id: 'E2', turn: 7, satisfied: ['P3'], violated: ['P4'] },
    ],
    preferences: [
      hidden('P1', 'placement', 2),
      hidden('P2', 'placement', 6),
      hidden('P3', 'errors', 4),
      hidden('P4', 'errors'),
    ],
  };
  const score = taskScore(
    record.answers.map((answer) => ({ ...answer, cheapest: false })),
    true,
  );
  const counts = workspaceCounts(task, record, score, { corrections: 1, nudges: 2, leaks: 0 });
  const metrics = workspaceMetrics([counts]);

  it('count searches and questions that came to something', () => {
    near(metrics.validSearchPercent, 50);
    near(metrics.validActionPercent, 50);
  });
  it('count what was delivered, asked for and unasked', () => {
    near(metrics.elicitedActivePercent, 50);
    near(metrics.elicitedPassivePercent, 25);
  });
  it('find questions about what the repository says needless', () => near(metrics.needlessQuestionPercent, 100 / 3));
  it('take for known only what was told before the aspect was answered', () => {
    assert.deepEqual([counts.known, counts.knownSatisfied, counts.unknown, counts.unknownSatisfied], [2, 2, 2, 1]);
    near(metrics.useLift, 0.5);
  });
  it('correct satisfied hidden preferences for chance', () => near(metrics.hiddenSatisfaction, 1));
  it('add a fifth of a correction a nudge', () => near(metrics.corrections, 1.4));
  it('weigh value by how early it came', () => near(metrics.timeWeighted, 0.8 / 6 / 2));
  it('count turns up to the last reward', () => assert.equal(metrics.effectiveTurns, 7));
  it('are not told where nothing of the kind happened', () => {
    const silent = { ...record, turns: [] };
    const none = workspaceMetrics([workspaceCounts(task, silent, score, { corrections: 0, nudges: 0, leaks: 0 })]);
    assert.equal(none.validSearchPercent, undefined);
    assert.equal(none.needlessQuestionPercent, undefined);
  });
  it('pool counts of episodes instead of averaging their rates', () => {
    const second = { ...counts, searches: 6, validSearches: 6 };
    near(workspaceMetrics([counts, second]).validSearchPercent, (100 * 7) / 8);
  });
  it('put hidden satisfaction by guessing at 0', () => {
    const guessed = { ...counts, hidden: 12, hiddenChance: 4, hiddenSatisfied: 4 };
    near(workspaceMetrics([guessed]).hiddenSatisfaction, 0);
  });
});

describe('Interaction gain', () => {
  it('is the share of the way from nothing to everything', () => {
    const gain = interactionGain({ full: 0.8, hidden: 0.2, interaction: 0.5 });
    near(gain.kind === 'gain' ? gain.value : undefined, 0.5);
  });
  it('says so where the way is too short', () => {
    const gain = interactionGain({ full: 0.24, hidden: 0.2, interaction: 0.22 });
    assert.match(gain.kind === 'undefined' ? gain.reason : '', /0\.040 of the score/);
  });
  it('says which setting was not run', () => {
    const gain = interactionGain({ full: 0.24, interaction: 0.22 });
    assert.match(gain.kind === 'undefined' ? gain.reason : '', /setting hidden/);
  });
});

describe('Comparison of models on workspace tasks', () => {
  const episodes = (right: (task: number) => boolean): ComparedEpisode[] =>
    Array.from({ length: 20 }, (_, task) => ({
      ...{ task: `t${task}`, repeat: 0, score: right(task) ? 1 : 0, correct: { api: right(task), docs: true } },
    }));
  const models = new Map([
    ['good', episodes(() => true)],
    ['middling', episodes((task) => task % 2 === 0)],
    ['bad', episodes(() => false)],
  ]);
  const pairs = compareModels(models, 7);

  it('pairs them by task and seed', () =>
    assert.deepEqual(
      pairs.map(({ pairs: n }) => n),
      [20, 20, 20],
    ));
  it('has the interval of the difference', () => {
    const { difference } = pairs[0]!;
    near(difference.mean, 0.5);
    assert.ok(difference.low > 0.2 && difference.high < 0.8, JSON.stringify(difference));
  });
  it('tests which aspects only one has right, exactly', () => {
    assert.deepEqual([pairs[0]!.onlyA, pairs[0]!.onlyB], [10, 0]);
    near(pairs[0]!.p, 2 * 0.5 ** 10);
  });
  it('corrects for the number of pairs', () => near(pairs[1]!.adjustedP, Math.min(1, 3 * 2 * 0.5 ** 20)));
  it('is the same with the same seed', () => assert.deepEqual(compareModels(models, 7), pairs));
  it('is labelled where there are few aspects', () => assert.match(pairs[0]!.indicative ?? '', /40 aspects.*138/));
  it('leaves episodes out that only one model has', () => {
    const some = new Map([
      ['a', episodes(() => true).slice(0, 5)],
      ['b', episodes(() => false)],
    ]);
    assert.equal(compareModels(some, 1)[0]!.pairs, 5);
  });
  it('knows how many aspects a difference needs', () => {
    assert.deepEqual([aspectsNeeded(0.2, 0.35), aspectsNeeded(0.2, 0.3), aspectsNeeded(0.15, 0.33)], [138, 293, 87]);
    assert.equal(indicative(138), undefined);
  });
  it('tells how much seeds differ, and whether there are enough', () => {
    const at = (repeat: number, score: number) => ({ task: 'a', repeat, score, correct: {} });
    const spread = seedSpread([at(0, 0.2), at(1, 0.4), at(2, 0.6)]);
    near(spread.deviation, 0.2);
    assert.equal(spread.enough, true);
    assert.equal(seedSpread([at(0, 0.2)]).deviation, undefined);
  });
});
