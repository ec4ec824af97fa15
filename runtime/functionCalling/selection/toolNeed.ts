import type { RankedTool, ToolIndex } from './toolIndex';

/** Whether any tool seems to apply to a request. */
export interface ToolNeed {
  readonly applies: boolean;
  readonly best: RankedTool | undefined;
}

/**
 * The highest step of 0.05 at which 95 % of the questions that a tool answers keep it, found on one half of public
 * questions; `whetstone eval tool-selection --questions` prints what it does on the other half.
 */
export const needThreshold = 0.2;

/**
 * A cheap guard against needless calls, which small models make often: no tool applies when even the best shares too few
 * words with the request. It is a hint for what is asked twice, not a verdict: words are not meaning.
 */
export function toolNeed(index: ToolIndex, request: string, threshold = needThreshold): ToolNeed {
  const [best] = index.find(request, 1);
  return { applies: best !== undefined && best.coverage >= threshold, best };
}
