/** Predictions for questions of several turns: by turn and step. */
import {
  isExactArray,
  isExactObject,
  parseExactJson,
  parseReply,
  type ExactJson,
} from '../../../runtime/functionCalling';
import { predictionOf, type CalledFunction } from '../predictions';
import type { TurnCalls } from './checkTurns';
import { parsePyCalls, type PyCall } from './python/pyLiteral';
import { fromExact } from './python/pyValue';

/** 'malformed': there are no turns, e.g. an error text of the harness. */
export type TurnPrediction =
  | {
      readonly kind: 'turns';
      readonly turns: TurnCalls;
      /** Steps that tried to call and cannot be read. */
      readonly malformedSteps: number;
    }
  | { readonly kind: 'malformed'; readonly reason: string };

/**
 * @param value a list of turns, each a list of steps. A step is a list of calls: `{name, arguments}`, `{name: arguments}` as the
 *   leaderboard's function-calling models leave it (arguments may be JSON text), or calls in Python as text; or the text of a reply.
 */
export function turnPrediction(value: ExactJson): TurnPrediction {
  if (!isExactArray(value)) return { kind: 'malformed', reason: 'there is no list of turns' };
  let malformedSteps = 0;
  const turns = value.map((turn) =>
    (isExactArray(turn) ? turn : [turn]).flatMap((step) => {
      const calls = stepCalls(step);
      if (calls === undefined) malformedSteps++;
      return calls === undefined || calls.length === 0 ? [] : [calls];
    }),
  );
  return { kind: 'turns', turns, malformedSteps };
}

/** @returns undefined: it tried to call and cannot be read; none: it says something */
export function stepCalls(step: ExactJson): readonly PyCall[] | undefined {
  if (typeof step === 'string') return replyCalls(step);
  if (isExactObject(step)) return stepCalls([step]);
  if (!isExactArray(step)) return [];
  const calls: PyCall[] = [];
  for (const each of step) {
    const read = typeof each === 'string' ? replyCalls(each) : listedCall(each);
    if (read === undefined) return undefined;
    calls.push(...read);
  }
  return calls;
}

/** A called function as Python's checker runs it. */
export function pyCallOf({ name, arguments: given }: CalledFunction): PyCall {
  return {
    name,
    positional: [],
    named: [...given].map(([key, value]) => [key, { kind: 'value', value: fromExact(value) }]),
  };
}

/** The text of a reply: calls as Python writes them, or in any syntax that models use. */
export function replyCalls(text: string): readonly PyCall[] | undefined {
  const bare = text.trim();
  try {
    return parsePyCalls(bare);
  } catch {
    // Then it is another syntax, or no call.
  }
  const { calls, malformed } = parseReply(bare);
  if (calls.length === 0) return malformed.length > 0 ? undefined : [];
  return calls.map(({ name, argumentsText }) => {
    const given = parseExactJson(argumentsText);
    return pyCallOf({ name, arguments: isExactObject(given) ? given : new Map() });
  });
}

function listedCall(call: ExactJson): readonly PyCall[] | undefined {
  if (!isExactObject(call)) return undefined;
  const [entry] = call;
  const single = call.size === 1 && entry !== undefined && entry[0] !== 'name';
  const standard = single
    ? new Map<string, ExactJson>([
        ['name', entry[0]],
        ['arguments', entry[1]],
      ])
    : call;
  const read = predictionOf([standard]);
  return read.kind === 'calls' ? read.calls.map(pyCallOf) : undefined;
}
