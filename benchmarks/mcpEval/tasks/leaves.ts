import type { Json } from '../../core/runs/types';
import type { CallRecord } from '../servers/callRecord';

export interface Leaf {
  /** Of the member that it lies in; '' in a text without structure. */
  readonly key: string;
  readonly value: string | number;
}

/** Single values of an answer, by the names that they have in it: of its structure, or of JSON that its text is. */
export function leavesOf({ structuredContent, text }: Pick<CallRecord, 'structuredContent' | 'text'>): readonly Leaf[] {
  const parsed = parsedJson(text);
  if (parsed !== undefined) return jsonLeaves('', parsed);
  const words = wordsOf(text);
  // Servers wrap a text into a structure of one member: nothing more than the text.
  const structured =
    structuredContent === undefined ? [] : jsonLeaves('', structuredContent).filter(({ value }) => value !== text);
  return structured.length > 0 ? structured.flatMap((leaf) => splitLines(leaf)) : words;
}

export function jsonLeaves(key: string, value: Json): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ key, value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => jsonLeaves(key, each));
  return Object.entries(value).flatMap(([name, each]) => jsonLeaves(name, each));
}

function splitLines({ key, value }: Leaf): readonly Leaf[] {
  return typeof value === 'string' && /[\n ]/.test(value) ? wordsOf(value) : [{ key, value }];
}

/** Of lines: what stands behind a mark such as `[FILE]` or a colon; of sentences only numbers and names of files. */
function wordsOf(text: string): readonly Leaf[] {
  return text
    .split('\n')
    .slice(0, 200)
    .flatMap((line) => {
      const plain = line
        .replace(/^\s*\[\w+\]\s*/, '')
        .replace(/^[\w-]+:\s+/, '')
        .trim();
      if (plain !== '' && plain.length <= 60 && !/\s/.test(plain)) return [{ key: '', value: plain }];
      return (plain.match(/(?<![\w.-])(-?\d+(\.\d+)?|[\w-]+\.[a-z]{2,4}|[a-z]+-\d{3})(?![\w-])/g) ?? []).map(
        (value) => ({ key: '', value }),
      );
    });
}

function parsedJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
