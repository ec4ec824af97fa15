import type { Json } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { JsonReader } from './jsonReader';
import type { ParsedCall } from './parsedReply';

/** Members that hold a call's name and its arguments, most usual first. */
export const nameKeys = ['name', 'function'] as const;
export const argumentKeys = ['arguments', 'parameters', 'args'] as const;

/** Members that occur in calls and in lists of calls; an object with others may be something else. */
const callKeys: ReadonlySet<string> = new Set([...nameKeys, ...argumentKeys, 'tool_calls', 'thought', 'id', 'type']);

export function isCallKey(key: string): boolean {
  return callKeys.has(key);
}

/**
 * The calls that a value stands for: `{name, arguments}`, OpenAI's `{function: {name, arguments}}`, or xLAM-1's
 * `{tool_calls: [...]}`. Arguments may be written as a string of JSON.
 *
 * @param known names of functions that may be called without arguments
 * @returns undefined when it is no call
 */
export function callsOf(value: Json, known: ReadonlySet<string>): readonly ParsedCall[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { tool_calls: list, function: wrapped } = value;
  if (isJsonArray(list)) return list.flatMap((call) => callsOf(call, known) ?? []);
  if (isJsonObject(wrapped)) return callsOf(wrapped, known);
  const name = nameKeys.map((key) => value[key]).find((each) => typeof each === 'string');
  if (typeof name !== 'string' || name === '') return undefined;
  const key = argumentKeys.find((each) => value[each] !== undefined);
  if (key === undefined) return known.has(name) ? [parsedCall(name, {})] : undefined;
  const given = decoded(value[key]);
  return given === undefined ? undefined : [parsedCall(name, given)];
}

/** What streams as it comes has its own text already. */
export function parsedCall(name: string, given: Readonly<Record<string, Json>>, text?: string): ParsedCall {
  return { name, arguments: given, argumentsText: text ?? JSON.stringify(given) };
}

function decoded(value: Json | undefined): Readonly<Record<string, Json>> | undefined {
  if (value === null || value === '') return {};
  if (typeof value !== 'string') return isJsonObject(value) ? value : undefined;
  const reader = new JsonReader();
  for (let at = 0; at < value.length; at++) {
    const step = reader.push(value.charAt(at));
    if (step === 'bad') return undefined;
    if (step === 'done')
      return value.slice(at + 1).trim() === '' && isJsonObject(reader.value) ? reader.value : undefined;
  }
  return undefined;
}
