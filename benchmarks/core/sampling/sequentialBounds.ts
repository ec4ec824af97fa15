import { normalQuantile, normalTail } from '../statistics';

/**
 * Bounds of a group-sequential test: at look k the hypothesis of no difference is given up where |z| is at least `bounds[k]`; over all
 * looks together that happens with probability alpha at most where there is none. So looking after each batch is legal.
 *
 * Lan and DeMets 1983 (doi:10.1093/biomet/70.3.659) with the spending function alpha · ln(1 + (e-1) t), which gives nearly equal bounds
 * (Pocock's) and so ends early where models differ much. Computed by the recursion of Armitage, McPherson and Rowe 1969 (doi:10.2307/2343787)
 * on a grid.
 *
 * @param information share of all scenarios that were done at each look: ascending, above 0, at most 1
 * @param alpha two-sided
 */
export function sequentialBounds(information: readonly number[], alpha: number): readonly number[] {
  const key = `${alpha} ${information.join(' ')}`;
  const known = cache.get(key);
  if (known) return known;
  if (information.some((t, k) => !(t > (information[k - 1] ?? 0) && t <= 1 + 1e-12))) {
    throw new RangeError(`Looks at ${information.join(', ')} are not an ascending order of shares`);
  }
  const bounds: number[] = [];
  let density: Density | undefined;
  let spent = 0;
  for (const [k, t] of information.entries()) {
    const target = alpha * Math.log(1 + (Math.E - 1) * Math.min(1, t)) - spent;
    const bound = density === undefined ? normalQuantile(1 - target / 2) : boundOf(density, t, target);
    bounds.push(bound);
    spent += target;
    if (k + 1 < information.length) density = continued(density, t, bound);
  }
  if (cache.size > 1_000) cache.clear();
  cache.set(key, bounds);
  return bounds;
}

const cache = new Map<string, readonly number[]>();

/** Density of the score B(t) = z·√t among those that went on, at the middles of equal cells. */
interface Density {
  readonly t: number;
  readonly from: number;
  readonly width: number;
  readonly mass: Float64Array;
}

const CELLS = 400;

function continued(before: Density | undefined, t: number, bound: number): Density {
  const edge = bound * Math.sqrt(t);
  const width = (2 * edge) / CELLS;
  const mass = new Float64Array(CELLS);
  for (let i = 0; i < CELLS; i++) {
    const low = -edge + i * width;
    if (before === undefined) {
      mass[i] = normalTail(low / Math.sqrt(t)) - normalTail((low + width) / Math.sqrt(t));
      continue;
    }
    const deviation = Math.sqrt(t - before.t);
    const middle = low + width / 2;
    let sum = 0;
    for (let j = 0; j < CELLS; j++) {
      const step = (middle - before.from - (j + 0.5) * before.width) / deviation;
      if (Math.abs(step) < 9) sum += before.mass[j]! * Math.exp((-step * step) / 2);
    }
    mass[i] = (sum * width) / (deviation * Math.sqrt(2 * Math.PI));
  }
  return { t, from: -edge, width, mass };
}

/** The bound that is passed with this probability, of those that went on. */
function boundOf(before: Density, t: number, target: number): number {
  const deviation = Math.sqrt(t - before.t);
  const passed = (bound: number) => {
    const edge = bound * Math.sqrt(t);
    let sum = 0;
    // Symmetric: twice the upper side.
    for (let j = 0; j < CELLS; j++) {
      const at = before.from + (j + 0.5) * before.width;
      sum += before.mass[j]! * normalTail((edge - at) / deviation);
    }
    return 2 * sum;
  };
  let [low, high] = [0, 12];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (passed(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
