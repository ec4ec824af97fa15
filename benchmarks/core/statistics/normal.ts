/** The standard normal distribution. */
import { incompleteGammaQ } from './incompleteGamma';

/** Probability of a value above z; precise to about 1e-14 of itself however far out z is. */
export function normalTail(z: number): number {
  const tail = incompleteGammaQ(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/**
 * The value below which a share p of a standard normal distribution lies.
 * @param p above 0 and below 1
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`${p} is not a probability between 0 and 1`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  // Abramowitz and Stegun 26.2.23 is right to 4.5e-4; Newton's steps on the logarithm of the tail do the rest.
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  for (let step = 0; step < 8; step++) {
    const above = normalTail(z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const move = (Math.log(above / tail) * above) / density;
    z += move;
    if (Math.abs(move) < 1e-15 * Math.abs(z)) break;
  }
  return p < 0.5 ? -z : z;
}
