import { parseReply } from '../../functionCalling';
import type { FinishReason, GenerateRequest, Usage } from '../../gateway/types';
import { GatewayError } from '../../gateway/gatewayError';
import type { AgentEvent, Generate, TraceCall } from '../types';
import type { Thought } from '../traces';
import { TextGate } from './textGate';

/** What came of one call of a model. */
export interface ModelAnswer {
  readonly call: string;
  readonly decision: string;
  readonly model: string;
  readonly text: string;
  readonly reasoning: string;
  readonly thoughts: readonly Thought[];
  readonly calls: readonly TraceCall[];
  /** Text of calls that cannot be read. */
  readonly malformed: readonly string[];
  readonly finish: FinishReason;
  readonly usage: Usage;
  /** Micro-dollars. */
  readonly cost: number;
  readonly started: number;
  readonly milliseconds: number;
  readonly firstTokenMs: number | undefined;
  /** Context of the model; undefined: not known. */
  readonly contextTokens: number | undefined;
  /** It wrote its calls as text. */
  readonly asText: boolean;
  /** Of a model of this machine: how often its provider told it what is wrong, and what is left out all the same. */
  readonly repaired: { readonly repairs: number; readonly dropped: number; readonly warnings: readonly string[] };
}

export interface AskOptions {
  readonly generate: Generate;
  readonly emit: (event: AgentEvent) => void;
  /** Unique in the run: for calls that were written as text, or whose provider counts anew in each answer. */
  readonly newId: () => string;
  /** Whether a call of an earlier answer has this id. */
  readonly isTaken: (id: string) => boolean;
  readonly now: () => number;
}

/**
 * Asks a model once and tells its words as they come.
 * @throws GatewayError, AbortError
 */
export async function askModel(
  request: GenerateRequest,
  { generate, emit, newId, isTaken, now }: AskOptions,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const started = now();
  const gate = new TextGate((text) => emit({ type: 'text', text }));
  const thoughts: Thought[] = [];
  const calls: TraceCall[] = [];
  const freeId = (id: string) => (isTaken(id) || calls.some((each) => each.id === id) ? newId() : id);
  let text = '';
  let firstTokenMs: number | undefined;
  let contextTokens: number | undefined;
  const warnings: string[] = [];
  for await (const event of generate(request, signal)) {
    switch (event.type) {
      case 'started':
        ({ contextTokens } = event);
        break;
      case 'text':
        firstTokenMs ??= now() - started;
        text += event.text;
        gate.push(event.text);
        break;
      case 'reasoning':
        firstTokenMs ??= now() - started;
        addThought(thoughts, event);
        if (event.text !== '') emit({ type: 'reasoning', text: event.text });
        break;
      case 'tool-call':
        firstTokenMs ??= now() - started;
        calls.push({ id: freeId(event.id), name: event.name, input: event.input });
        break;
      case 'warning':
        emit({ type: 'warning', message: event.message });
        warnings.push(event.message);
        break;
      case 'finish': {
        const { call, decision, model, finish, usage, cost } = event;
        const written = calls.length > 0 ? undefined : writtenAsText(text, request, newId);
        if (written?.text !== '') gate.release();
        return {
          ...{ call, decision, model, finish, usage, cost, started, firstTokenMs, thoughts, contextTokens },
          text: written?.text ?? text,
          calls: written?.calls ?? calls,
          malformed: written?.malformed ?? [],
          repaired: { repairs: event.reply?.repairs ?? 0, dropped: event.reply?.dropped ?? 0, warnings },
          asText: (written?.calls.length ?? 0) > 0,
          reasoning: thoughts.map((thought) => thought.text).join(''),
          milliseconds: now() - started,
        };
      }
      default:
        break;
    }
  }
  signal.throwIfAborted();
  throw new GatewayError('internal', 'An answer did not end.', 'Report this with the log.');
}

/** Pieces of a thought that follow each other are one; a signature ends it. */
function addThought(
  thoughts: Thought[],
  { text, signature }: { readonly text: string; readonly signature?: string | undefined },
): void {
  const last = thoughts.at(-1);
  if (last?.signature === undefined && last !== undefined) {
    thoughts[thoughts.length - 1] = { type: 'reasoning', text: last.text + text, signature };
  } else thoughts.push({ type: 'reasoning', text, signature });
}

/**
 * Models that are served without a parser for their syntax write calls as text. Only an answer that is a call of one of the
 * tools counts, or one that was meant as such and cannot be read.
 */
function writtenAsText(
  text: string,
  { tools = [], toolChoice }: GenerateRequest,
  newId: () => string,
): Pick<ModelAnswer, 'text' | 'calls' | 'malformed'> | undefined {
  if (tools.length === 0 || toolChoice?.kind === 'none' || !/[[{]/.test(text)) return undefined;
  const known = tools.map(({ name }) => name);
  const reply = parseReply(text, { known });
  const calls = reply.calls.filter(({ name }) => known.includes(name));
  const malformed = reply.malformed.filter((each) => known.some((name) => each.includes(name)));
  if (calls.length === 0 && malformed.length === 0) return undefined;
  return {
    text: reply.content,
    calls: calls.map(({ name, arguments: input }) => ({ id: newId(), name, input })),
    malformed,
  };
}
