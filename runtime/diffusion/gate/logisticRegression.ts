import { logistic } from './chance';

export interface LogisticModel {
  /** One for each column. */
  readonly weights: readonly number[];
  readonly bias: number;
}

export interface LogisticOptions {
  /**
   * Strength of the L2 penalty: penalty / 2 times the squared weights of the standardised columns is added to the
   * negative log likelihood summed over the rows. The bias is free. 0 for none.
   */
  readonly penalty: number;
}

const mostSteps = 100;
/** Steps of less than this, in standardised units, change nothing that anybody could see. */
const smallStep = 1e-10;

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares) with step halving. Columns are standardised
 * inside, so that the penalty treats them alike whatever their units; a column that is constant gets weight 0.
 *
 * @param rows [n, columns]
 * @param outcomes [n], each 0..1; a share such as 0.5 counts as so much of either
 * @throws RangeError without rows, or when a row has another length than the first
 * @throws Error when the likelihood has no finite maximum (separable data without a penalty)
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  { penalty }: LogisticOptions,
): LogisticModel {
  const width = rows[0]?.length;
  if (width === undefined || rows.length !== outcomes.length || rows.some((row) => row.length !== width)) {
    throw new RangeError('Rows of one length are needed, and an outcome for each.');
  }
  const columns = Array.from({ length: width }, (_, column) => standardOf(rows.map((row) => row[column]!)));
  // The first column is the bias.
  const design = rows.map((row) => [1, ...columns.map(({ mean, spread }, at) => (row[at]! - mean) / spread)]);
  const penalties = [0, ...columns.map(() => penalty)];
  const parameters = maximise(design, outcomes, penalties);
  const weights = columns.map(({ spread, constant }, at) => (constant ? 0 : parameters[at + 1]! / spread));
  const bias = columns.reduce((sum, { mean }, at) => sum - weights[at]! * mean, parameters[0]!);
  return { weights, bias };
}

function standardOf(values: readonly number[]): { mean: number; spread: number; constant: boolean } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const constant = variance <= 1e-18 * (1 + mean * mean);
  return { mean, spread: constant ? 1 : Math.sqrt(variance), constant };
}

function maximise(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  penalties: readonly number[],
): readonly number[] {
  let parameters = penalties.map(() => 0);
  let loss = lossOf(design, outcomes, penalties, parameters);
  for (let steps = 0; steps < mostSteps; steps++) {
    const step = newtonStep(design, outcomes, penalties, parameters);
    let scale = 1;
    let next = parameters;
    let nextLoss = Infinity;
    // A full step can overshoot far from the maximum; near it the first try is taken.
    for (; scale > 1e-8; scale /= 2) {
      next = parameters.map((value, at) => value + scale * step[at]!);
      nextLoss = lossOf(design, outcomes, penalties, next);
      if (nextLoss <= loss) break;
    }
    if (!(nextLoss <= loss)) return parameters;
    [parameters, loss] = [next, nextLoss];
    if (Math.max(...step.map((value) => Math.abs(value * scale))) < smallStep) return parameters;
  }
  throw new Error('The outcomes are told apart without error: give a penalty, or more rows.');
}

function lossOf(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  penalties: readonly number[],
  parameters: readonly number[],
): number {
  const likelihood = design.reduce((sum, row, index) => {
    const score = dot(row, parameters);
    // -y ln p - (1 - y) ln(1 - p), without overflow.
    return sum + Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - outcomes[index]! * score;
  }, 0);
  return likelihood + parameters.reduce((sum, value, at) => sum + (penalties[at]! * value * value) / 2, 0);
}

function newtonStep(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  penalties: readonly number[],
  parameters: readonly number[],
): readonly number[] {
  const gradient = parameters.map((value, at) => -penalties[at]! * value);
  // Constant columns are all zero in the design: a trace of penalty keeps the matrix invertible.
  const hessian = penalties.map((penalty, row) => penalties.map((_, column) => (row === column ? penalty + 1e-9 : 0)));
  for (const [index, row] of design.entries()) {
    const chance = logistic(dot(row, parameters));
    const curvature = chance * (1 - chance);
    for (let at = 0; at < row.length; at++) {
      gradient[at]! += row[at]! * (outcomes[index]! - chance);
      for (let other = 0; other <= at; other++) hessian[at]![other]! += curvature * row[at]! * row[other]!;
    }
  }
  return solve(hessian, gradient);
}

/** Solves a x = b by Cholesky's method. @param a symmetric and positive definite; only its lower half is read */
function solve(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  const lower: number[][] = [];
  for (const [row, values] of a.entries()) {
    const line: number[] = [];
    lower.push(line);
    for (let column = 0; column < row; column++) {
      line.push((values[column]! - partialDot(line, lower[column]!, column)) / lower[column]![column]!);
    }
    line.push(Math.sqrt(values[row]! - partialDot(line, line, row)));
  }
  const forward: number[] = [];
  for (const [row, line] of lower.entries()) {
    forward.push((b[row]! - partialDot(line, forward, row)) / line[row]!);
  }
  const solution = forward.slice();
  for (let row = solution.length - 1; row >= 0; row--) {
    for (let below = row + 1; below < solution.length; below++) {
      solution[row]! -= lower[below]![row]! * solution[below]!;
    }
    solution[row]! /= lower[row]![row]!;
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return partialDot(a, b, a.length);
}

function partialDot(a: readonly number[], b: readonly number[], count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += a[at]! * b[at]!;
  return sum;
}
