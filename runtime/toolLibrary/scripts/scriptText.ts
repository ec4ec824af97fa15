/** Small pieces that all kinds of scripts share. */
import type { Json } from '../../gateway/types';
import { quoted } from '../../tools/execution';
import { ToolError } from '../../tools/toolError';
import type { ToolEffect, ToolParameter, ToolSource } from '../types';

/** What a script may do is not known by its name. */
export const scriptEffects: readonly ToolEffect[] = ['files', 'process', 'unknown'];

/** A name that models can call. */
export function scriptName(kind: string, name: string): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return `${kind}_${plain === '' ? 'default' : plain}`.slice(0, 64);
}

export function scriptSource(path: string, text: string, start: number, end: number): ToolSource {
  return { path, start, end, text: text.slice(start, end), exported: true, asynchronous: false };
}

/** Words for the end of a command line. */
export function moreArguments(description: string): ToolParameter {
  return {
    name: 'arguments',
    schema: { type: 'array', items: { type: 'string' } },
    required: false,
    description,
    passing: 'rest',
  };
}

/** @throws ToolError where a value is no text, number or truth value */
export function wordOf(value: Json | undefined, name: string): string {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new ToolError(`“${name}” has a NUL in it.`);
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ToolError(`“${name}” has to be a text or a number.`);
}

/** @throws ToolError where it is no list of words */
export function wordsOf(value: Json | undefined, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((each: Json) => wordOf(each, name)) : [wordOf(value, name)];
}

export function quotedWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The first program that a line of shell starts; undefined where that is no plain word. */
export function firstProgram(line: string): string | undefined {
  const words = line
    .trim()
    .replace(/^[@+-]+/, '')
    .split(/\s+/);
  const at = words.findIndex((each) => !/^\w+=/.test(each));
  const word = words[at];
  return word !== undefined && /^[\w./-]+$/.test(word) && !builtins.has(word) ? word : undefined;
}

const builtins = new Set([
  'cd',
  'echo',
  'export',
  'if',
  'for',
  'while',
  'set',
  'test',
  'true',
  'false',
  ':',
  '.',
  'exit',
  'printf',
  'rm',
]);
