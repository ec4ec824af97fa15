import { z } from 'zod';

const chatBody = z.object({ messages: z.array(z.object({ content: z.unknown() })) });

/** All texts of a chat request in OpenAI's form, one after the other. */
export function messagesOf(body: unknown): string {
  return chatBody
    .parse(body)
    .messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    .join('\n');
}
