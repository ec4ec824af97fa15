/** Infers from the next request of a conversation what became of the last answer; VS Code tells providers nothing. No 'vscode'. */
import { createHash } from 'node:crypto';
import type { Message, Outcome } from '../../runtime/gateway/protocol';

interface Answered {
  readonly decision: string;
  readonly model: string;
  /** Hash of the request's messages: of the texts themselves nothing is kept. */
  readonly asked: string;
  readonly turns: number;
  readonly toolCalls: readonly string[];
}

/** Conversations that are remembered. */
const most = 100;

/**
 * The same question again means that the answer would not do; a tool call that comes back with its result was run. Anything
 * else, silence too, means nothing.
 */
export class ChatOutcomes {
  private readonly last = new Map<string, Answered>();

  /** A request of a conversation: what it says of the answer before it. */
  asked(conversation: string, messages: readonly Message[], at: number): Outcome | undefined {
    const before = this.last.get(conversation);
    if (!before) return undefined;
    const { decision, model } = before;
    if (messages.length === before.turns && hashOf(messages) === before.asked) {
      this.last.delete(conversation);
      return { decision, model, event: 'asked-again', at };
    }
    const results = messages
      .slice(before.turns)
      .flatMap(({ content }) => content)
      .flatMap((part) => (part.type === 'tool-result' ? [part.id] : []));
    if (before.toolCalls.length > 0 && before.toolCalls.every((id) => results.includes(id))) {
      this.last.delete(conversation);
      return { decision, model, event: 'accepted', at };
    }
    return undefined;
  }

  answered(
    conversation: string,
    messages: readonly Message[],
    answer: { readonly decision: string; readonly model: string; readonly toolCalls: readonly string[] },
  ): void {
    this.last.delete(conversation);
    this.last.set(conversation, { ...answer, asked: hashOf(messages), turns: messages.length });
    const [oldest] = this.last.keys();
    if (this.last.size > most && oldest !== undefined) this.last.delete(oldest);
  }
}

function hashOf(messages: readonly Message[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex');
}
