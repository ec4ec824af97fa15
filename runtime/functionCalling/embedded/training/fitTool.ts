import { withOthers } from '../embeddedCaller';
import { fillSlots } from '../fillSlots';
import type { FeatureWeights } from '../logLinear';
import { requestSpans } from '../requestSpans';
import { readRequest } from '../slotFeatures';
import { toolEvidence, type ToolEvidence } from '../toolFeatures';
import { ToolIndex } from '../../selection/toolIndex';
import type { GeneratedRow } from './generateRows';
import { sameArguments } from './sameValue';

interface Judged {
  readonly evidence: ToolEvidence;
  readonly isRight: boolean;
}

/** Logistic regression by gradient steps with momentum: whether a call of a tool, as its slots were filled, is right as a whole. */
export function fitTool(
  rows: readonly GeneratedRow[],
  slots: FeatureWeights,
  presence: FeatureWeights,
): Readonly<Record<string, number>> {
  const judged = rows.flatMap((row) => judgedTools(row, slots, presence));
  const names = ['bias', ...Object.keys(judged[0]?.evidence ?? {})];
  const inputs = judged.map(({ evidence }) => Float64Array.from(names, (name) => evidence[name] ?? 1));
  const weights = new Float64Array(names.length);
  const speed = new Float64Array(names.length);
  for (let round = 0; round < 1500; round++) {
    const gradient = new Float64Array(names.length);
    inputs.forEach((input, row) => {
      const score = input.reduce((sum, value, index) => sum + value * weights[index]!, 0);
      const miss = (judged[row]!.isRight ? 1 : 0) - 1 / (1 + Math.exp(-score));
      for (let index = 0; index < input.length; index++) gradient[index]! += miss * input[index]!;
    });
    for (let index = 0; index < names.length; index++) {
      speed[index] = 0.9 * speed[index]! + gradient[index]! / inputs.length - 1e-4 * weights[index]!;
      weights[index]! += 0.3 * speed[index]!;
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, Math.round(weights[index]! * 1000) / 1000]));
}

function judgedTools(
  { request, tools, call }: GeneratedRow,
  slots: FeatureWeights,
  presence: FeatureWeights,
): readonly Judged[] {
  const ranked = withOthers(new ToolIndex(tools).find(request, 3), tools);
  const read = readRequest(request, requestSpans(request));
  return ranked.map((each) => {
    const filling = fillSlots(each.tool, read, slots);
    return {
      evidence: toolEvidence(each, ranked[0]!.score, filling, read, presence),
      // Without a common word only chance could tell, and a call with a wrong argument is no better than a wrong tool.
      isRight: each.tool.name === call?.name && each.coverage > 0 && sameArguments(filling.arguments, call.arguments),
    };
  });
}
