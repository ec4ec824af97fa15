import assert from 'node:assert/strict';
import { logistic } from './chance';
import { fitLogistic } from './logisticRegression';

const near = (actual: number, expected: number, tolerance = 1e-4) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);

describe('logistic regression', () => {
  it('gives the published fit of hours studied and exams passed', () => {
    // 20 students; coefficients as printed in Wikipedia, "Logistic regression", section "Example".
    const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
    const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    const { weights, bias } = fitLogistic(
      hours.map((hour) => [hour]),
      passed,
      { penalty: 0 },
    );
    near(weights[0]!, 1.5046, 5e-5);
    near(bias, -4.0777, 5e-5);
  });

  it('gives the log odds ratio of a two by two table', () => {
    // 12 of 20 with, 5 of 30 without.
    const rows = [...Array<number[]>(20).fill([1]), ...Array<number[]>(30).fill([0])];
    const outcomes = rows.map((_, index) => Number(index < 12 || (index >= 20 && index < 25)));
    const { weights, bias } = fitLogistic(rows, outcomes, { penalty: 0 });
    near(bias, Math.log(5 / 25), 1e-8);
    near(weights[0]!, Math.log(12 / 8) - Math.log(5 / 25), 1e-8);
  });

  it('takes shares as outcomes, and rows that occur twice as two', () => {
    const shares = fitLogistic([[0], [1]], [0.25, 0.75], { penalty: 0 });
    near(shares.bias, Math.log(1 / 3), 1e-8);
    near(shares.weights[0]!, 2 * Math.log(3), 1e-8);
  });

  it('gives a constant column no weight, and the others what they would have without it', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((value) => [7, value]);
    const outcomes = [0, 1, 0, 1, 0, 1];
    const both = fitLogistic(rows, outcomes, { penalty: 0.3 });
    const alone = fitLogistic(
      rows.map(([, value]) => [value!]),
      outcomes,
      { penalty: 0.3 },
    );
    assert.equal(both.weights[0], 0);
    near(both.weights[1]!, alone.weights[0]!, 1e-8);
    near(both.bias, alone.bias, 1e-8);
  });

  it('does not depend on the units of a column', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const outcomes = [0, 0, 1, 0, 0, 1, 1, 1];
    const metres = fitLogistic(
      values.map((value) => [value]),
      outcomes,
      { penalty: 2 },
    );
    const millimetres = fitLogistic(
      values.map((value) => [value * 1000]),
      outcomes,
      { penalty: 2 },
    );
    near(metres.weights[0]! / 1000, millimetres.weights[0]!, 1e-10);
    near(metres.bias, millimetres.bias, 1e-8);
  });

  it('is where the penalised likelihood is flat', () => {
    const rows = [
      [0, 2],
      [1, 1],
      [2, 5],
      [3, 0],
      [4, 3],
      [5, 1],
    ];
    const outcomes = [0, 1, 0, 1, 1, 0];
    const { weights, bias } = fitLogistic(rows, outcomes, { penalty: 0.7 });
    const residuals = rows.map(
      (row, index) => outcomes[index]! - logistic(row.reduce((sum, value, at) => sum + value * weights[at]!, bias)),
    );
    near(
      residuals.reduce((sum, value) => sum + value, 0),
      0,
      1e-8,
    );
    for (const column of [0, 1]) {
      const values = rows.map((row) => row[column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const slope = values.reduce((sum, value, index) => sum + (value - mean) * residuals[index]!, 0);
      near(slope, 0.7 * weights[column]! * variance, 1e-8);
    }
  });

  it('refuses what separates without error, unless there is a penalty', () => {
    const rows = [[1], [2], [3], [4]];
    assert.throws(() => fitLogistic(rows, [0, 0, 1, 1], { penalty: 0 }), /penalty/);
    const { weights, bias } = fitLogistic(rows, [0, 0, 1, 1], { penalty: 1 });
    near(-bias / weights[0]!, 2.5, 1e-8);
  });

  it('refuses rows of different lengths', () => {
    assert.throws(() => fitLogistic([], [], { penalty: 1 }), RangeError);
    assert.throws(() => fitLogistic([[1], [1, 2]], [0, 1], { penalty: 1 }), RangeError);
  });
});
