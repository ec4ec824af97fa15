import type { Json } from '../../../core/runs/types';
import { readLiteral } from './literals';

export type JsonObject = Readonly<Record<string, Json>>;

/**
 * The object that a judge or user wrote: the whole text, else its first fenced block, else what stands between its outermost braces. JSON and
 * Python's literals are read alike, since models write both.
 * @returns undefined where there is none
 */
export function readJudge(text: string): JsonObject | undefined {
  const [, fenced] = /```(?:json|python)?\s*\n?(.*?)```/su.exec(text) ?? [];
  const braces = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const candidate of [text, fenced, braces]) {
    const value = candidate === undefined ? undefined : readLiteral(candidate, 'both');
    if (isObject(value)) return value;
  }
  return undefined;
}

/** As the reference reads it: only a fence at the very ends is taken off, and words of JSON are no literals of Python. */
export function readJudgeAsReference(text: string): JsonObject | undefined {
  const trimmed = text.trim();
  const begun = trimmed.startsWith('```json') ? trimmed.slice(7) : trimmed;
  const value = readLiteral((begun.endsWith('```') ? begun.slice(0, -3) : begun).replace(/^[ \t]+/u, ''), 'python');
  return isObject(value) ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
