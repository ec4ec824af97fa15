import type { GenerateRequest, Message } from '../../types';

/** Longest part of an instruction that is looked at: its beginning and its end say what is wanted. */
const HEAD = 800;
const TAIL = 400;

/** Text of a message, without what tools gave and what models thought. */
export function textOf(message: Message): string {
  return message.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

/** What the user asks for: the last text of the user, its middle left out when it is long. */
export function instructionOf(request: GenerateRequest): string {
  const messages = request.messages;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i]!;
    if (message.role !== 'user') continue;
    const text = textOf(message);
    if (text.trim() !== '') return headAndTail(text);
  }
  return headAndTail(messages.map(textOf).join('\n'));
}

function headAndTail(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** Tool results at the end of a conversation, newest first, up to the last text of the user. */
export function trailingToolResults(
  request: GenerateRequest,
): readonly { readonly name: string; readonly failed: boolean; readonly output: string }[] {
  const results = [];
  for (let i = request.messages.length - 1; i >= 0; i--) {
    const message = request.messages[i]!;
    if (message.role === 'user' && message.content.some(({ type }) => type === 'text')) break;
    for (let k = message.content.length - 1; k >= 0; k--) {
      const part = message.content[k]!;
      if (part.type !== 'tool-result') continue;
      results.push({ name: part.name, failed: part.isError === true, output: JSON.stringify(part.output) });
    }
  }
  return results;
}
