import { isJsonObject } from '../../json/exactJson';
import type { Json } from '../../../gateway/types';
import { SeededRandom } from '../../../gateway/router';
import { candidatesOf } from '../candidates';
import type { FeatureWeights } from '../logLinear';
import { requestSpans } from '../requestSpans';
import { readRequest, slotContext, slotFeatures } from '../slotFeatures';
import { slotsOf } from '../slots';
import type { GeneratedRow } from './generateRows';
import { sameValue } from './sameValue';

/** A slot's candidates by the numbers of their features, and which of them are right. */
interface Choice {
  readonly features: readonly Int32Array[];
  readonly right: readonly boolean[];
}

export interface SlotFit {
  readonly weights: FeatureWeights;
  /** Slots whose value is among the candidates, and all that have one. */
  readonly reachable: number;
  readonly slots: number;
}

const epochs = 6;
const learningRate = 0.25;
const decay = 2e-5;
/** Features of fewer candidates say nothing about other requests. */
const least = 6;

/**
 * Maximises the likelihood that a right candidate is drawn, by AdaGrad (Duchi et al. 2011) with weight decay; several
 * candidates may be right, their shares add up.
 */
export function fitSlots(rows: readonly GeneratedRow[], seed: number): SlotFit {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const choices: Choice[] = [];
  let slots = 0;
  for (const row of rows) {
    for (const { features, right } of choicesOf(row)) {
      slots += 1;
      if (!right.includes(true)) continue;
      const ids = features.map((list) =>
        Int32Array.from(list, (name) => {
          const known = numbers.get(name) ?? numbers.size;
          numbers.set(name, known);
          counts[known] = (counts[known] ?? 0) + 1;
          return known;
        }),
      );
      choices.push({ features: ids, right });
    }
  }
  const weights = new Float64Array(numbers.size);
  const squares = new Float64Array(numbers.size).fill(1e-2);
  const random = new SeededRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const choice of random.shuffled(choices)) step(choice, weights, squares);
  }
  const kept = [...numbers].filter(([, id]) => counts[id]! >= least && Math.abs(weights[id]!) > 0.03);
  return {
    weights: new Map(kept.map(([name, id]) => [name, Math.round(weights[id]! * 1000) / 1000])),
    reachable: choices.length,
    slots,
  };
}

function step({ features, right }: Choice, weights: Float64Array, squares: Float64Array): void {
  const scores = features.map((ids) => ids.reduce((sum, id) => sum + weights[id]!, 0));
  const most = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const good = shares.reduce((sum, share, index) => sum + (right[index]! ? share : 0), 0);
  if (good / all > 0.995) return;
  const gradient = new Map<number, number>();
  features.forEach((ids, index) => {
    const slope = (right[index]! ? shares[index]! / Math.max(good, 1e-12) : 0) - shares[index]! / all;
    if (Math.abs(slope) < 1e-4) return;
    for (const id of ids) gradient.set(id, (gradient.get(id) ?? 0) + slope);
  });
  for (const [id, slope] of gradient) {
    const towards = slope - decay * weights[id]! * 100;
    squares[id]! += towards * towards;
    weights[id]! += (learningRate * towards) / Math.sqrt(squares[id]!);
  }
}

function choicesOf({
  request,
  tools,
  call,
}: GeneratedRow): readonly { features: readonly string[][]; right: readonly boolean[] }[] {
  const tool = tools.find(({ name }) => name === call?.name);
  if (tool === undefined || call === undefined) return [];
  const read = readRequest(request, requestSpans(request));
  const slots = slotsOf(tool.inputSchema);
  const context = slotContext(slots, tool.name);
  return slots.flatMap((slot) => {
    const candidates = candidatesOf(slot, request, read.spans);
    if (candidates.length < 2) return [];
    const wanted = valueAt(call.arguments, slot.path);
    const right = candidates.map(({ value }) => sameValue(value, wanted));
    return [{ features: candidates.map((each) => slotFeatures(slot, each, read, context)), right }];
  });
}

function valueAt(given: Readonly<Record<string, Json>>, path: readonly string[]): Json | undefined {
  let value: Json | undefined = given;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}
