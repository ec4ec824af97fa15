import { alignCalls, type Alignment, type AlignOptions } from '../aligned';
import type { ToolCall } from '../rows/toolCall';
import { keyOf, readSameTexts, sameTextsPrompt, TextPairs, type JudgedPair } from './sameTexts';
import type { RolePrompt } from '../../userbench/environments/types';

export interface JudgedAlignment {
  /** With the judge's word on texts that the rule calls different. */
  readonly alignment: Alignment;
  /** What was asked, beside the rule's verdict, which is "different" for each. */
  readonly pairs: readonly JudgedPair[];
}

/** @returns undefined where no texts differ, so that nobody has to be asked */
export async function judgedAlignment(
  expected: readonly ToolCall[],
  actual: readonly ToolCall[],
  options: Omit<AlignOptions, 'judgedSame'>,
  ask: (prompt: RolePrompt) => Promise<string>,
): Promise<JudgedAlignment | undefined> {
  const open = new TextPairs();
  alignCalls(expected, actual, { ...options, judgedSame: open.note });
  const { pairs } = open;
  if (pairs.length === 0) return undefined;
  const judged = readSameTexts(pairs, await ask(sameTextsPrompt(pairs)));
  const same = new Map(judged.map((pair) => [keyOf(pair), pair.same]));
  const judgedSame = (argument: string, a: string, b: string) => same.get(keyOf({ argument, expected: a, actual: b }));
  return { alignment: alignCalls(expected, actual, { ...options, judgedSame }), pairs: judged };
}
