/** All files of a folder that a person would want to see, in order. Synchronous: it runs in a worker, where that is fastest. */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { isGit } from '../files/workspacePaths';

export interface WalkRules {
  /** Absolute; ignore files from here down count. */
  readonly root: string;
  /** Relative to the root, with slashes; '' is the root. */
  readonly from: string;
  /** Globs of what is never read. */
  readonly excluded: readonly string[];
  /** Globs of what is left out unless `ignored`: VS Code's `files.exclude` and `search.exclude`. */
  readonly hidden: readonly string[];
  /** Whether what ignore files name is walked as well. */
  readonly ignored: boolean;
  /** Folders inside folders. */
  readonly depth: number;
}

export interface Walked {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Set for a folder that is not gone into, as it lies too deep. */
  readonly closed?: boolean;
}

/** The rules of one ignore file; paths are relative to its folder. */
interface Level {
  readonly base: string;
  readonly rules: Ignore;
}

export function* walkFiles(rules: WalkRules): Generator<Walked> {
  const out = levelMatcher([...rules.excluded, ...(rules.ignored ? [] : rules.hidden)]);
  const names = rules.from === '' ? [] : rules.from.split('/');
  let levels = rules.ignored ? [] : levelsOf(rules.root, '', []);
  for (let at = 1; at <= names.length && !rules.ignored; at++) {
    levels = levelsOf(rules.root, names.slice(0, at).join('/'), levels);
  }
  yield* walkFolder(rules, rules.from, levels, out, rules.depth);
}

function* walkFolder(
  rules: WalkRules,
  folder: string,
  levels: readonly Level[],
  out: (path: string, name: string) => boolean,
  depth: number,
): Generator<Walked> {
  const entries = entriesOf(path.join(rules.root, folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const { name } = entry;
    const relative = folder === '' ? name : `${folder}/${name}`;
    if (isGit(name) || out(relative, name)) continue;
    const isFolder = entry.isDirectory();
    if (isIgnored(levels, relative, isFolder)) continue;
    // Links are shown and not followed: they could lead out, or round in circles.
    if (entry.isSymbolicLink()) yield { path: relative, kind: 'link' };
    else if (isFolder) {
      if (depth === 0) yield { path: relative, kind: 'folder', closed: true };
      else {
        yield { path: relative, kind: 'folder' };
        const inner = rules.ignored ? levels : levelsOf(rules.root, relative, levels);
        yield* walkFolder(rules, relative, inner, out, depth - 1);
      }
    } else if (entry.isFile()) yield { path: relative, kind: 'file' };
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or not ours to read.
    return [];
  }
}

function levelsOf(root: string, folder: string, above: readonly Level[]): readonly Level[] {
  const files = folder === '' ? ['.gitignore', '.ignore', '.git/info/exclude'] : ['.gitignore', '.ignore'];
  const texts = files.flatMap((name) => textOf(path.join(root, folder, name)) ?? []);
  return texts.length === 0
    ? above
    : [...above, { base: folder, rules: texts.reduce((all, text) => all.add(text), ignore()) }];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The innermost file that says something about it decides. Folders above it are not ignored, or it would not be looked at. */
function isIgnored(levels: readonly Level[], relative: string, isFolder: boolean): boolean {
  for (let at = levels.length - 1; at >= 0; at--) {
    const { base, rules } = levels[at]!;
    const inside = base === '' ? relative : relative.slice(base.length + 1);
    const { ignored, unignored } = rules.test(isFolder ? `${inside}/` : inside);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** Globs for a walk, where what lies in a matched folder is never met: most of them need the name alone, in one expression. */
function levelMatcher(globs: readonly string[]): (path: string, name: string) => boolean {
  const plain = globs
    .map((glob) =>
      glob
        .trim()
        .replace(/^\.?\/+/, '')
        .replace(/\/+(\*\*)?$/, ''),
    )
    .filter((glob) => glob !== '');
  const names = plain
    .filter((glob) => !glob.replace(/^\*\*\//, '').includes('/'))
    .map((glob) => glob.replace(/^\*\*\//, ''));
  const paths = plain.filter((glob) => glob.replace(/^\*\*\//, '').includes('/'));
  const [byName, byPath] = [joined(names), joined(paths)];
  return (relative, name) => byName?.test(name) === true || byPath?.test(relative) === true;
}

function joined(globs: readonly string[]): RegExp | undefined {
  if (globs.length === 0) return undefined;
  return new RegExp(globs.map((glob) => picomatch.makeRe(glob, { dot: true, nocase: true }).source).join('|'), 'i');
}
