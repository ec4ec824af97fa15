import assert from 'node:assert/strict';
import { compare, measure } from './measures';
import { outcome, suiteTask } from './testing/outcomes';

const tasks = ['a', 'b', 'c', 'd'].map((key) => suiteTask(key));

describe('measures', () => {
  it('sums up a group', () => {
    const measures = measure(
      [
        outcome(tasks[0]!, { chance: 0.9, ms: 30 }),
        outcome(tasks[1]!, {
          chance: 0.6,
          exact: false,
          editSimilarity: 0.5,
          syntaxValid: false,
          ms: 10,
          forwardPasses: 4,
        }),
        outcome(tasks[2]!, { chance: 0.1, exact: false, editSimilarity: 0, ms: 20 }),
        outcome(tasks[3]!, {
          chance: 0.9,
          empty: true,
          exact: false,
          editSimilarity: 0,
          syntaxValid: undefined,
          ms: 40,
        }),
      ],
      0.5,
    );
    assert.equal(measures.n, 4);
    assert.deepEqual([measures.exactMatch.mean, measures.exactMatch.n], [0.25, 4]);
    assert.ok(Math.abs(measures.exactMatch.low - 0.0456) < 1e-3 && Math.abs(measures.exactMatch.high - 0.6994) < 1e-3);
    assert.equal(measures.editSimilarity.mean, 0.375);
    assert.deepEqual([measures.syntaxValid?.mean, measures.syntaxValid?.n], [2 / 3, 3]);
    assert.equal(measures.empty.mean, 0.25);
    assert.equal(measures.passAt1, undefined);
    assert.deepEqual([measures.forwardPasses, measures.msP50], [2.5, 25]);
    // An empty answer is not shown, whatever its chance.
    assert.equal(measures.coverage?.mean, 0.5);
    assert.deepEqual([measures.precision?.mean, measures.precision?.n, measures.shownValid?.mean], [0.5, 2, 0.5]);
  });

  it('has no gate for a competitor without chances, and no precision where nothing is shown', () => {
    assert.equal(measure([outcome(tasks[0]!)], 0).coverage, undefined);
    const silent = measure([outcome(tasks[0]!, { chance: 0.1 })], 0.5);
    assert.deepEqual([silent.coverage?.mean, silent.precision], [0, undefined]);
  });

  it('compares two competitors task by task', () => {
    const first = tasks.map((task, index) => outcome(task, { exact: index < 3, editSimilarity: index < 3 ? 1 : 0.2 }));
    const second = tasks.map((task, index) => outcome(task, { exact: index > 2, editSimilarity: 0.2 }));
    const { n, exactMatch, editSimilarity, syntaxValid } = compare(first, second);
    assert.equal(n, 4);
    assert.deepEqual([exactMatch.wins, exactMatch.losses, exactMatch.difference.mean], [3, 1, 0.5]);
    assert.equal(exactMatch.p, 10 / 16);
    assert.equal(exactMatch.ratio.mean, 3);
    assert.ok(Math.abs(editSimilarity.difference.mean - 0.6) < 1e-9);
    assert.deepEqual(syntaxValid, { wins: 0, losses: 0, p: 1 });
  });

  it('has no quotient by nothing', () => {
    const none = tasks.map((task) => outcome(task, { exact: false }));
    assert.equal(
      compare(
        tasks.map((task) => outcome(task)),
        none,
      ).exactMatch.ratio.mean,
      null,
    );
  });

  it('refuses outcomes of other tasks', () => {
    assert.throws(() => compare([outcome(tasks[0]!)], [outcome(tasks[1]!)]), RangeError);
    assert.throws(() => compare([outcome(tasks[0]!)], []), RangeError);
  });
});
