import { descriptionLength, partsOfCollection, type DescriptionLength } from './descriptionLength';
import { toolList } from './merging';
import type { TokenCounter } from './tokenCounter';
import type { ToolRecord } from './types';

/**
 * What a collection takes to write down and to show to a model.
 * @param texts by path of all source files, as the tools are in them
 */
export function lengthOfTools(
  tools: readonly ToolRecord[],
  texts: ReadonlyMap<string, string>,
  tokens: TokenCounter,
): DescriptionLength {
  const schemas = toolList(tools).map((each) => JSON.stringify(each));
  return descriptionLength(partsOfCollection({ tools, texts, schemas }), tokens);
}
