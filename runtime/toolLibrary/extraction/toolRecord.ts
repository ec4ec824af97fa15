import { createHash } from 'node:crypto';
import type { ToolKind, ToolRecord } from '../types';

/** 16 hexadecimal digits; `text` is the declaration, or the canonical schema of a tool without code. */
export function toolId(kind: ToolKind, path: string, access: string | undefined, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, path, access ?? null, text]))
    .digest('hex')
    .slice(0, 16);
}

/** The first sentence of a description, on one line. */
export function summaryOf(description: string): string {
  const [paragraph = ''] = description.trim().split(/\n\s*\n/);
  const line = paragraph.replace(/\s+/g, ' ').trim();
  // A full stop after an abbreviation or inside a number ends no sentence.
  const end = /(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx|Dr|Mr|Ms|St|No))[.!?](?=\s+[\p{Lu}`"'([])/u.exec(line);
  return end === null ? line : line.slice(0, end.index + 1);
}

/** A record without what is not known: optional fields are left out instead of being undefined. */
export function withId(record: Omit<ToolRecord, 'id'>): ToolRecord {
  const { kind, source } = record;
  const declared =
    source === undefined || kind === 'schema' ? [record.name, record.description, record.parameters] : [];
  const text = (source?.text ?? '') + (declared.length === 0 ? '' : JSON.stringify(declared));
  return { id: toolId(kind, source?.path ?? record.provenance, source?.access, text), ...record };
}
