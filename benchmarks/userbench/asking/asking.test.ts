import assert from 'node:assert/strict';
import type { Json } from '../../core/runs/types';
import { buildAsking } from './buildAsking';
import { episodeFacts, type EpisodeFacts } from './episodeFacts';
import type { AskingReport, RateName } from './types';

interface Told {
  readonly turn: number;
  readonly how?: 'active' | 'passive';
  /** Default: the next. */
  readonly id?: string;
}
interface Made {
  readonly model?: string;
  readonly task: string;
  readonly setting?: 'full' | 'hidden' | 'interaction';
  readonly value?: number;
  /** Of four preferences. */
  readonly told?: readonly Told[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly judged?: readonly (readonly [1 | 2 | 3 | 4, 1 | 2 | 3 | 4])[];
}

const none = {
  ...{ asks: 0, needlessAsks: 0, known: 0, knownSatisfied: 0, unknown: 0, unknownSatisfied: 0, hidden: 0 },
  ...{ hiddenChance: 0, hiddenSatisfied: 0, corrections: 0, nudges: 0, timeWeighted: 0, effectiveTurns: 0 },
  ...{ best: 0, correct: 0, aspects: 2 },
};

function facts({ model = 'a', task, setting = 'interaction', value = 0, told = [], counts, judged = [] }: Made) {
  const turns = told.map(({ turn, how = 'active', id }, at) => ({
    ...{ i: turn, choice: 'action', content: 'x', feedback: '', feedbackCode: 'user_text', reward: 0, ms: 1, type: 2 },
    revealed: [{ preference: id ?? `P${at}`, how }],
  }));
  const more = judged.map(([type, rulesType], at) => ({
    ...{ i: 10 + at, choice: 'action', content: '', feedback: '', feedbackCode: '', reward: 0, ms: 1, type, rulesType },
  }));
  const content: Json = {
    ...{ environment: 'x', task, seed: 1, setting, userMode: 'rules', ended: 'terminated', totalReward: 0 },
    ...{ turns: [...turns, ...more], answers: [], details: {} },
    preferences: ['P0', 'P1', 'P2', 'P3'].map((id) => ({ id, aspect: 'x', topic: '', explicit: '' })),
  };
  const evidence = {
    aspects: [
      { aspect: 'x', value },
      { aspect: 'y', value: 0 },
    ],
    counts: { ...none, ...counts },
  };
  return episodeFacts(
    { model, scenario: `${task}.${setting}`, repeat: 0, value },
    { content },
    { metrics: { chance: 0.1 }, evidence },
  )!;
}

function report(episodes: readonly EpisodeFacts[], models: readonly string[] = ['a']): AskingReport {
  return buildAsking({ models, episodes, clusters: new Map(), seed: 1, unread: 0 })!;
}

const rateOf = ({ models: [first] }: AskingReport, wanted: RateName) =>
  first!.rates.find(({ name }) => name === wanted)!;
const near = (value: number | undefined, expected: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
const tasks = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);

describe('Report on asking', () => {
  it('says by which turn preferences are out, and never falls', () => {
    const { models } = report([
      facts({ task: 't0', told: [{ turn: 0 }, { turn: 2, how: 'passive' }] }),
      facts({ task: 't1', told: [{ turn: 2 }] }),
    ]);
    const timing = models[0]!.timing;
    assert.deepEqual(
      timing.map(({ turn, all, active, passive }) => [turn, all.mean, active.mean, passive.mean]),
      [
        [1, 1 / 8, 1 / 8, 0],
        [2, 1 / 8, 1 / 8, 0],
        [3, 3 / 8, 2 / 8, 1 / 8],
      ],
    );
    assert.ok(timing.every(({ all: { low = 2, high = -1, mean } }) => low <= mean && mean <= high && high <= 1));
  });

  it('counts a preference the first time alone', () => {
    const twice = facts({ task: 't0', told: [{ turn: 1 }, { turn: 3, id: 'P0' }, { turn: 4, id: 'strange' }] });
    near(rateOf(report([twice]), 'elicitedActivePercent').value?.mean, 25);
    assert.deepEqual(report([twice]).models[0]?.timing.at(-1)?.all.mean, 0.25);
  });

  it('pools rates, and gives none of what did not happen', () => {
    const made = report([
      facts({ task: 't0', counts: { asks: 1, needlessAsks: 1 } }),
      facts({ task: 't1', counts: { asks: 9 } }),
    ]);
    near(rateOf(made, 'needlessQuestionPercent').value?.mean, 10);
    assert.equal(rateOf(made, 'useLift').value, undefined);
    // A nudge is a fifth of a correction.
    near(rateOf(report([facts({ task: 't', counts: { corrections: 1, nudges: 2 } })]), 'corrections').value?.mean, 1.4);
  });

  it('lifts use over guess, and keeps who was told everything out of it', () => {
    const counts = { known: 4, knownSatisfied: 3, unknown: 4, unknownSatisfied: 1 };
    const made = report([
      facts({ task: 't0', counts }),
      facts({ task: 't0', setting: 'full', counts: { unknown: 8, unknownSatisfied: 8 } }),
    ]);
    near(rateOf(made, 'useLift').value?.mean, 0.5);
    // One task says nothing of how tasks vary: then it may be anything.
    assert.deepEqual([rateOf(made, 'useLift').value?.low, rateOf(made, 'useLift').value?.high], [-1, 1]);
  });

  it('gives the gain over tasks of all three settings, with an interval', () => {
    const all = tasks(6).flatMap((task, i) => [
      facts({ task, setting: 'full', value: 0.8 }),
      facts({ task, setting: 'hidden', value: 0.2 }),
      facts({ task, setting: 'interaction', value: i % 2 === 0 ? 0.4 : 0.6 }),
    ]);
    const lonely = facts({ task: 'lonely', setting: 'full', value: 0 });
    const { value } = rateOf(report([...all, lonely]), 'interactionGain');
    near(value?.mean, 0.5);
    assert.equal(value?.n, 6);
    assert.ok(value.low! > 0.2 && value.low! < 0.5 && value.high! < 0.8);
    assert.deepEqual(
      report(all).models[0]?.settings.map(({ setting, score, chance }) => [
        setting,
        Math.round(100 * score.mean),
        Math.round(100 * (chance ?? 0)),
      ]),
      [
        ['full', 80, 10],
        ['interaction', 50, 10],
        ['hidden', 20, 10],
      ],
    );
  });

  it('says why there is no gain', () => {
    assert.match(rateOf(report([facts({ task: 't' })]), 'interactionGain').reason ?? '', /setting "all"/);
    const close = (['full', 'hidden', 'interaction'] as const).map((setting) =>
      facts({ task: 't', setting, value: 0.5 }),
    );
    assert.match(rateOf(report(close), 'interactionGain').reason ?? '', /less than 0\.05/);
  });

  it('agrees with the rules as far as kappa says, and does not take a few agreements for certain', () => {
    const agreed = report(
      tasks(4).map((task) =>
        facts({
          task,
          judged: [
            [2, 2],
            [1, 1],
          ],
        }),
      ),
    ).models[0]!.judge!;
    assert.deepEqual([agreed.kappa?.mean, agreed.utterances, agreed.observed], [1, 8, 1]);
    assert.ok(agreed.kappa!.low! < 0.3, `${agreed.kappa!.low}`);
    assert.equal(report([facts({ task: 't' })]).models[0]!.judge, undefined);
  });

  it('compares two models on the same tasks alone, figure by figure', () => {
    const episodes = tasks(8).flatMap((task, i) => [
      facts({ model: 'a', task, value: 1, told: i < 7 ? [{ turn: 0 }, { turn: 1 }] : [{ turn: 0 }] }),
      facts({ model: 'b', task, value: i === 0 ? 1 : 0, told: i < 2 ? [{ turn: 0 }] : [] }),
    ]);
    const extra = facts({ model: 'a', task: 'extra', value: 0 });
    const [pair] = report([...episodes, extra], ['a', 'b']).pairs;
    assert.deepEqual([pair?.pairs, pair?.aspects, pair?.onlyA, pair?.onlyB], [8, 16, 7, 0]);
    assert.ok(pair!.p < 0.02);
    const drawn = pair!.rates.find(({ name }) => name === 'elicitedActivePercent')!;
    near(drawn.value.mean, (100 * (15 - 2)) / 32);
    assert.ok(drawn.adjustedP! >= drawn.p! && drawn.adjustedP! < 0.05);
  });

  it('has nothing to say of evaluations without episodes', () => {
    assert.equal(
      episodeFacts({ model: 'a', scenario: 's', repeat: 0, value: 1 }, { content: 'x' }, undefined),
      undefined,
    );
    assert.equal(buildAsking({ models: ['a'], episodes: [], clusters: new Map(), seed: 1, unread: 3 }), undefined);
  });
});
