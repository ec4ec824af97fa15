import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { countLines, decodeText, isMinified, type ScannedFile } from '../../repository';

/** Larger sources are not parsed: their trees take a hundred times the memory of the text. Characters. */
const largest = 2 << 20;

export type ReadSource = { readonly text: string } | { readonly problem: string };

/** The text of a file, or why it is not read, for people. */
export async function readSource(root: string, { path: relative, skipped }: ScannedFile): Promise<ReadSource> {
  if (skipped !== undefined) return { problem: `not read: ${skipped}.` };
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(root, relative));
  } catch (error) {
    return {
      problem: `it cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`,
    };
  }
  const decoded = decodeText(bytes);
  if ('skipped' in decoded) return { problem: `not read: ${decoded.skipped}. Save it as UTF-8.` };
  const { text } = decoded;
  const isCode = !/\.(jsonc?|jsonl|ndjson|ya?ml)$/.test(relative);
  if (isCode && text.length > largest)
    return { problem: `not parsed: longer than ${largest >> 20} million characters.` };
  if (isCode && isMinified(text, countLines(text))) return { problem: 'not read: it is minified.' };
  return { text };
}
