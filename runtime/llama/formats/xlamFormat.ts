import { conversationOf, xlamPrompt, type XlamFamily } from '../../functionCalling';
import type { Message, ToolDefinition } from '../../gateway/types';
import type { ChatFile } from '../chat/chatFile';
import type { ChatPrompt } from './chatFormat';
import { resultText } from './chatEntries';

/** Which family of xLAM-2 a file belongs to; undefined: none. */
export function xlamFamilyOf({ name = '', template = '', control }: ChatFile): XlamFamily | undefined {
  // A file may have lost its name, and its template is the family's own.
  const isXlam = /xlam[-_ ]?2/i.test(name) || template.includes('make calls in a single JSON array');
  if (!isXlam) return undefined;
  if (control.has('<|im_start|>') && control.has('<|im_end|>')) return 'xlam-qwen';
  return control.has('<|start_header_id|>') && control.has('<|eot_id|>') ? 'xlam-llama' : undefined;
}

/** @throws BadFormError for pictures */
export function xlamChatPrompt(
  family: XlamFamily,
  messages: readonly Message[],
  tools: readonly ToolDefinition[],
): ChatPrompt {
  const told = messages.map(({ role, content }): Message => ({
    role,
    content: content.map((part) =>
      part.type === 'tool-result' && part.isError === true ? { ...part, output: resultText(part) } : part,
    ),
  }));
  return { pieces: xlamPrompt(conversationOf(told, tools), family), inThought: false };
}
