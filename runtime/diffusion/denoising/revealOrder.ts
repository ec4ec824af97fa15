import type { ParallelAcceptance, RevealOrder } from '../../protocol';
import { boundedCount, factorCount, thresholdCount } from './parallelAcceptance';
import type { Drawn } from './rowReader';

/** Orders that reveal the surest slots first; what they call sure differs. */
export type ConfidenceOrder = Exclude<RevealOrder, 'origin' | 'p2'>;

/** How sure a slot is in an order; greater is surer. Definitions of Dream's and CoDA's sampler. */
export function sureness(order: ConfidenceOrder, drawn: Drawn): number {
  switch (order) {
    case 'maskgit_plus':
      return drawn.confidence;
    case 'topk_margin':
      return drawn.margin;
    case 'entropy':
    case 'entropy-bounded':
      return -drawn.entropy;
  }
}

/** Indices of values, the greatest first; the leftmost first where they are equal. */
export function descending(values: readonly number[]): number[] {
  return values.map((_, index) => index).sort((a, b) => values[b]! - values[a]! || a - b);
}

export interface RevealRules {
  readonly order: ConfidenceOrder;
  readonly accept: ParallelAcceptance;
  /** Greatest entropy sum, less its greatest part, that 'entropy-bounded' reveals at once; nats. */
  readonly entropyBound: number;
  /** Above 0 the slots are drawn: without replacement, by softmax(sureness / this). */
  readonly orderTemperature: number;
}

/**
 * Which of the drawn slots a step reveals: the surest `scheduled` ones, and those that may be accepted in parallel.
 * @param scheduled 0 leaves it to the rules; then at least one is revealed where there are any
 * @returns indices into `drawn`
 */
export function chooseSlots(
  drawn: readonly Drawn[],
  scheduled: number,
  rules: RevealRules,
  random: () => number,
): ReadonlySet<number> {
  const sure = drawn.map((each) => sureness(rules.order, each));
  let count = scheduled;
  if (rules.order === 'entropy-bounded') {
    const entropies = drawn.map(({ entropy }) => entropy).sort((a, b) => a - b);
    count = Math.max(count, boundedCount(entropies, rules.entropyBound));
  } else if (rules.orderTemperature > 0) {
    // The greatest of values with Gumbel noise are a draw without replacement (the Gumbel top-k trick).
    for (const [index, value] of sure.entries()) {
      sure[index] = value / rules.orderTemperature - Math.log(-Math.log(Math.max(random(), Number.MIN_VALUE)));
    }
  }
  const chosen = new Set(descending(sure).slice(0, count));
  for (const index of accepted(drawn, rules.accept)) chosen.add(index);
  return chosen;
}

/** Which of the drawn slots the acceptance rule takes, the most probable first; at least one, unless the rule is 'none'. */
export function accepted(drawn: readonly Drawn[], accept: ParallelAcceptance): readonly number[] {
  if (accept.kind === 'none') return [];
  const confidences = drawn.map(({ confidence }) => confidence);
  const ranked = descending(confidences);
  const sorted = ranked.map((index) => confidences[index]!);
  const count = accept.kind === 'threshold' ? thresholdCount(sorted, accept.value) : factorCount(sorted, accept.value);
  return ranked.slice(0, Math.max(1, count));
}
