import { ToolIndex, toolNeed } from '../../functionCalling';
import type { Message, ToolDefinition } from '../../gateway/types';

/**
 * Probability below which a call that begins is not believed where no tool seems to apply. Models that were trained to call
 * tools begin one far too often: xLAM-2 up to 8B answers 36 to 43 % of the leaderboard's questions without a fitting function
 * with a call. What share of these this threshold catches was not measured with their weights.
 */
const doubtful = 0.9;

/**
 * How probable a call must be to be believed. Words of the question that no tool has are no proof, so such a call is not
 * refused: the model only has to be sure of it. In the middle of a task, after results of tools, nothing is doubted.
 */
export function leastChance(messages: readonly Message[], tools: readonly ToolDefinition[]): number | undefined {
  const last = messages.at(-1);
  if (last?.role !== 'user') return undefined;
  const text = last.content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
  if (text.trim() === '') return undefined;
  return toolNeed(new ToolIndex(tools), text).applies ? undefined : doubtful;
}
