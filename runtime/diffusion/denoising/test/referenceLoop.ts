import type { RevealOrder } from '../../../protocol';

/** One token a text: the float64 logits of all its positions, each of the token that stands there. */
export type TextLogits = (text: readonly number[]) => readonly (readonly number[])[];

export interface ReferenceOptions {
  readonly order: RevealOrder;
  readonly steps: number;
  readonly mask: number;
  readonly barred: ReadonlySet<number>;
  readonly temperature: number;
  readonly topP: number;
  /** Published share of a step, or equal steps. */
  readonly epsilon: number | undefined;
  readonly random: () => number;
  /** Of 'entropy-bounded'. */
  readonly bound: number;
}

interface Candidate {
  readonly token: number;
  readonly confidence: number;
}

/**
 * The published sampling loop, written down as plainly as its description: over the whole text, with sorted rows and in
 * double precision. Shares no code with what is tested.
 */
export function referenceLoop(
  text: readonly number[],
  logitsOf: TextLogits,
  options: ReferenceOptions,
): readonly number[] {
  const { order, steps, mask, random, epsilon } = options;
  const x = [...text];
  const variable = x.flatMap((token, at) => (token === mask ? [at] : []));
  for (let i = 0; i < steps; i++) {
    const masked = variable.filter((at) => x[at] === mask);
    if (masked.length === 0) break;
    const logits = logitsOf(x);
    const last = i === steps - 1;
    const even = epsilon ?? 0;
    const [t, s] = [1 - (i / steps) * (1 - even), 1 - ((i + 1) / steps) * (1 - even)];
    const share = last ? 1 : 1 - s / t;
    if (order === 'origin') {
      const lucky = masked.filter(() => random() < share);
      for (const at of lucky) x[at] = candidate(logits[at]!, options).token;
    } else if (order === 'p2') {
      const kappa = (i + 1) / steps;
      const drawn = new Map(variable.map((at) => [at, candidate(logits[at]!, options)]));
      const ascending = [...variable].sort((p, q) => drawn.get(p)!.confidence - drawn.get(q)!.confidence || q - p);
      const again = new Set(ascending.slice(0, Math.floor(variable.length * (1 - kappa) + 1e-9)));
      for (const at of variable) {
        if (again.has(at)) x[at] = mask;
        else if (masked.includes(at)) x[at] = drawn.get(at)!.token;
      }
    } else {
      const drawn = new Map(masked.map((at) => [at, candidate(logits[at]!, options)]));
      const descending = [...masked].sort((p, q) => drawn.get(q)!.confidence - drawn.get(p)!.confidence || p - q);
      const count =
        epsilon === undefined
          ? Math.ceil(masked.length / (steps - i))
          : last
            ? masked.length
            : Math.floor(masked.length * share);
      const bounded =
        order === 'entropy-bounded'
          ? boundedBy(
              descending.map((at) => -drawn.get(at)!.confidence),
              options.bound,
            )
          : 0;
      for (const at of descending.slice(0, Math.max(count, bounded))) x[at] = drawn.get(at)!.token;
    }
  }
  return x;
}

export interface GrowingOptions extends Pick<ReferenceOptions, 'mask' | 'barred'> {
  readonly expand: number;
  readonly delete: number;
  readonly maxSlots: number;
}

/** DreamOn's loop: one token a step by entropy; an expand becomes two masks, a delete takes all masks to its right. */
export function referenceGrowth(
  text: readonly number[],
  logitsOf: TextLogits,
  options: GrowingOptions,
): readonly number[] {
  let x = [...text];
  let slots = x.filter((token) => token === options.mask).length;
  let budget = options.maxSlots;
  for (;;) {
    const masked = x.flatMap((token, at) => (token === options.mask ? [at] : []));
    if (masked.length === 0) return x;
    const barred = new Set(options.barred);
    if (slots >= options.maxSlots || budget === 0) barred.add(options.expand);
    const logits = logitsOf(x);
    const greedy = { order: 'entropy', temperature: 0, topP: 1, random: () => 0, barred } as const;
    let best = { at: -1, token: -1, confidence: -Infinity };
    for (const at of masked) {
      const each = candidate(logits[at]!, greedy);
      if (each.confidence > best.confidence) best = { at, ...each };
    }
    if (best.token === options.delete) {
      const gone = new Set(masked.filter((at) => at >= best.at));
      x = x.filter((_, at) => !gone.has(at));
      slots -= gone.size;
    } else if (best.token === options.expand) {
      x.splice(best.at, 1, options.mask, options.mask);
      slots++;
      budget--;
    } else {
      x[best.at] = best.token;
    }
  }
}

function candidate(
  row: readonly number[],
  {
    order,
    temperature,
    topP,
    barred,
    random,
  }: Pick<ReferenceOptions, 'order' | 'temperature' | 'topP' | 'barred' | 'random'>,
): Candidate {
  const scaled = row.map((value, id) => (barred.has(id) ? -Infinity : value / (temperature > 0 ? temperature : 1)));
  let p = softmax(scaled);
  const sorted = p.map((_, id) => id).sort((i, j) => p[j]! - p[i]! || i - j);
  if (topP < 1) {
    let mass = 0;
    const removed = new Set<number>();
    for (const id of sorted) {
      if (mass > topP) removed.add(id);
      mass += p[id]!;
    }
    p = softmax(scaled.map((value, id) => (removed.has(id) ? -Infinity : value)));
  }
  let token = sorted[0]!;
  if (temperature > 0) {
    let left = random();
    token = p.findIndex((each) => (left -= each) < 0);
  }
  switch (order) {
    case 'topk_margin':
      return { token, confidence: p[sorted[0]!]! - p[sorted[1]!]! };
    case 'entropy':
    case 'entropy-bounded':
      return { token, confidence: p.reduce((sum, each) => sum + each * Math.log(each + 1e-10), 0) };
    default:
      return { token, confidence: p[token]! };
  }
}

/** The longest start of ascending entropies whose sum less its maximum is within the bound. */
function boundedBy(entropies: readonly number[], bound: number): number {
  for (let count = entropies.length; count > 1; count--) {
    const set = entropies.slice(0, count);
    if (set.reduce((sum, each) => sum + each, 0) - Math.max(...set) <= bound) return count;
  }
  return 1;
}

function softmax(values: readonly number[]): readonly number[] {
  const top = Math.max(...values);
  const masses = values.map((value) => Math.exp(value - top));
  const sum = masses.reduce((all, mass) => all + mass, 0);
  return masses.map((mass) => mass / sum);
}
