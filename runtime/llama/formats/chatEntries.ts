import { BadFormError, exactJson, inCallOrder, pythonJson, type IdentifiedCall } from '../../functionCalling';
import type { Json, Message, MessagePart } from '../../gateway/types';

/** What templates know: one of these a message. */
export type ChatEntry =
  | { readonly kind: 'system' | 'user'; readonly text: string }
  | { readonly kind: 'assistant'; readonly text: string; readonly calls: readonly EntryCall[] }
  | { readonly kind: 'result'; readonly id: string; readonly name: string; readonly text: string };

export interface EntryCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Json;
}

/**
 * Messages as entries. Results stand behind their calls in the order of these, each call has one, and ids are such as every
 * template takes (Mistral's want nine letters and digits).
 * @throws BadFormError for pictures
 */
export function chatEntries(messages: readonly Message[]): readonly ChatEntry[] {
  const entries: ChatEntry[] = [];
  let count = 0;
  let open:
    { readonly calls: readonly (IdentifiedCall & { readonly own: EntryCall })[]; results: Result[] } | undefined;
  const settle = () => {
    if (open && open.results.length > 0) {
      const { calls, results } = open;
      inCallOrder(calls, results).forEach((output, index) => {
        const own = calls[index]?.own ?? { id: idOf(count++), name: 'unknown' };
        entries.push({
          kind: 'result',
          id: own.id,
          name: own.name,
          text: typeof output === 'string' ? output : pythonJson(output),
        });
      });
    }
    open = undefined;
  };
  for (const { role, content } of messages) {
    const results = content.flatMap((part) => (part.type === 'tool-result' ? [part] : []));
    if (results.length > 0) {
      open ??= { calls: [], results: [] };
      open.results.push(...results.map((part) => ({ id: part.id, output: resultText(part) })));
    }
    const text = textOf(content);
    const calls = content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
    if (role === 'tool' || (results.length > 0 && calls.length === 0 && text === '')) continue;
    settle();
    if (role !== 'assistant') {
      entries.push({ kind: role, text });
      continue;
    }
    const made = calls.map((part) => ({
      id: part.id,
      name: part.name,
      arguments: exactJson(part.input),
      own: { id: idOf(count++), name: part.name, arguments: part.input },
    }));
    entries.push({ kind: 'assistant', text, calls: made.map(({ own }) => own) });
    if (made.length > 0) open = { calls: made, results: [] };
  }
  settle();
  return entries;
}

interface Result {
  readonly id: string;
  readonly output: string;
}

/** Text stands as it is; a failure is said to be one. */
export function resultText({ output, isError }: Extract<MessagePart, { readonly type: 'tool-result' }>): string {
  const text = typeof output === 'string' ? output : pythonJson(exactJson(output));
  return isError === true && !/^\W*error/i.test(text) ? `Error: ${text}` : text;
}

/** Replies that have several calls become several with one each, for models that write one at a time. */
export function oneCallEach(entries: readonly ChatEntry[]): readonly ChatEntry[] {
  const resultOf = new Map(entries.flatMap((entry) => (entry.kind === 'result' ? [[entry.id, entry] as const] : [])));
  const moved = new Set<ChatEntry>();
  return entries.flatMap((entry): readonly ChatEntry[] => {
    if (moved.has(entry)) return [];
    if (entry.kind !== 'assistant' || entry.calls.length < 2) return [entry];
    return entry.calls.flatMap((call, index) => {
      const result = resultOf.get(call.id);
      if (result) moved.add(result);
      return [{ ...entry, text: index === 0 ? entry.text : '', calls: [call] }, ...(result ? [result] : [])];
    });
  });
}

/** One system text at the beginning, and no two turns of one side after each other: what strict templates ask for. */
export function alternating(entries: readonly ChatEntry[]): readonly ChatEntry[] {
  const system = entries.filter(({ kind }) => kind === 'system').map((entry) => ('text' in entry ? entry.text : ''));
  const joined: ChatEntry[] = system.length > 0 ? [{ kind: 'system', text: system.join('\n\n') }] : [];
  for (const entry of entries) {
    const last = joined.at(-1);
    if (entry.kind === 'system') continue;
    if (entry.kind === 'user' && last?.kind === 'user')
      joined[joined.length - 1] = { kind: 'user', text: both(last, entry) };
    else if (entry.kind === 'assistant' && last?.kind === 'assistant' && last.calls.length === 0) {
      joined[joined.length - 1] = { ...entry, text: both(last, entry) };
    } else joined.push(entry);
  }
  return joined;
}

/** For templates that know no system text: it stands before what the user says first. */
export function systemInUser(entries: readonly ChatEntry[]): readonly ChatEntry[] {
  const [first, second, ...others] = alternating(entries);
  if (first?.kind !== 'system') return entries;
  if (second?.kind === 'user') return [{ kind: 'user', text: both(first, second) }, ...others];
  return [{ kind: 'user', text: first.text }, ...(second ? [second] : []), ...others];
}

/** For templates that want an answer between a result and what the user says next: an empty one. */
export function answered(entries: readonly ChatEntry[]): readonly ChatEntry[] {
  return entries.flatMap((entry, index) => {
    const afterResult = entry.kind === 'user' && entries[index - 1]?.kind === 'result';
    return afterResult ? [{ kind: 'assistant', text: '', calls: [] }, entry] : [entry];
  });
}

function both(one: { readonly text: string }, other: { readonly text: string }): string {
  return [one.text, other.text].filter((text) => text !== '').join('\n\n');
}

function idOf(index: number): string {
  return `call${String(index).padStart(5, '0')}`;
}

function textOf(content: readonly MessagePart[]): string {
  return content
    .map((part) => {
      if (part.type === 'image') throw new BadFormError('This model reads text only; leave the image out.');
      return part.type === 'text' ? part.text : '';
    })
    .join('');
}
