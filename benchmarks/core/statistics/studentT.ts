/** Student's t distribution, by the regularised incomplete beta function. */
import { logGamma } from './logGamma';

/**
 * Probability that |T| is at least |t|.
 * @param degrees of freedom, above 0; Infinity is the normal distribution's limit and not taken
 */
export function studentTwoSidedP(t: number, degrees: number): number {
  if (!(degrees > 0) || degrees === Infinity) throw new RangeError(`${degrees} are no degrees of freedom`);
  if (Number.isNaN(t)) throw new RangeError('t is not a number');
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  // Both x and 1 - x are given: 1 - x would lose every digit where t is small.
  return incompleteBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
}

const quantiles = new Map<string, number>();

/**
 * The t such that |T| is at most t with this probability, e.g. 12.706 for 0.95 and one degree of freedom.
 * @param confidence above 0 and below 1
 */
export function studentQuantile(confidence: number, degrees: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${confidence} is no confidence between 0 and 1`);
  const key = `${confidence} ${degrees}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const tail = 1 - confidence;
  let low = 0;
  let high = 1;
  while (studentTwoSidedP(high, degrees) > tail) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTwoSidedP(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  const found = (low + high) / 2;
  if (quantiles.size > 10_000) quantiles.clear();
  quantiles.set(key, found);
  return found;
}

/** Regularised I_x(a, b), by Lentz's continued fraction (Numerical Recipes, third edition, section 6.4). @param y 1 - x */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const logX = y < 0.5 ? Math.log1p(-y) : Math.log(x);
  const logY = x < 0.5 ? Math.log1p(-x) : Math.log(y);
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * logX + b * logY);
  return x < (a + 1) / (a + b + 2) ? (scale * fraction(x, a, b)) / a : 1 - (scale * fraction(y, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  // About the square root of the larger parameter is needed: 100,000 is enough for 1e9 degrees of freedom.
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return h;
  }
  throw new Error(`The incomplete beta function of ${x}, ${a}, ${b} did not converge`);
}
