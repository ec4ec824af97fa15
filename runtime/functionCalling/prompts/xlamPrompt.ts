import { isExactArray, isExactObject, type ExactJson } from '../json/exactJson';
import { pythonJson } from '../json/pythonJson';
import type { Conversation, Turn } from './conversation';

/** By the model that was trained on: Qwen 2.5 (1B, 3B, 32B) or Llama 3 (8B, 70B). */
export type XlamFamily = 'xlam-qwen' | 'xlam-llama';
export const xlamFamilies: readonly XlamFamily[] = ['xlam-qwen', 'xlam-llama'];

/**
 * A piece of a prompt. Only 'special' pieces may be read as special tokens: everything else must be tokenised as plain
 * text, or a file that holds `<|im_end|>` could forge a turn.
 */
export interface PromptPiece {
  readonly kind: 'special' | 'text';
  readonly text: string;
}

interface Markers {
  readonly begin: readonly PromptPiece[];
  /** What stands before the text of a turn. */
  readonly head: (role: string) => readonly PromptPiece[];
  readonly end: PromptPiece;
  readonly toolRole: string;
}

const special = (text: string): PromptPiece => ({ kind: 'special', text });
const plain = (text: string): PromptPiece => ({ kind: 'text', text });

const markersOf: Readonly<Record<XlamFamily, Markers>> = {
  'xlam-qwen': {
    begin: [],
    head: (role) => [special('<|im_start|>'), plain(`${role}\n`)],
    end: special('<|im_end|>'),
    toolRole: 'tool',
  },
  'xlam-llama': {
    begin: [special('<|begin_of_text|>')],
    head: (role) => [special('<|start_header_id|>'), plain(role), special('<|end_header_id|>'), plain('\n\n')],
    end: special('<|eot_id|>'),
    toolRole: 'ipython',
  },
};

const defaultSystem = 'You are a helpful assistant that can use tools. You are developed by Salesforce xLAM team.';

/**
 * How calls are to be written. The bytes are those of the models' own template, the blank before the first line end too
 * (https://huggingface.co/Salesforce/xLAM-2-3b-fc-r, Berkeley Function-Calling Leaderboard).
 */
export const xlamInstruction = [
  'You have access to a set of tools. When using tools, make calls in a single JSON array: ',
  '',
  '[{"name": "tool_call_name", "arguments": {"arg1": "value1", "arg2": "value2"}}, ... (additional parallel tool calls as needed)]',
  '',
  "If no tool is suitable, state that explicitly. If the user's input lacks required parameters, ask for clarification. " +
    'Do not interpret or respond until tool results are returned. Once they are available, process them or make ' +
    "additional calls if needed. For tasks that don't require tools, such as casual conversation or general advice, " +
    'respond directly in plain text. The available tools are:',
].join('\n');

/**
 * The prompt of an xLAM-2 model, up to where its answer begins.
 *
 * One thing differs from the models' own template on purpose: that one leaves the instruction out when the caller gives a
 * system text, so that the model sees tools and is never told how to call them. Here it always stands with tools.
 */
export function xlamPrompt(conversation: Conversation, family: XlamFamily): readonly PromptPiece[] {
  const markers = markersOf[family];
  const turn = (role: string, text: string) => [...markers.head(role), plain(text), markers.end];
  return joined([
    ...markers.begin,
    ...turn('system', systemText(conversation)),
    ...conversation.turns.flatMap((each) => textsOf(each, markers).flatMap(([role, text]) => turn(role, text))),
    ...markers.head('assistant'),
  ]);
}

export function promptText(pieces: readonly PromptPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function systemText({ system, tools }: Conversation): string {
  const text = `${trimmed(system ?? defaultSystem)}\n`;
  if (tools.length === 0) return text;
  return `${text}${xlamInstruction}\n\n${tools.map((tool) => `${pythonJson(tool, 4)}\n\n`).join('')}`;
}

function textsOf(turn: Turn, { toolRole }: Markers): readonly (readonly [role: string, text: string])[] {
  switch (turn.kind) {
    case 'text':
      return [[turn.role, trimmed(turn.text)]];
    case 'calls':
      return [['assistant', turn.calls.length === 0 ? '[]\n' : xlamCalls(turn.calls)]];
    case 'results':
      return turn.results.map((result) => [toolRole, resultText(result)]);
  }
}

/** Calls as the model writes them. */
export function xlamCalls(calls: readonly { readonly name: string; readonly arguments: ExactJson }[]): string {
  return pythonJson(
    calls.map(
      (call) =>
        new Map<string, ExactJson>([
          ['name', call.name],
          ['arguments', call.arguments],
        ]),
    ),
  );
}

function resultText(result: ExactJson): string {
  if (typeof result === 'string') return result;
  if (isExactArray(result) || isExactObject(result)) return pythonJson(result);
  // Jinja prints a bare value as Python does.
  if (result === null || typeof result === 'boolean')
    return { null: 'None', true: 'True', false: 'False' }[`${result}`];
  return pythonJson(result);
}

/** Python's `str.strip()`: separators of files and groups are white space to it, the byte-order mark is not. */
function trimmed(text: string): string {
  const isSpace = (at: number) => /[^\S\ufeff]/.test(text.charAt(at)) || pythonSpaces.has(text.charCodeAt(at));
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(from)) from++;
  while (to > from && isSpace(to - 1)) to--;
  return text.slice(from, to);
}

const pythonSpaces: ReadonlySet<number> = new Set([0x1c, 0x1d, 0x1e, 0x1f, 0x85]);

function joined(pieces: readonly PromptPiece[]): readonly PromptPiece[] {
  const result: PromptPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.text === '') continue;
    if (last?.kind === 'text' && piece.kind === 'text') result[result.length - 1] = plain(last.text + piece.text);
    else result.push(piece);
  }
  return result;
}
