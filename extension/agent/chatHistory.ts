/** The conversation so far, of VS Code's turns. No 'vscode': turns by their form, tested in plain Node. */
import type { Message } from '../../runtime/gateway/protocol';

/** What a result of ours carries for the turns that follow. */
export interface AnswerMetadata {
  readonly conversation: string;
  /** Id of the run; undefined when none was begun. */
  readonly run: string | undefined;
  readonly status: string | undefined;
  /** What the model said, without our own lines between. */
  readonly text: string;
  /** Files were changed, or programs run. */
  readonly changed: boolean;
}

/** A turn by its form: a request has a prompt, an answer a result. */
export interface ChatTurn {
  readonly participant: string;
  readonly prompt?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly result?: unknown;
}

/** Turns of this participant as messages, oldest first; what others said in the same view is none of the model's business. */
export function toHistory(turns: readonly ChatTurn[], participant: string): readonly Message[] {
  return turns
    .filter((turn) => turn.participant === participant)
    .flatMap((turn): readonly Message[] => {
      const role = 'result' in turn ? 'assistant' : 'user';
      const text = role === 'user' ? promptOf(turn) : answerOf(turn);
      return text.trim() === '' ? [] : [{ role, content: [{ type: 'text', text }] }];
    });
}

/** The metadata of the last answer of this conversation; undefined in a new one. */
export function lastAnswer(turns: readonly ChatTurn[], participant: string): AnswerMetadata | undefined {
  const own = turns.filter((turn) => turn.participant === participant && 'result' in turn);
  return own.map(({ result }) => metadataOf(result)).findLast((metadata) => metadata !== undefined);
}

/** @param result of VS Code, or of an earlier version of ours */
export function metadataOf(result: unknown): AnswerMetadata | undefined {
  if (typeof result !== 'object' || result === null || !('metadata' in result)) return undefined;
  const { metadata } = result;
  if (typeof metadata !== 'object' || metadata === null || !('conversation' in metadata)) return undefined;
  const { conversation } = metadata;
  if (typeof conversation !== 'string') return undefined;
  return {
    conversation,
    run: 'run' in metadata && typeof metadata.run === 'string' ? metadata.run : undefined,
    status: 'status' in metadata && typeof metadata.status === 'string' ? metadata.status : undefined,
    text: 'text' in metadata && typeof metadata.text === 'string' ? metadata.text : '',
    changed: 'changed' in metadata && metadata.changed === true,
  };
}

function promptOf({ prompt, command }: ChatTurn): string {
  // Commands that ask nothing of a model.
  return typeof prompt !== 'string' || command === 'tools' || command === 'resume' ? '' : prompt;
}

function answerOf({ response, result }: ChatTurn): string {
  const text = metadataOf(result)?.text ?? '';
  if (text !== '' || !Array.isArray(response)) return text;
  return response.map(markdownOf).join('');
}

function markdownOf(part: unknown): string {
  if (typeof part !== 'object' || part === null || !('value' in part)) return '';
  const { value } = part;
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'string'
    ? value.value
    : '';
}
