import { RuntimeError } from '../../runtimeError';

/** B(L) = a exp(-b L) + c exp(-d L) + e. */
export interface LengthBias {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
}

/**
 * How sure a model is of masks on average, by their number alone. It is surer of fewer masks whatever belongs there, so
 * that two lengths can only be compared after this is taken out. Source: CAL (arXiv 2602.00476).
 */
export interface LengthCalibration {
  readonly bias: LengthBias;
  /** What it was fitted on: mean confidence of windows of so many tokens. */
  readonly points: readonly LengthPoint[];
}

export interface LengthPoint {
  readonly tokens: number;
  readonly confidence: number;
  /** Windows it is the mean of. */
  readonly n: number;
}

/** Confidence of one window of masks where something of another length belongs. */
export interface LengthSample {
  readonly tokens: number;
  /** Tokens of what belongs there. */
  readonly trueTokens: number;
  /** Mean over the masks of the greatest probability, from one pass. */
  readonly confidence: number;
}

/** Numbers of masks that a calibration is measured with. Source: CAL. */
export const calibrationLengths: readonly number[] = [1, 2, 4, 6, 12, 16, 24, 32, 48, 64, 96, 128];

/** Windows whose length is so near to the true one say something about the text and not about the length. */
const nearTruth = 4;
const leastLengths = 5;
/** A bias is never taken for less: what is divided by it would only be noise. */
const leastBias = 0.01;
/** Limits of the published fit, but for e, which a model that is sure of long windows would exceed. */
const greatest = { a: 1, b: 2, c: 1, d: 0.5, e: 1 };

/** Expected confidence of so many masks. */
export function biasOf({ a, b, c, d, e }: LengthBias, tokens: number): number {
  return Math.max(leastBias, a * Math.exp(-b * tokens) + c * Math.exp(-d * tokens) + e);
}

/**
 * Fits B(L) to the mean confidence at each length by least squares, each mean weighted by its number of windows, within
 * 0 and the published limits. For given rates b and d the rest is linear, so the rates are searched on a grid that is
 * refined around its best point, and the rest is solved exactly: no start values, no local minima.
 * @throws RuntimeError bad-request when there are too few lengths
 */
export function fitLengthCalibration(samples: readonly LengthSample[]): LengthCalibration {
  const points = meanPoints(samples);
  if (points.length < leastLengths) {
    throw new RuntimeError(
      'bad-request',
      `A length calibration needs windows of at least ${leastLengths} different lengths; there are ${points.length}.`,
      'Give more tasks, or tasks of more different lengths.',
    );
  }
  let best = { bias: { a: 0, b: greatest.b / 2, c: 0, d: greatest.d / 2, e: 0 }, error: Infinity };
  let cells = 24;
  for (let zoom = 1; zoom < 1e4; zoom *= 2) {
    // The valley of good rates is narrow and bent: follow it as far as it goes before looking closer.
    for (let move = 0, before = Infinity; move < 30 && (move === 0 || best.error < before); move++) {
      before = best.error;
      const { b: middleB, d: middleD } = best.bias;
      for (const b of around(middleB, greatest.b, zoom, cells)) {
        for (const d of around(middleD, greatest.d, zoom, cells)) {
          const fit = solveAmplitudes(points, b, d);
          if (fit.error < best.error) best = fit;
        }
      }
    }
    cells = 8;
  }
  return { bias: best.bias, points };
}

function meanPoints(samples: readonly LengthSample[]): readonly LengthPoint[] {
  const byLength = new Map<number, number[]>();
  for (const { tokens, trueTokens, confidence } of samples) {
    if (Math.abs(tokens - trueTokens) <= nearTruth) continue;
    const known = byLength.get(tokens);
    if (known) known.push(confidence);
    else byLength.set(tokens, [confidence]);
  }
  return [...byLength]
    .map(([tokens, all]) => ({
      tokens,
      confidence: all.reduce((sum, one) => sum + one, 0) / all.length,
      n: all.length,
    }))
    .sort((a, b) => a.tokens - b.tokens);
}

