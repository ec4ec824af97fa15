import assert from 'node:assert/strict';
import { chanceCorrected, chanceOf, usualCounts } from './chance';
import { episodeMetrics, type MeasuredTurn } from './episodeMetrics';
import { publishedFigures, publishedTiming } from './publishedFigures';
import { pooledMetrics } from './pooledMetrics';
import { releasedAggregate, releasedAnalysis } from './releasedAggregates';

const letters = new Map([
  ['H', 'hotel'],
  ['R', 'restaurant'],
]);
const turn = (i: number, choice: string, content: string, feedbackCode: string): MeasuredTurn => ({
  ...{ i, choice, content, feedbackCode },
});
const measured = (turns: readonly MeasuredTurn[], singleChoice: boolean) =>
  episodeMetrics({ letters, preferences: 4, singleChoice, turns });

describe('metrics of an episode', () => {
  it('take the first accepted answer of an aspect where one is allowed, the best where several are', () => {
    const turns = [
      turn(0, 'answer', 'H9', 'answer_wrong'),
      turn(1, 'answer', ' [answer] H1', 'answer_best'),
      turn(2, 'answer', 'R2', 'answer_correct'),
    ];
    assert.equal(measured(turns, true).score, 0.4);
    assert.equal(measured(turns, false).score, 0.9);
  });

  it('count no answer that was refused, nor one of another aspect', () => {
    const turns = [
      turn(0, 'answer', 'H1, R1', 'answer_multiple'),
      turn(1, 'answer', 'h1', 'answer_bad_id'),
      turn(2, 'answer', 'C1', 'answer_best'),
      turn(3, 'answer', 'H1', 'answer_aspect_closed'),
    ];
    const { score, firstHitTurn } = measured(turns, false);
    assert.deepEqual([score, firstHitTurn], [0, undefined]);
  });

  it('count reveals that were delivered, by who brought them about', () => {
    const asked: MeasuredTurn = {
      ...turn(0, 'action', 'Parking?', 'user_text'),
      revealed: [{ preference: 'P1', how: 'active' }],
    };
    const told: MeasuredTurn = {
      ...turn(1, 'action', 'Hm', 'user_text'),
      revealed: [{ preference: 'P2', how: 'passive' }],
    };
    const { actions, validActions, elicitedActive, elicitedPassive } = measured(
      [asked, told, turn(2, 'action', 'Gym?', 'user_fallback')],
      true,
    );
    assert.deepEqual([actions, validActions, elicitedActive, elicitedPassive], [3, 1, 1, 1]);
  });

  it('pool rates over episodes, and leave what never happened open', () => {
    const one = measured([turn(0, 'search', 'x', 'search_results'), turn(1, 'search', 'x', 'search_repeat')], true);
    const two = measured([turn(0, 'search', 'x', 'search_mismatch')], true);
    const { validSearchPercent, validActionPercent, firstHitTurn, score } = pooledMetrics([one, two]);
    assert.deepEqual([validActionPercent, firstHitTurn, score], [undefined, undefined, 0]);
    assert.ok(Math.abs(validSearchPercent! - 100 / 3) < 1e-12);
    assert.equal(pooledMetrics([]).score, undefined);
  });
});

describe('chance', () => {
  const rounded = (guesses: number, filtered: boolean) =>
    Math.round(100 * chanceOf(usualCounts, guesses, filtered).score) / 100;

  it('is that of the published analysis: one guess, several, with what is absurd put aside', () => {
    const { score, best, correct } = chanceOf(usualCounts);
    assert.ok(Math.abs(score - 2.6 / 18) < 1e-12 && Math.abs(best - 1 / 18) < 1e-12);
    assert.ok(Math.abs(correct - 1 / 6) < 1e-12);
    assert.ok(Math.abs(chanceOf(usualCounts, 1, true).score - 0.2) < 1e-12);
    assert.deepEqual(
      [3, 5, 8].map((guesses) => rounded(guesses, false)),
      [0.39, 0.58, 0.77],
    );
    assert.deepEqual(
      [3, 5, 8].map((guesses) => rounded(guesses, true)),
      [0.51, 0.72, 0.9],
    );
  });

  it('is 1 where everything is named, and 0 where there is nothing right', () => {
    assert.equal(chanceOf(usualCounts, 18).score, 1);
    assert.equal(chanceOf({ correct: 0, wrong: 10, noise: 5 }).score, 0);
  });

  it('is 0 of a corrected score, and the top stays 1', () => {
    assert.deepEqual([chanceCorrected(0.144, 0.144), chanceCorrected(1, 0.144)], [0, 1]);
    assert.ok(chanceCorrected(0, 0.144) < 0);
  });
});

describe('aggregates of the released scripts', () => {
  it('count the last pass alone, and nothing of no turns', () => {
    assert.deepEqual(releasedAggregate([[[1], [0.8, 0]], [[]]]), {
      ...{ micro_avg: 0.2, micro_max: 0.4, avg_number_of_08: 0.5, avg_number_of_1: 0 },
    });
  });

  it('weight tasks by the episodes that any model was seen with', () => {
    const episode = (reward: number) => ({ history: [], reward: [[reward]] });
    const { weighted_average, task_counts } = releasedAnalysis({
      a: { turtle: { x: episode(1), y: episode(0) }, tau: { z: episode(1) } },
      b: { turtle: { x: episode(1) } },
    });
    assert.deepEqual([task_counts, weighted_average.b], [{ turtle: 2, tau: 1 }, 1]);
    assert.ok(Math.abs(weighted_average.a! - 2 / 3) < 1e-12);
  });
});

describe('published figures', () => {
  it('have a score near what best and correct rates give, but for the rows that are known to differ', () => {
    const off = (['single', 'multi'] as const).flatMap((choices) =>
      publishedFigures[choices]
        .filter(({ score, bestExist, correctExist }) => {
          return Math.abs(bestExist + 0.8 * (correctExist - bestExist) - score) > 0.0151;
        })
        .map(({ model }) => `${choices} ${model}`),
    );
    assert.deepEqual(off, ['single Qwen3-14B', 'single Gemini-2.5-Flash', 'multi Llama-3.3-70B', 'multi Qwen3-14B']);
    assert.deepEqual(
      publishedTiming.map(({ model }) => model).toSorted(),
      publishedFigures.single.map(({ model }) => model).toSorted(),
    );
  });
});
