/** Names of files: listings, globs, and parts of paths. */
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readableBytes } from '../../../files';
import { globMatcher } from '../files/globMatcher';
import type { FilesAnswer, FilesRequest, FoundFile } from './searchProtocol';
import { walkFiles, type Walked } from './walkFiles';

/** From here on a file's size is told. Bytes. */
const worthTelling = 200_000;

export function findFiles(request: FilesRequest): FilesAnswer {
  const { include, words, listing, limit, depth, excluded, hidden, ignored } = request;
  const wanted = include.length === 0 ? () => true : globMatcher(include);
  const end = performance.now() + request.budget;
  const found: (FoundFile & { readonly rank: number; readonly walked: Walked })[] = [];
  let [total, late] = [0, false];
  walk: for (const [root, area] of request.roots.entries()) {
    for (const walked of walkFiles({ ...area, excluded, hidden, ignored, depth })) {
      if (performance.now() > end) {
        late = true;
        break walk;
      }
      if ((walked.kind === 'folder' && !listing) || !wanted(walked.path)) continue;
      const rank = words === undefined ? 0 : rankOf(walked.path, words);
      if (rank === undefined) continue;
      total++;
      // Without words the first ones are as good as any, and the others are only counted.
      if (words === undefined && found.length >= limit) continue;
      found.push({ root, path: walked.path, folder: walked.kind === 'folder', rank, walked });
    }
  }
  const best = found.sort((a, b) => a.rank - b.rank).slice(0, limit);
  const files = best.map(({ root, path: relative, folder, walked }): FoundFile => {
    const note = listing ? noteOn(path.join(request.roots[root]!.root, relative), walked) : undefined;
    return { root, path: relative, folder, ...(note !== undefined && { note }) };
  });
  return { kind: 'files', files, total, late };
}

/** Smaller is better: the whole name, its beginning, a part of it, a part of the path. All words have to be there. */
function rankOf(relative: string, words: string): number | undefined {
  const [whole, name] = [relative.toLowerCase(), path.posix.basename(relative).toLowerCase()];
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (!wanted.every((word) => whole.includes(word))) return undefined;
  const [first = ''] = wanted;
  const stem = name.replace(/\.[^.]*$/, '');
  const kind = name === first || stem === first ? 0 : name.startsWith(first) ? 1 : name.includes(first) ? 2 : 3;
  return kind * 1000 + Math.min(999, relative.length);
}

function noteOn(file: string, { kind, closed }: Walked): string | undefined {
  if (kind === 'link') return 'link';
  if (kind === 'folder') return closed === true ? 'not opened' : undefined;
  try {
    const { size } = lstatSync(file);
    const notes = [isBinary(file) ? 'binary' : undefined, size >= worthTelling ? readableBytes(size) : undefined];
    return notes.filter((note) => note !== undefined).join(', ') || undefined;
  } catch {
    return undefined;
  }
}

function isBinary(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(512);
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0)).includes(0);
  } finally {
    closeSync(handle);
  }
}
