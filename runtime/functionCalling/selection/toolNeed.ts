import type { RankedTool, ToolIndex } from './toolIndex';

/** Whether any tool seems to apply to a request. */
export interface ToolNeed {
  readonly applies: boolean;
  readonly best: RankedTool | undefined;
}

/**
 * Half of what is asked is named by the best tool, or more. Fixed beforehand, not fitted to any data; what it does on
 * questions that no tool answers is measured by `whetstone eval function-calling --model retrieval-baseline`.
 */
export const needThreshold = 0.5;

/**
 * A cheap guard against needless calls, which small models make often: no tool applies when even the best shares too few
 * words with the request. It is a hint for what is asked twice, not a verdict: words are not meaning.
 */
export function toolNeed(index: ToolIndex, request: string, threshold = needThreshold): ToolNeed {
  const [best] = index.find(request, 1);
  return { applies: best !== undefined && best.coverage >= threshold, best };
}
