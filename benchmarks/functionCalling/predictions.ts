/** What a model called: one `{id, toolCalls: [{name, arguments}]}` a line. */
import {
  exactJson,
  isExactArray,
  isExactObject,
  parseExactJson,
  pythonJson,
  type ExactJson,
  type ExactObject,
} from '../../runtime/functionCalling';
import type { Json, ReplyFacts } from '../../runtime/gateway/types';
import { BadInputError } from '../core/badInputError';
import { readUserJsonLines } from '../core/userJson';

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

/** @throws BadInputError with file and line for what is not a prediction */
export async function readPredictions(file: string): Promise<ReadonlyMap<string, Prediction>> {
  const predictions = new Map<string, Prediction>();
  for (const { place, value } of await readUserJsonLines(file)) {
    const id = isExactObject(value) ? value.get('id') : undefined;
    const calls = isExactObject(value) ? value.get('toolCalls') : undefined;
    if (typeof id !== 'string' || !isExactArray(calls)) {
      throw new BadInputError(`${place}: not a prediction. Needed are id and toolCalls (a list of {name, arguments}).`);
    }
    if (predictions.has(id)) throw new BadInputError(`${place}: there is already a prediction for ${id}.`);
    predictions.set(id, predictionOf(calls));
  }
  return predictions;
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
