/** Reads trajectories of others and our own, and says of each row what is wrong with it. */
import { z } from 'zod';
import { shareGptRow, unifiedRecord, type UnifiedRecord } from '../../../../runtime/agent';
import { checkToolCall, plainJson } from '../../../../runtime/functionCalling';
import { readUserJsonLines } from '../../../core/userJson';
import { unifiedFromShareGpt } from './shareGptOf';

export interface RowNote {
  /** File and line. */
  readonly place: string;
  /** 'problem': the row cannot be used. 'warning': it can, and something about it is unusual. */
  readonly kind: 'problem' | 'warning';
  readonly text: string;
}

export interface ReadTrajectories {
  readonly rows: readonly UnifiedRecord[];
  readonly notes: readonly RowNote[];
}

/**
 * JSON lines or one list, in the unified form, or in that of APIGen-MT-5k.
 * @throws BadInputError where the file cannot be read or is not JSON
 */
export async function readTrajectories(file: string): Promise<ReadTrajectories> {
  const rows: UnifiedRecord[] = [];
  const notes: RowNote[] = [];
  const seen = new Set<string>();
  for (const { place, value } of await readUserJsonLines(file)) {
    const warn = (text: string) => notes.push({ place, kind: 'warning', text });
    const plain = plainJson(value);
    const row = recordOf(plain, warn, `row-${rows.length + 1}`);
    if (row.kind === 'problem') {
      notes.push({ place, kind: 'problem', text: row.text });
      continue;
    }
    const { record } = row;
    if (seen.has(record.unique_trajectory_id)) {
      notes.push({ place, kind: 'problem', text: `The id ${record.unique_trajectory_id} is that of a row before.` });
      continue;
    }
    seen.add(record.unique_trajectory_id);
    for (const text of oddities(record)) warn(text);
    rows.push(record);
  }
  return { rows, notes };
}

type RecordOf =
  { readonly kind: 'record'; readonly record: UnifiedRecord } | { readonly kind: 'problem'; readonly text: string };

function recordOf(value: unknown, warn: (text: string) => void, fallbackId: string): RecordOf {
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) return { kind: 'problem', text: 'It is no JSON object.' };
  const plain = 'conversations' in object.data ? fromShareGpt(object.data, fallbackId) : tidied(object.data, warn);
  if (typeof plain === 'string') return { kind: 'problem', text: plain };
  const parsed = unifiedRecord.safeParse(plain);
  if (parsed.success) return { kind: 'record', record: parsed.data };
  return { kind: 'problem', text: z.prettifyError(parsed.error).slice(0, 600) };
}

function fromShareGpt(row: Readonly<Record<string, unknown>>, fallbackId: string): object | string {
  const parsed = shareGptRow.loose().safeParse(row);
  if (!parsed.success) return z.prettifyError(parsed.error).slice(0, 600);
  const metadata = z.record(z.string(), z.json()).safeParse(row.metadata).data ?? {};
  const { unique_trajectory_id: id, ...rest } = metadata;
  try {
    return { ...(unifiedFromShareGpt(parsed.data, typeof id === 'string' ? id : fallbackId, rest) as object) };
  } catch (error) {
    return `Its tools or a call are no JSON: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`;
  }
}

const KNOWN = ['unique_trajectory_id', 'task_instruction', 'tools', 'conversation', 'metadata'];

/** What others write a little differently, and what the format's converter leaves alone. */
function tidied(row: Readonly<Record<string, unknown>>, warn: (text: string) => void): object {
  const unknown = Object.keys(row).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) warn(`Left out: ${unknown.join(', ')}.`);
  const known = Object.fromEntries(Object.entries(row).filter(([key]) => KNOWN.includes(key)));
  const messages = z.array(z.looseObject({})).safeParse(row.conversation);
  const conversation = messages.success
    ? messages.data.map((message) => tidiedMessage(message, warn))
    : row.conversation;
  return { metadata: {}, ...known, conversation };
}

const written = z.looseObject({ function: z.looseObject({ arguments: z.string() }) });

function tidiedMessage(message: Readonly<Record<string, unknown>>, warn: (text: string) => void): object {
  const { tool_calls: calls, ...rest } = message;
  if (calls === undefined || calls === null) return rest;
  if (!Array.isArray(calls)) return message;
  if (calls.length === 0) {
    warn('An answer without calls has an empty tool_calls, which a converter takes for calls. It is left out.');
    return rest;
  }
  const read = (calls as readonly unknown[]).map((call) => {
    const texts = written.safeParse(call);
    if (!texts.success) return call;
    warn('Arguments of a call are a text; they are read as JSON.');
    return { ...texts.data, function: { ...texts.data.function, arguments: jsonOf(texts.data.function.arguments) } };
  });
  return { ...rest, tool_calls: read };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the form allows, and what is still no good example. */
function oddities({ conversation, tools }: UnifiedRecord): readonly string[] {
  const known = tools.map(({ function: { name, description, parameters } }) => ({
    ...{ name, description, inputSchema: parameters },
  }));
  const found: string[] = [];
  if (conversation[0]?.role !== 'user') found.push('It does not begin with a user.');
  const last = conversation.at(-1);
  if (last?.role !== 'assistant' || 'tool_calls' in last) found.push('It does not end with an answer in words.');
  for (const message of conversation) {
    if (!('tool_calls' in message)) continue;
    for (const { function: call } of message.tool_calls) {
      const checked = checkToolCall(call, known);
      if (checked.kind === 'invalid') found.push(checked.problems.map(({ message: text }) => text).join(' '));
    }
  }
  return [...new Set(found)];
}
