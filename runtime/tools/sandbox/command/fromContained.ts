/** Reads what the set-up script tells on its descriptor 3. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { COMMAND_READY, UNTOLD_FOLDERS } from './setUpScript';
import type { ChangedFile } from './types';

export interface Told {
  readonly started: boolean;
  /** Exit status; undefined when the script did not get so far. */
  readonly code: number | undefined;
  readonly cpuSeconds: number;
  readonly scratchBytes: number;
  readonly scratchFull: boolean;
  readonly changes: readonly ChangedFile[];
  /** Whether all changes were told. */
  readonly complete: boolean;
}

interface Entry {
  readonly kind: string;
  readonly mode: number;
  readonly bytes: number;
  readonly path: string;
  readonly target: string;
}

const NOTHING: Told = {
  started: false,
  code: undefined,
  cpuSeconds: 0,
  scratchBytes: 0,
  scratchFull: false,
  changes: [],
  complete: false,
};

/**
 * @param source the folder that the command saw a copy of; undefined: an empty one
 * @param largest bytes of the largest file whose content was told
 */
export async function readTold(bytes: Buffer, source: string | undefined, largest: number): Promise<Told> {
  const cursor = new Cursor(bytes);
  if (cursor.until('\n') !== COMMAND_READY) return NOTHING;
  const started = { ...NOTHING, started: true };
  const exit = /^exit (\d+)$/.exec(cursor.until('\n') ?? '');
  if (exit === null) return started;
  const own = cpuTimes(cursor.until('\n'));
  const children = cpuTimes(cursor.until('\n'));
  const [blocks = 0, free = 0, size = 0] = (cursor.until('\n') ?? '').split(' ').map(Number);
  const known = {
    ...started,
    code: Number(exit[1]),
    cpuSeconds: own + children,
    scratchBytes: (blocks - free) * size,
    scratchFull: blocks > 0 && free * size < 4096,
  };
  const entries = readEntries(cursor);
  const present = readNames(cursor);
  if (entries === undefined || present === undefined) return known;
  const changes: ChangedFile[] = [];
  let complete = true;
  for (const entry of entries) {
    if (entry.kind === 'd') continue;
    if (entry.kind === 'l') {
      changes.push({ path: entry.path, change: { kind: 'link', target: entry.target } });
    } else if (entry.bytes > largest) {
      changes.push({ path: entry.path, change: { kind: 'too-large', bytes: entry.bytes } });
    } else {
      const content = cursor.take(entry.bytes);
      if (content === undefined) {
        complete = false;
        break;
      }
      const executable = (entry.mode & 0o100) !== 0;
      changes.push({ path: entry.path, change: { kind: 'written', content, executable } });
    }
  }
  if (source !== undefined) {
    const folders = ['', ...entries.filter(({ kind }) => kind === 'd').map((entry) => entry.path)];
    for (const gone of await deletedFiles(source, folders, present)) {
      changes.push({ path: gone, change: { kind: 'deleted' } });
    }
  }
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ...known, changes, complete: complete && cursor.until('\n') === 'end' };
}

/** Two times as `times` of the shell writes them: `0m0.01s 0m0.02s`. */
function cpuTimes(line: string | undefined): number {
  return [...(line ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

function readEntries(cursor: Cursor): Entry[] | undefined {
  const entries: Entry[] = [];
  for (;;) {
    const head = cursor.until('\0');
    if (head === undefined) return undefined;
    if (head === '') return entries;
    const target = cursor.until('\0');
    const parts = /^(\S) (\d+) (\d+) (.*)$/s.exec(head);
    if (target === undefined || parts === null) return undefined;
    const [, kind = '', mode = '', size = '', name = ''] = parts;
    entries.push({ kind, mode: Number.parseInt(mode, 8), bytes: Number(size), path: name, target });
  }
}

/** Names below the told folders as they are now, e.g. `src/a.ts`. */
function readNames(cursor: Cursor): Set<string> | undefined {
  const names = new Set<string>();
  for (;;) {
    const name = cursor.until('\0');
    if (name === undefined) return undefined;
    if (name === '') return names;
    names.add(name.replace(/^\.\//, ''));
  }
}

async function deletedFiles(source: string, folders: readonly string[], present: ReadonlySet<string>) {
  const gone: string[] = [];
  for (const folder of folders) {
    // A folder that the command made is not there.
    const before = await readdir(path.join(source, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of before) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (present.has(name) || UNTOLD_FOLDERS.includes(entry.name)) continue;
      if (entry.isDirectory()) gone.push(...(await filesBelow(source, name)));
      else gone.push(name);
    }
  }
  return gone;
}

async function filesBelow(source: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(source, folder), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    if (UNTOLD_FOLDERS.includes(entry.name)) continue;
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesBelow(source, name)));
    else files.push(name);
  }
  return files;
}

class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  until(end: string): string | undefined {
    const index = this.bytes.indexOf(end, this.at);
    if (index < 0) return undefined;
    const text = this.bytes.toString('utf8', this.at, index);
    this.at = index + 1;
    return text;
  }

  take(count: number): Buffer | undefined {
    if (this.at + count > this.bytes.length) return undefined;
    const part = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return part;
  }
}
