/** What a model called: one `{id, toolCalls: [{name, arguments}]}` a line. */
import {
  exactJson,
  isExactArray,
  isExactObject,
  parseExactJson,
  parseReply,
  pythonJson,
  type ExactJson,
  type ExactObject,
} from '../../runtime/functionCalling';
import type { Json, ReplyFacts } from '../../runtime/gateway/types';
import { BadInputError } from '../core/badInputError';
import { readUserJsonLines } from '../core/userJson';
import { isMultiTurnId } from './multiTurn/multiTurnQuestions';
import { parsePyCalls } from './multiTurn/python/pyLiteral';
import { toExact } from './multiTurn/python/pyValue';

export interface CalledFunction {
  readonly name: string;
  readonly arguments: ExactObject;
}

/** The calls of one reply; 'malformed': it tried to call and the calls cannot be read. */
export type Prediction = (
  | { readonly kind: 'calls'; readonly calls: readonly CalledFunction[] }
  | { readonly kind: 'malformed'; readonly reason: string }
) & {
  /** How the reply came about, as a model's run has written it down. */
  readonly facts?: AnswerFacts | undefined;
};

/** What is kept of each answer, so that figures can be traced back. Tokens as the model counts them. */
export interface AnswerFacts {
  readonly model: string;
  /** SHA-256 of the model's file; undefined: it is no file of this machine. */
  readonly modelHash: string | undefined;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly firstTokenMs: number | undefined;
  readonly totalMs: number;
  /** Micro-dollars. */
  readonly cost: number;
  /** Of models of this machine. */
  readonly reply?: ReplyFacts | undefined;
}

export interface PredictionSet {
  readonly single: ReadonlyMap<string, Prediction>;
  /** Of questions of several turns, each as `turnPrediction` reads it. */
  readonly turns: ReadonlyMap<string, ExactJson>;
}

/**
 * Lines of `{id, toolCalls}` or, for questions of several turns, `{id, turns}`; or the leaderboard's own `{id, result}`, where
 * the result is the text of a reply, a list of `{name: arguments}`, or a list of turns.
 * @throws BadInputError with file and line for what is not a prediction
 */
export async function readPredictionSet(file: string): Promise<PredictionSet> {
  const single = new Map<string, Prediction>();
  const turns = new Map<string, ExactJson>();
  for (const { place, value } of await readUserJsonLines(file)) {
    const id = isExactObject(value) ? value.get('id') : undefined;
    const calls = isExactObject(value) ? value.get('toolCalls') : undefined;
    const listed = isExactObject(value) ? value.get('turns') : undefined;
    const result = isExactObject(value) ? value.get('result') : undefined;
    if (typeof id !== 'string' || !(isExactArray(calls) || isExactArray(listed) || result !== undefined)) {
      throw new BadInputError(
        `${place}: not a prediction. Needed are id and toolCalls (a list of {name, arguments}), or turns (of several turns: ` +
          `a list of turns, each a list of steps, each a list of {name, arguments}), or the leaderboard's result.`,
      );
    }
    if (single.has(id) || turns.has(id)) throw new BadInputError(`${place}: there is already a prediction for ${id}.`);
    if (isExactArray(calls)) single.set(id, predictionOf(calls));
    else if (isMultiTurnId(id) || isExactArray(listed)) turns.set(id, listed ?? result ?? null);
    else single.set(id, resultPrediction(result ?? null));
  }
  return { single, turns };
}

/** Predictions for questions that one reply answers. */
export async function readPredictions(file: string): Promise<ReadonlyMap<string, Prediction>> {
  return (await readPredictionSet(file)).single;
}

/** @param calls as in a prediction; an empty object is no call */
export function predictionOf(calls: readonly ExactJson[]): Prediction {
  const read: CalledFunction[] = [];
  for (const call of calls) {
    if (isExactObject(call) && call.size === 0) continue;
    const name = isExactObject(call) ? call.get('name') : undefined;
    const given = isExactObject(call) ? argumentsOf(call.get('arguments')) : undefined;
    if (typeof name !== 'string') return { kind: 'malformed', reason: 'a call has no name' };
    if (given === undefined) return { kind: 'malformed', reason: `the arguments of ${name} are no object` };
    read.push({ name, arguments: given });
  }
  return { kind: 'calls', calls: read };
}

/** What the leaderboard keeps of a reply: its text, or `[{name: arguments}]` of a model that calls by itself. */
function resultPrediction(result: ExactJson): Prediction {
  if (isExactArray(result)) return predictionOf(result.map(standardCall));
  if (typeof result !== 'string')
    return { kind: 'malformed', reason: 'the result is neither text nor a list of calls' };
  const python = pythonCalls(result);
  if (python !== undefined) return python;
  const { calls, malformed } = parseReply(result);
  if (calls.length === 0 && malformed.length > 0) return { kind: 'malformed', reason: 'its calls cannot be read' };
  return {
    kind: 'calls',
    calls: calls.map(({ name, argumentsText }) => ({ name, arguments: argumentsOf(argumentsText) ?? new Map() })),
  };
}

/** `{name: arguments}` becomes `{name, arguments}`. */
function standardCall(call: ExactJson): ExactJson {
  const [entry] = isExactObject(call) ? call : [];
  if (!isExactObject(call) || call.size !== 1 || entry === undefined || entry[0] === 'name') return call;
  return new Map<string, ExactJson>([
    ['name', entry[0]],
    ['arguments', entry[1]],
  ]);
}

/** @returns undefined when it is no list of calls in Python, each with named arguments only */
function pythonCalls(text: string): Prediction | undefined {
  try {
    const calls = parsePyCalls(text.trim());
    if (calls.some(({ positional }) => positional.length > 0)) return undefined;
    return {
      kind: 'calls',
      calls: calls.map(({ name, named }) => ({
        name,
        arguments: new Map(named.map(([key, value]) => [key, value.kind === 'value' ? toExact(value.value) : ''])),
      })),
    };
  } catch {
    return undefined;
  }
}

/** Also as a string of JSON, as OpenAI writes them; nothing at all is an empty object. */
function argumentsOf(value: ExactJson | undefined): ExactObject | undefined {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'string') return isExactObject(value) ? value : undefined;
  try {
    const parsed = parseExactJson(value);
    return isExactObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The form that `readPredictions` reads; a reply that could not be read is written as a call without a name. */
export function predictionLines(predictions: ReadonlyMap<string, Prediction>): string {
  return [...predictions].map(([id, prediction]) => predictionLine(id, prediction)).join('');
}

export function predictionLine(id: string, prediction: Prediction): string {
  const { facts } = prediction;
  const calls =
    prediction.kind === 'malformed'
      ? [new Map<string, ExactJson>([['malformed', prediction.reason]])]
      : prediction.calls.map(
          (call) =>
            new Map<string, ExactJson>([
              ['name', call.name],
              ['arguments', call.arguments],
            ]),
        );
  const line = new Map<string, ExactJson>([
    ['id', id],
    ['toolCalls', calls],
  ]);
  if (facts) line.set('facts', exactJson(JSON.parse(JSON.stringify(facts)) as Json));
  return `${pythonJson(line)}\n`;
}
