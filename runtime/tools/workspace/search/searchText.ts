/** Looks for a text or an expression in all files of an area. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { globMatcher } from '../files/globMatcher';
import { decodeText } from '../files/textFile';
import type { FoundLine, TextAnswer, TextRequest } from './searchProtocol';
import { walkFiles } from './walkFiles';

/** Files beyond this are data. Bytes. */
const largest = 2_000_000;
/** Matching lines that are looked at: enough to rank, and an end for patterns that match everywhere. */
const mostMatches = 20_000;
/** Characters of a line that are shown. */
const longestLine = 300;

interface Hit {
  readonly root: number;
  readonly path: string;
  readonly text: string;
  /** Offsets of the first match in each matching line. */
  readonly at: readonly number[];
  readonly score: number;
}

/** @throws SyntaxError when the expression cannot be read */
export function searchText(request: TextRequest): TextAnswer {
  const { pattern, regex, caseSensitive, include, unsaved } = request;
  const source = regex ? pattern : pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const flags = caseSensitive ? 'gm' : 'gim';
  const expression = unicodeOrNot(source, flags);
  // Most files do not have the text at all, and need not be decoded to know that.
  const needle = !regex && caseSensitive ? Buffer.from(pattern) : undefined;
  const wanted = include.length === 0 ? () => true : globMatcher(include);
  const end = performance.now() + request.budget;
  const hits: Hit[] = [];
  const large: string[] = [];
  let [searched, matches, late] = [0, 0, false];
  const reader = new FileReader();
  walk: for (const [root, area] of request.roots.entries()) {
    const { excluded, hidden, ignored } = request;
    for (const { path: relative, kind } of walkFiles({ ...area, excluded, hidden, ignored, depth: 100 })) {
      if (kind !== 'file' || !wanted(relative)) continue;
      if (performance.now() > end || matches > mostMatches) {
        late = true;
        break walk;
      }
      const file = path.join(area.root, relative);
      const own = Object.hasOwn(unsaved, file) ? unsaved[file] : undefined;
      const bytes = own === undefined ? reader.read(file) : undefined;
      if (bytes === 'large') large.push(relative);
      if (bytes === 'large' || (bytes === undefined && own === undefined)) continue;
      searched++;
      if (
        own === undefined &&
        needle !== undefined &&
        bytes?.[0] !== 0xff &&
        bytes?.[0] !== 0xfe &&
        !bytes?.includes(needle)
      )
        continue;
      const text = own ?? (bytes === undefined ? undefined : decodeText(bytes)?.text);
      if (text === undefined) continue;
      const at = matchesIn(text, expression);
      if (at.length === 0) continue;
      matches += at.length;
      hits.push({ root, path: relative, text, at, score: scoreOf(relative, text, at, request) });
    }
  }
  return { kind: 'text', files: shown(hits, request), matches, matchingFiles: hits.length, searched, large, late };
}

/** Unicode where the expression allows it; some that people write are only right without. */
function unicodeOrNot(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}

function matchesIn(text: string, expression: RegExp): readonly number[] {
  const at: number[] = [];
  expression.lastIndex = 0;
  for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
    at.push(found.index);
    // On with the next line: a line is shown once.
    const next = text.indexOf('\n', Math.max(found.index, expression.lastIndex - (found[0].endsWith('\n') ? 1 : 0)));
    if (next < 0 || at.length >= 1000) break;
    expression.lastIndex = next + 1;
  }
  return at;
}

/** What is defined in a line comes before what is used there; tests and generated files come last. */
function scoreOf(relative: string, text: string, at: readonly number[], { pattern }: TextRequest): number {
  const definition =
    /\b(class|def|func|function|fn|interface|type|struct|enum|trait|const|let|var|module|namespace)\s+$/;
  let best = 0;
  for (const index of at.slice(0, 50)) {
    const before = text.slice(Math.max(0, index - 40), index);
    const word = !/\w$/.test(before) && !/\w/.test(text[index + pattern.length] ?? '');
    best = Math.max(best, (definition.test(before) ? 4 : 0) + (word ? 1 : 0));
  }
  const name = path.posix.basename(relative).toLowerCase().includes(pattern.toLowerCase()) ? 2 : 0;
  const aside = /(^|\/)(tests?|__tests__|fixtures?|vendor|dist|build|out)\/|\.(test|spec|min)\.|\.lock$|-lock\./i.test(
    relative,
  );
  return best + name + Math.log2(1 + at.length) / 4 - (aside ? 2 : 0);
}

function shown(hits: readonly Hit[], { limit, context }: TextRequest): TextAnswer['files'] {
  const ranked = hits
    .map((hit, order) => ({ hit, order }))
    .sort((a, b) => b.hit.score - a.hit.score || a.order - b.order);
  // A file with hundreds of matches does not hide the others.
  const share = Math.max(3, Math.ceil(limit / Math.max(1, Math.min(ranked.length, 10))));
  let left = limit;
  const files: { root: number; path: string; lines: readonly FoundLine[] }[] = [];
  for (const { hit } of ranked) {
    if (left <= 0) break;
    const at = hit.at.slice(0, Math.min(share, left));
    left -= at.length;
    files.push({ root: hit.root, path: hit.path, lines: linesAround(hit.text, at, context) });
  }
  return files;
}

function linesAround(text: string, at: readonly number[], context: number): readonly FoundLine[] {
  const lines = text.split('\n');
  const matching = new Set<number>();
  let [line, position] = [0, 0];
  for (const index of at) {
    while (position + lines[line]!.length < index && line < lines.length - 1) position += lines[line++]!.length + 1;
    matching.add(line);
  }
  const wanted = new Set(
    [...matching].flatMap((each) => Array.from({ length: 2 * context + 1 }, (_, by) => each - context + by)),
  );
  return [...wanted]
    .filter((each) => each >= 0 && each < lines.length)
    .sort((a, b) => a - b)
    .map((each) => ({ line: each + 1, text: visible(lines[each]!), match: matching.has(each) }));
}

function visible(line: string): string {
  const plain = line.replace(/\r$/, '');
  return plain.length <= longestLine ? plain : `${plain.slice(0, longestLine)} ...`;
}

/** Reads files into one buffer that is used again. What it gives is good until the next one is read. */
class FileReader {
  private buffer = Buffer.allocUnsafe(64 * 1024);

  /** @returns undefined for what is no text or cannot be read */
  read(file: string): Buffer | 'large' | undefined {
    let handle: number;
    try {
      handle = openSync(file, 'r');
    } catch {
      return undefined;
    }
    try {
      let length = readSync(handle, this.buffer, 0, this.buffer.length, 0);
      if (this.buffer.subarray(0, Math.min(length, 1000)).includes(0) && !isUtf16(this.buffer)) return undefined;
      while (length === this.buffer.length) {
        const { size } = fstatSync(handle);
        if (size > largest || length > largest) return 'large';
        const larger = Buffer.allocUnsafe(Math.max(size + 1, length * 2));
        this.buffer.copy(larger, 0, 0, length);
        this.buffer = larger;
        length += readSync(handle, this.buffer, length, this.buffer.length - length, length);
      }
      return this.buffer.subarray(0, length);
    } catch {
      return undefined;
    } finally {
      closeSync(handle);
    }
  }
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
