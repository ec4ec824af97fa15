import type { Json, ToolDefinition } from '../../gateway/types';
import { schemaValidator } from '../schema/schemaValidator';
import { ToolIndex, type RankedTool } from '../selection/toolIndex';
import { fillSlots } from './fillSlots';
import { requestSpans } from './requestSpans';
import { readRequest } from './slotFeatures';
import { toolEvidence, toolScore } from './toolFeatures';
import type { CallerWeights } from './callerWeights';

/** 'none': no tool seems to apply, or what it needs is not in the request. Confidences: 0..1. */
export type SuggestedCall =
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: Readonly<Record<string, Json>>;
      readonly confidence: number;
    }
  | { readonly kind: 'none'; readonly confidence: number };

/** Tools whose arguments are tried; the others have too few words of the request. */
const tried = 6;

/** Chooses a tool for one request and fills its arguments from the request's own words; no language model is loaded. */
export class EmbeddedCaller {
  constructor(private readonly weights: CallerWeights) {}

  /**
   * @param request what the user asks for; one call at most is made of it
   * @param tools made into an index; give an index that is kept where many requests have the same tools
   */
  call(request: string, tools: readonly ToolDefinition[] | ToolIndex): SuggestedCall {
    const index = tools instanceof ToolIndex ? tools : new ToolIndex(tools);
    const ranked = withOthers(index.find(request, tried), index.tools);
    const read = readRequest(request, requestSpans(request));
    let best:
      | { readonly score: number; readonly tool: ToolDefinition; readonly given: Readonly<Record<string, Json>> }
      | undefined;
    for (const each of ranked) {
      const filling = fillSlots(each.tool, read, this.weights.slots);
      const evidence = toolEvidence(each, ranked[0]!.score, filling, read, this.weights.presence);
      const score = toolScore(this.weights.tool, evidence);
      const validator = schemaValidator(each.tool.inputSchema);
      if (filling.missing.length > 0 || validator.kind === 'bad' || validator.problemsOf(filling.arguments).length > 0)
        continue;
      if (best === undefined || score > best.score) best = { score, tool: each.tool, given: filling.arguments };
    }
    const confidence = best === undefined ? 0 : 1 / (1 + Math.exp(-best.score));
    if (best === undefined || confidence < this.weights.threshold) return { kind: 'none', confidence: 1 - confidence };
    return { kind: 'call', name: best.tool.name, arguments: best.given, confidence };
  }
}

/** Of few tools all are tried, also those without a word of the request: its values may fit one of them alone. */
export function withOthers(ranked: readonly RankedTool[], tools: readonly ToolDefinition[]): readonly RankedTool[] {
  if (ranked.length >= tried || tools.length > tried) return ranked;
  const found = new Set(ranked.map(({ tool }) => tool));
  return [...ranked, ...tools.filter((tool) => !found.has(tool)).map((tool) => ({ tool, score: 0, coverage: 0 }))];
}
