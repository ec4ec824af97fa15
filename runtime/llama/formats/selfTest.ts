import { parseReply, promptText, type CallPath, type CallSyntax, type ParsedReply } from '../../functionCalling';
import type { Json, Message, MessagePart, ToolDefinition } from '../../gateway/types';
import type { CallForm, ChatFormat, ChatPrompt, ToolSupport } from './chatFormat';

/** Arguments with all that goes wrong on the way: quotes, line ends, other letters, numbers, lists, objects, nothing. */
const given: Readonly<Record<string, Json>> = {
  city: 'São "Paulo"\n',
  count: 3,
  exact: true,
  more: { tags: ['a', 'b\\'], none: null },
};

const tools: readonly ToolDefinition[] = ['look_up', 'count_all'].map((name) => ({
  name,
  description: `What ${name} is good for`,
  inputSchema: {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'City of the question' },
      count: { type: 'integer' },
      exact: { type: 'boolean' },
      more: { type: 'object' },
    },
    required: ['city'],
  },
}));

const say = (role: Message['role'], text: string): Message => ({ role, content: [{ type: 'text', text }] });
const call = (index: number): MessagePart => ({
  type: 'tool-call',
  id: `id-${index}`,
  name: tools[index]?.name ?? '',
  input: given,
});
const result = (index: number): Message => ({
  role: 'tool',
  content: [
    { type: 'tool-result', id: `id-${index}`, name: tools[index]?.name ?? '', output: `Result number ${index}` },
  ],
});
const asked = [say('system', 'Text of the system'), say('user', 'Question of the user')];

/**
 * Whether calls go round: the model is shown the tools, a call as the format writes it is read back as the same call, and its
 * result is shown. What a model writes is learnt from what the format writes.
 */
export function toolSupportOf(prompt: ChatFormat['prompt']): ToolSupport {
  try {
    const one = writtenCalls(prompt, [0]);
    if (typeof one === 'string') return { kind: 'none', reason: one };
    const two = attempt(() => writtenCalls(prompt, [0, 1]));
    const parallel = two !== undefined && typeof two !== 'string';
    return { kind: 'calls', form: formOf(one, parallel) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const said = cause instanceof Error ? cause.message : String(cause);
    return { kind: 'none', reason: `its template fails on calls: ${said.replace(/\.$/, '')}` };
  }
}

interface WrittenCalls {
  readonly text: string;
  readonly reply: ParsedReply;
}

/** @returns the reply that calls, or what is wrong */
function writtenCalls(prompt: ChatFormat['prompt'], indexes: readonly number[]): WrittenCalls | string {
  // A thought that the prompt begins for the model does not stand in what was written before.
  const before = promptText(prompt(asked, tools).pieces).replace(/<think>\s*$/, '');
  for (const [what, text] of [
    ['the text of the system', 'Text of the system'],
    ['the question', 'Question of the user'],
    ...tools.map(({ name }) => ['the tools', name] as const),
    ...tools.map(({ description }) => ['what tools are for', description] as const),
  ] as const) {
    if (!before.includes(text)) return `its template does not show ${what}`;
  }
  const answered: readonly Message[] = [
    ...asked,
    { role: 'assistant', content: indexes.map(call) },
    ...indexes.map(result),
  ];
  const after = promptText(prompt(answered, tools).pieces);
  const from = commonLength(before, after);
  const to = after.indexOf('Result number 0', from);
  if (to < 0 || indexes.some((index) => !after.includes(`Result number ${index}`)))
    return 'its template does not show results of tools';
  const text = after.slice(from, to);
  const reply = parseReply(text, { known: tools.map(({ name }) => name) });
  const expected = indexes.map((index) => JSON.stringify([tools[index]?.name, given]));
  const read = reply.calls.map(({ name, arguments: found }) => JSON.stringify([name, found]));
  if (read.length === 0) return 'calls as its template writes them cannot be read here';
  if (JSON.stringify(read) !== JSON.stringify(expected))
    return 'calls as its template writes them are not read as they were';
  const last = prompt([...answered, say('assistant', 'Answer of the assistant'), say('user', 'Thanks')], tools);
  if (!promptText(last.pieces).includes('Answer of the assistant')) return 'its template does not show answers';
  return { text, reply };
}

/** A call begins where the prompt for the reply ended; some templates write something else there once it was given. */
function commonLength(before: string, after: string): number {
  let length = 0;
  while (length < before.length && before[length] === after[length]) length++;
  return length;
}

function formOf({ text, reply }: WrittenCalls, parallel: boolean): CallForm {
  const path = reply.path ?? 'object';
  return { ...forms[path](text), parallel };
}

type Form = Omit<CallForm, 'parallel'>;

const forms: Readonly<Record<CallPath, (text: string) => Form>> = {
  array: () => ({ syntax: 'xlam', openings: ['['], afterText: false }),
  object: (text) => ({ syntax: objectSyntax(text), openings: ['{'], afterText: false }),
  fence: () => ({ syntax: undefined, openings: ['```'], afterText: true }),
  tool_call: () => ({ syntax: 'hermes', openings: ['<tool_call>'], afterText: true }),
  TOOL_CALLS: (text) => ({ syntax: mistralSyntax(text), openings: ['[TOOL_CALLS]'], afterText: true }),
  python_tag: () => ({ syntax: undefined, openings: ['<|python_tag|>'], afterText: true }),
  'python-calls': () => ({ syntax: undefined, openings: ['['], afterText: false }),
};

function objectSyntax(text: string): CallSyntax {
  return text.includes('"parameters"') ? 'llama-json' : 'object';
}

function mistralSyntax(text: string): CallSyntax {
  return /\[TOOL_CALLS\]\s*\[/.test(text) ? 'mistral' : 'mistral-named';
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What ends an answer, as the format writes it: the marker behind it, or the text before the next turn. */
export function endsOf(prompt: (messages: readonly Message[]) => ChatPrompt): {
  readonly stop: readonly string[];
  readonly stopTokens: readonly string[];
} {
  const answer = 'Answer of the assistant';
  const next = 'Thanks for that';
  const written = attempt(() => prompt([...asked.slice(1), say('assistant', answer), say('user', next)]).pieces);
  const index = written?.findIndex(({ text }) => text.includes(answer)) ?? -1;
  const piece = written?.[index];
  if (!written || piece === undefined) return { stop: [], stopTokens: [] };
  const rest = piece.text.slice(piece.text.indexOf(answer) + answer.length);
  const following = written[index + 1];
  if (rest.trim() === '' && following?.kind === 'special') return { stop: [], stopTokens: [following.text] };
  const between = rest.split(next, 1).join('').trim();
  return { stop: between === '' ? [] : [between], stopTokens: [] };
}
