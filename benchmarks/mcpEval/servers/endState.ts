/** What a task leaves behind: files of the workspace, and files that servers keep. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../core/runs/canonicalJson';

/** By path with slashes, `workspace/…` and `state/…`: a text, or `sha256:…` of what is none. Folders end with a slash and are empty. */
export type EndState = Readonly<Record<string, string>>;

export const stateChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('written'), path: z.string(), content: z.string() }),
  z.object({ kind: z.literal('deleted'), path: z.string() }),
]);

export type StateChange = z.infer<typeof stateChange>;

const LARGEST_TEXT = 2 ** 20;
const MOST_FILES = 20_000;

/** @param outward takes the folder's own name out of texts */
export async function endState(base: string, outward: (text: string) => string): Promise<EndState> {
  const found: [string, string][] = [];
  for (const top of ['workspace', 'state']) {
    const entries = await readdir(path.join(base, top), { recursive: true, withFileTypes: true });
    if (entries.length > MOST_FILES) throw new Error(`More than ${MOST_FILES} files were left behind.`);
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(base, file).split(path.sep).join('/');
      if (entry.isDirectory()) found.push([`${name}/`, '']);
      else if (entry.isFile()) found.push([name, await contentOf(file, top, outward)]);
      else found.push([name, 'neither a file nor a folder']);
    }
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function contentOf(file: string, top: string, outward: (text: string) => string): Promise<string> {
  const hash = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if ((await stat(file)).size > LARGEST_TEXT) return hash(await readFile(file));
  const bytes = await readFile(file);
  if (bytes.includes(0)) return hash(bytes);
  const text = outward(bytes.toString('utf8'));
  return top === 'state' && file.endsWith('.jsonl') ? sortedLines(text) : text;
}

/** A graph written line by line: in which order says nothing, nor in which order an entity's observations do. */
function sortedLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map(plainLine).sort().join('\n');
}

function plainLine(line: string): string {
  try {
    return canonicalJson(JSON.parse(line, (_key, value: unknown) => sortedTexts(value)));
  } catch {
    return line;
  }
}

const sortedTexts = (value: unknown): unknown =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') ? [...value].sort() : value;

export function stateChanges(before: EndState, after: EndState): readonly StateChange[] {
  const written = Object.entries(after)
    .filter(([name, content]) => before[name] !== content)
    .map(([name, content]) => ({ kind: 'written' as const, path: name, content }));
  const deleted = Object.keys(before)
    .filter((name) => after[name] === undefined)
    .map((name) => ({ kind: 'deleted' as const, path: name }));
  return [...written, ...deleted];
}
