import type { Message } from '../../runtime/gateway/types';

/** A prompt as one text, for people: the parts of each message under its role. */
export function promptText(messages: readonly Message[]): string {
  return messages
    .map(({ role, content }) => {
      const parts = content.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part, null, 2)));
      return messages.length === 1 ? parts.join('\n') : `[${role}]\n${parts.join('\n')}`;
    })
    .join('\n\n');
}
