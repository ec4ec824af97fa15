import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one folder's ignore file; paths are relative to the folder. */
interface Level {
  /** Relative to the repository's root, with slashes; '' is the root. Undefined: a folder above the root. */
  readonly base: string;
  /** Put before paths, where the root lies inside a larger working tree. */
  readonly below: string;
  readonly rules: Ignore;
}

/** What no repository means by its sources. A `.gitignore` can take them back in. */
const never = ['node_modules/', '__pycache__/', '.venv/', '.tox/', '.mypy_cache/', '.hg/', '.svn/', '.DS_Store'];

/** Which files Git would not track: `.gitignore` at all levels, `.git/info/exclude`, those of the working tree around the root. */
export class IgnoreRules {
  private constructor(private readonly levels: readonly Level[]) {}

  /** @param root absolute */
  static of(root: string): IgnoreRules {
    const above: Level[] = [];
    for (const { folder, below } of foldersAbove(root)) {
      const texts = [textOf(path.join(folder, '.git', 'info', 'exclude')), textOf(path.join(folder, '.gitignore'))];
      push(above, { base: '', below }, texts);
    }
    // Who opens a folder that the tree around it ignores wants its files all the same.
    const isIgnored = above.some(({ below, rules }) => rules.ignores(below));
    const levels: Level[] = [{ base: '', below: '', rules: ignore().add(never) }, ...(isIgnored ? [] : above)];
    push(levels, { base: '', below: '' }, [
      textOf(path.join(root, '.git', 'info', 'exclude')),
      textOf(path.join(root, '.gitignore')),
    ]);
    return new IgnoreRules(levels);
  }

  /** Rules inside a folder. */
  inside(root: string, folder: string): IgnoreRules {
    const text = textOf(path.join(root, folder, '.gitignore'));
    if (text === undefined) return this;
    const levels = [...this.levels];
    push(levels, { base: folder, below: '' }, [text]);
    return new IgnoreRules(levels);
  }

  /** The innermost file that says something decides. Folders above it are not ignored, or nobody would ask. */
  ignores(relative: string, isFolder: boolean): boolean {
    for (let at = this.levels.length - 1; at >= 0; at--) {
      const { base, below, rules } = this.levels[at]!;
      const inside = below + (base === '' ? relative : relative.slice(base.length + 1));
      const { ignored, unignored } = rules.test(isFolder ? `${inside}/` : inside);
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  }
}

function push(levels: Level[], place: Omit<Level, 'rules'>, texts: readonly (string | undefined)[]): void {
  const found = texts.filter((text) => text !== undefined && text.trim() !== '');
  if (found.length > 0)
    levels.push({ ...place, rules: found.reduce<Ignore>((all, text) => all.add(text ?? ''), ignore()) });
}

/** Folders above the root up to that of the working tree, outermost first; none where the root is one itself, or there is no Git. */
function foldersAbove(root: string): readonly { readonly folder: string; readonly below: string }[] {
  const above: { folder: string; below: string }[] = [];
  let folder = root;
  while (!isRepository(folder)) {
    const parent = path.dirname(folder);
    if (parent === folder) return [];
    above.unshift({ folder: parent, below: `${path.relative(parent, root).replaceAll(path.sep, '/')}/` });
    folder = parent;
  }
  return above;
}

/** Whether a folder is the root of a working tree. `.git` is a file in submodules and linked working trees. */
export function isRepository(folder: string): boolean {
  return (
    textOf(path.join(folder, '.git', 'HEAD')) !== undefined ||
    textOf(path.join(folder, '.git'))?.startsWith('gitdir:') === true
  );
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Missing, or not ours to read: it says nothing.
    return undefined;
  }
}
