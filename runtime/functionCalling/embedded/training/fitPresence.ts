import { isJsonObject } from '../../json/exactJson';
import type { Json } from '../../../gateway/types';
import { SeededRandom } from '../../../gateway/router';
import { fillSlots } from '../fillSlots';
import { scoreOf, type FeatureWeights } from '../logLinear';
import { requestSpans } from '../requestSpans';
import { readRequest } from '../slotFeatures';
import type { GeneratedRow } from './generateRows';
import { sameValue } from './sameValue';

interface Example {
  readonly features: readonly string[];
  readonly isRight: boolean;
}

const epochs = 3;
const learningRate = 0.1;

/**
 * Logistic regression over the same features: whether the value that a slot got is the right one of the right tool.
 * What the shares among a slot's values cannot say: that none of them is meant.
 */
export function fitPresence(rows: readonly GeneratedRow[], slots: FeatureWeights, seed: number): FeatureWeights {
  const examples = rows.flatMap((row) => examplesOf(row, slots));
  const weights = new Map<string, number>();
  const squares = new Map<string, number>();
  const random = new SeededRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { features, isRight } of random.shuffled(examples)) {
      const score = scoreOf(weights, features) + (weights.get('bias') ?? 0);
      const miss = (isRight ? 1 : 0) - 1 / (1 + Math.exp(-score));
      for (const name of ['bias', ...features]) {
        if (name !== 'bias' && !slots.has(name)) continue;
        const weight = weights.get(name) ?? 0;
        const slope = miss - 2e-3 * weight;
        const square = (squares.get(name) ?? 0.1) + slope * slope;
        squares.set(name, square);
        weights.set(name, weight + (learningRate * slope) / Math.sqrt(square));
      }
    }
  }
  return new Map([...weights].map(([name, weight]) => [name, Math.round(weight * 1000) / 1000]));
}

function examplesOf({ request, tools, call }: GeneratedRow, slots: FeatureWeights): readonly Example[] {
  const read = readRequest(request, requestSpans(request));
  return tools.slice(0, 2).flatMap((tool) =>
    fillSlots(tool, read, slots).filled.flatMap(({ slot, candidate, features }): readonly Example[] => {
      if (candidate.span === undefined) return [];
      return [
        {
          features,
          isRight: tool.name === call?.name && sameValue(candidate.value, valueAt(call.arguments, slot.path)),
        },
      ];
    }),
  );
}

function valueAt(given: Readonly<Record<string, Json>>, path: readonly string[]): Json | undefined {
  let value: Json | undefined = given;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}
