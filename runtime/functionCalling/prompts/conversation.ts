import type { Message, MessagePart, ToolDefinition } from '../../gateway/types';
import { exactJson, type ExactJson } from '../json/exactJson';
import { BadFormError } from '../badFormError';

/** What a prompt is made of, whatever form it came in. */
export interface Conversation {
  /** The caller's system text; undefined: the model's own. */
  readonly system: string | undefined;
  /** Bare definitions (`name`, `description`, `parameters`), written as they are. Empty: no tools. */
  readonly tools: readonly ExactJson[];
  readonly turns: readonly Turn[];
}

export type Turn =
  | { readonly kind: 'text'; readonly role: 'user' | 'assistant' | 'system'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly TurnCall[] }
  /** In the order of the calls before. Text stands as it is, all else is written as JSON. */
  | { readonly kind: 'results'; readonly results: readonly ExactJson[] };

export interface TurnCall {
  readonly name: string;
  readonly arguments: ExactJson;
}

/** A call of a message with the id that its result refers to. */
export interface IdentifiedCall extends TurnCall {
  readonly id: string | undefined;
}

export interface IdentifiedResult {
  readonly id: string | undefined;
  readonly output: ExactJson;
}

/** What stands for the result of a call that has none: results are told apart by their order alone. */
export const missingResult = 'Error: this call was not answered.';

/**
 * Results in the order of their calls: those with a known id at its call's place, the others in the places that are left.
 * Every call gets one, as a missing one would shift all others.
 */
export function inCallOrder(
  calls: readonly IdentifiedCall[],
  results: readonly IdentifiedResult[],
): readonly ExactJson[] {
  const byId = new Map(results.flatMap((result) => (result.id === undefined ? [] : [[result.id, result] as const])));
  const placed = new Set<IdentifiedResult>();
  const ordered = calls.map(({ id }) => {
    const found = id === undefined ? undefined : byId.get(id);
    if (found !== undefined) placed.add(found);
    return found;
  });
  const rest = results.filter((result) => !placed.has(result));
  const filled = ordered.map((result) => (result ?? rest.shift())?.output ?? missingResult);
  return [...filled, ...rest.map(({ output }) => output)];
}

/** Joins the results that follow each other and puts them in the order of their calls. */
export class ResultCollector {
  private calls: readonly IdentifiedCall[] = [];
  private readonly results: IdentifiedResult[] = [];
  private readonly turns: Turn[] = [];

  text(role: 'user' | 'assistant' | 'system', text: string): void {
    this.settle();
    this.turns.push({ kind: 'text', role, text });
  }

  called(calls: readonly IdentifiedCall[]): void {
    this.settle();
    this.calls = calls;
    this.turns.push({ kind: 'calls', calls: calls.map((call) => ({ name: call.name, arguments: call.arguments })) });
  }

  result(result: IdentifiedResult): void {
    this.results.push(result);
  }

  finish(): readonly Turn[] {
    this.settle();
    return this.turns;
  }

  private settle(): void {
    // Calls at the very end that nobody has answered yet get no made-up results.
    if (this.results.length > 0) {
      this.turns.push({ kind: 'results', results: inCallOrder(this.calls, this.results.splice(0)) });
    }
    this.calls = [];
  }
}

/**
 * @param messages of the gateway
 * @throws BadFormError for images, which the models of this kind cannot see
 */
export function conversationOf(messages: readonly Message[], tools: readonly ToolDefinition[]): Conversation {
  const [first, ...others] = messages;
  const system = first?.role === 'system' ? textOf(first.content) : undefined;
  const collector = new ResultCollector();
  for (const message of system === undefined ? messages : others) addMessage(collector, message);
  return { system, tools: tools.map(bareTool), turns: collector.finish() };
}

/** The form that the models were trained on: not wrapped in `{type, function}`. */
export function bareTool({ name, description, inputSchema }: ToolDefinition): ExactJson {
  return exactJson({ name, description, parameters: inputSchema });
}

function addMessage(collector: ResultCollector, { role, content }: Message): void {
  for (const part of content) {
    if (part.type === 'tool-result') collector.result({ id: part.id, output: exactJson(part.output) });
  }
  const calls = content.flatMap((part) =>
    part.type === 'tool-call' ? [{ id: part.id, name: part.name, arguments: exactJson(part.input) }] : [],
  );
  if (calls.length > 0) collector.called(calls);
  else if (role !== 'tool' && !content.some(({ type }) => type === 'tool-result'))
    collector.text(role, textOf(content));
}

function textOf(content: readonly MessagePart[]): string {
  return content
    .map((part) => {
      if (part.type === 'image') throw new BadFormError('This model reads text only; leave the image out.');
      return part.type === 'text' ? part.text : '';
    })
    .join('');
}