/** Values from 0 to `limit` around a centre; the whole range at zoom 1. */
function around(centre: number, limit: number, zoom: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, at) => centre + ((at / steps - 0.5) * limit) / zoom).filter(
    (value) => value >= 0 && value <= limit,
  );
}

/** Sums of the least squares problem for given rates: products of the columns with each other and with the means. */
interface Normal {
  readonly products: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly square: number;
}

/**
 * The best a, c and e for given rates: the least squares problem in three unknowns with bounds. At the solution each
 * unknown is free or at one of its bounds, so all combinations are solved and the best one within the bounds is it.
 */
function solveAmplitudes(points: readonly LengthPoint[], b: number, d: number): { bias: LengthBias; error: number } {
  const normal = normalOf(points, b, d);
  let best = { bias: { a: 0, b, c: 0, d, e: 0 }, error: Infinity };
  for (const fixed of combinations) {
    const values = solveFree(normal, fixed);
    if (!values?.every((value, at) => value > -1e-12 && value < limits[at]! + 1e-12)) continue;
    const error = errorOf(normal, values);
    const [a = 0, c = 0, e = 0] = values.map((value, at) => Math.min(limits[at]!, Math.max(0, value)));
    if (error < best.error) best = { bias: { a, b, c, d, e }, error };
    // No bound in the way: nothing can be better.
    if (fixed.every((value) => value === undefined)) break;
  }
  return best;
}

const limits = [greatest.a, greatest.c, greatest.e];
/** For each unknown: free (undefined), at 0, or at its limit. All free comes first. */
const combinations = limits.reduce<readonly (readonly (number | undefined)[])[]>(
  (all, limit) => all.flatMap((each) => [undefined, 0, limit].map((state) => [...each, state])),
  [[]],
);

function normalOf(points: readonly LengthPoint[], b: number, d: number): Normal {
  const products = [0, 1, 2].map(() => [0, 0, 0]);
  const targets = [0, 0, 0];
  let square = 0;
  for (const { tokens, confidence, n } of points) {
    const columns = [Math.exp(-b * tokens), Math.exp(-d * tokens), 1];
    for (const [row, value] of columns.entries()) {
      for (const [column, other] of columns.entries()) products[row]![column]! += n * value * other;
      targets[row]! += n * value * confidence;
    }
    square += n * confidence * confidence;
  }
  return { products, targets, square };
}

function errorOf({ products, targets, square }: Normal, values: readonly number[]): number {
  const spread = values.reduce(
    (sum, value, row) => sum + value * products[row]!.reduce((all, product, at) => all + product * values[at]!, 0),
    0,
  );
  return square - 2 * values.reduce((sum, value, row) => sum + value * targets[row]!, 0) + spread;
}

/** The free unknowns' normal equations by elimination, the others given; undefined when they are singular. */
function solveFree(
  { products, targets }: Normal,
  fixed: readonly (number | undefined)[],
): readonly number[] | undefined {
  const free = fixed.flatMap((value, at) => (value === undefined ? [at] : []));
  const rows = free.map((own) => [
    ...free.map((other) => products[own]![other]!),
    targets[own]! - fixed.reduce<number>((sum, value, at) => sum + (value ?? 0) * products[own]![at]!, 0),
  ]);
  for (let pivot = 0; pivot < free.length; pivot++) {
    const row = rows[pivot]!;
    if (Math.abs(row[pivot]!) < 1e-12) return undefined;
    for (const [at, other] of rows.entries()) {
      if (at === pivot) continue;
      const factor = other[pivot]! / row[pivot]!;
      for (let column = pivot; column < other.length; column++) other[column]! -= factor * row[column]!;
    }
  }
  const values = fixed.map((value) => value ?? 0);
  for (const [at, unknown] of free.entries()) values[unknown] = rows[at]!.at(-1)! / rows[at]![at]!;
  return values;
}
