/** Unified diffs as models write them: without line numbers, with wrong counts, with context that is not quite right. */
import { locate, textLines } from './locate';

export interface FileDiff {
  /** undefined: `/dev/null`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly hunks: readonly Hunk[];
}

interface Hunk {
  /** From 0; undefined: not said. */
  readonly near: number | undefined;
  readonly lines: readonly { readonly mark: ' ' | '+' | '-'; readonly text: string }[];
}

export function looksLikeDiff(text: string): boolean {
  return (/^--- \S/m.test(text) && /^\+\+\+ \S/m.test(text)) || /^diff --git /m.test(text);
}

export function readDiffs(text: string): FileDiff[] {
  const lines = text.split(/\r?\n/);
  const files: { from: string | undefined; to: string | undefined; hunks: Hunk[] }[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const git = /^diff --git (?:"?a\/(.+?)"?) (?:"?b\/(.+?)"?)$/.exec(line);
    if (git !== null) {
      files.push({ from: git[1], to: git[2], hunks: [] });
      continue;
    }
    const current = files.at(-1);
    if (line.startsWith('rename to ') && current !== undefined) current.to = line.slice('rename to '.length).trim();
    if (line.startsWith('rename from ') && current !== undefined)
      current.from = line.slice('rename from '.length).trim();
    if (line.startsWith('deleted file mode') && current !== undefined) current.to = undefined;
    if (line.startsWith('new file mode') && current !== undefined) current.from = undefined;
    if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ') === true) {
      const [from, to] = [diffPath(line.slice(4)), diffPath(lines[at + 1]!.slice(4))];
      if (current === undefined || current.hunks.length > 0 || !lineBefore(lines, at))
        files.push({ from, to, hunks: [] });
      else Object.assign(current, { from, to });
      at++;
      continue;
    }
    if (line.startsWith('@@')) {
      const { hunk, next } = readHunk(lines, at);
      files.at(-1)?.hunks.push(hunk);
      at = next - 1;
    }
  }
  return files;
}

/** Whether the header of git stands right above, so that both are of one file. */
function lineBefore(lines: readonly string[], at: number): boolean {
  for (let above = at - 1; above >= 0 && at - above < 8; above--) {
    if (lines[above]!.startsWith('diff --git ')) return true;
    if (lines[above]!.startsWith('@@')) return false;
  }
  return false;
}

function diffPath(written: string): string | undefined {
  const plain = written
    .split('\t')[0]!
    .trim()
    .replace(/^"(.*)"$/, '$1');
  if (plain === '/dev/null') return undefined;
  return plain.replace(/^[ab]\//, '');
}

function readHunk(lines: readonly string[], start: number): { readonly hunk: Hunk; readonly next: number } {
  const said = /^@@ -(\d+)/.exec(lines[start]!)?.[1];
  const read: Hunk['lines'][number][] = [];
  let at = start + 1;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.startsWith('@@') || line.startsWith('diff --git ')) break;
    if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ') === true) break;
    if (line.startsWith('\\')) continue;
    const mark = line[0];
    if (mark === '+' || mark === '-' || mark === ' ') read.push({ mark, text: line.slice(1) });
    // An empty line of context that lost its blank.
    else if (line === '') read.push({ mark: ' ', text: '' });
    else break;
  }
  while (read.at(-1)?.mark === ' ' && read.at(-1)?.text === '') read.pop();
  return { hunk: { near: said === undefined || said === '0' ? undefined : Number(said) - 1, lines: read }, next: at };
}

export type Applied = { readonly text: string } | { readonly problem: string; readonly ambiguous: boolean };

/** Lines of context that may be wrong at either end of a hunk. */
const FUZZ = 2;

export function applyDiff(text: string, { hunks }: FileDiff): Applied {
  const { lines, join } = textLines(text);
  let current = [...lines];
  let shift = 0;
  for (const [index, hunk] of hunks.entries()) {
    const done = applyHunk(current, hunk, shift);
    if ('problem' in done) return { ...done, problem: `hunk ${index + 1} ${done.problem}` };
    shift += done.lines.length - current.length;
    current = done.lines;
  }
  return { text: join(current) };
}

function applyHunk(
  lines: readonly string[],
  { near, lines: hunk }: Hunk,
  shift: number,
): { readonly lines: string[] } | { readonly problem: string; readonly ambiguous: boolean } {
  let ambiguous: number | undefined;
  for (let fuzz = 0; fuzz <= FUZZ; fuzz++) {
    const cut = withoutEnds(hunk, fuzz);
    if (cut === undefined) break;
    const old = cut.lines.flatMap(({ mark, text }) => (mark === '+' ? [] : text));
    if (old.length === 0) {
      // Nothing but new lines: at the place that was said, or in an empty file.
      if (near === undefined && lines.length > 0)
        return { problem: 'does not say where its lines go', ambiguous: true };
      const at = Math.min(lines.length, Math.max(0, (near ?? -1) + 1 + shift));
      return { lines: [...lines.slice(0, at), ...cut.lines.map(({ text }) => text), ...lines.slice(at)] };
    }
    const found = locate(lines, old, near === undefined ? undefined : near + shift + cut.left);
    if (found.kind === 'ambiguous') ambiguous = found.times;
    if (found.kind !== 'found') continue;
    // Lines of context stay as they are in the file.
    const made: string[] = [];
    let at = found.at;
    for (const { mark, text } of cut.lines) {
      if (mark === '+') made.push(text);
      else if (mark === ' ') made.push(lines[at++]!);
      else at++;
    }
    return { lines: [...lines.slice(0, found.at), ...made, ...lines.slice(at)] };
  }
  return ambiguous === undefined
    ? { problem: 'does not match the file', ambiguous: false }
    : { problem: `matches ${ambiguous} places`, ambiguous: true };
}

function withoutEnds(
  lines: Hunk['lines'],
  fuzz: number,
): { readonly lines: Hunk['lines']; readonly left: number } | undefined {
  const first = lines.findIndex(({ mark }) => mark !== ' ');
  const last = lines.findLastIndex(({ mark }) => mark !== ' ');
  if (first < 0) return undefined;
  const [left, right] = [Math.min(fuzz, first), Math.min(fuzz, lines.length - 1 - last)];
  if (fuzz > 0 && left < fuzz && right < fuzz) return undefined;
  return { lines: lines.slice(left, lines.length - right), left };
}
