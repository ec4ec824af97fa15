import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../../toolError';
import { globMatcher, type GlobMatcher } from './globMatcher';

/** A place inside the workspace. */
export interface WorkspacePath {
  /** Absolute, as the system has it after all links. */
  readonly file: string;
  /** Absolute, below the folder that the user opened: what an editor calls it. */
  readonly opened: string;
  /** As it is shown: relative to the first folder, absolute in the others; with slashes. */
  readonly path: string;
}

/** Turns what a model writes into files of the workspace, and never into any other. */
export class WorkspacePaths {
  private readonly excludes: GlobMatcher;
  private real: Promise<readonly string[]> | undefined;

  /**
   * @param roots absolute folders; the first is what relative paths are relative to
   * @param excluded globs of files that are neither read nor written, e.g. those with secrets
   */
  constructor(
    readonly roots: readonly string[],
    readonly excluded: readonly string[],
  ) {
    this.excludes = globMatcher(excluded, { caseless: true });
  }

  /**
   * A file or folder that may be read. It need not exist.
   * @throws ToolError when it lies outside, is excluded, or belongs to git
   */
  async readable(written: string): Promise<WorkspacePath> {
    const place = await this.inside(written);
    const file = await realPlace(place.file);
    const root = this.rootOf(file, await this.realRoots());
    if (root === undefined) throw outside(written, 'a link in it leads out of the workspace');
    this.allow(written, relativeTo(root, file));
    return { file, opened: place.opened, path: place.path };
  }

  /**
   * A file that may be written, changed or deleted. It need not exist.
   * @throws ToolError as `readable`, and when a link is on the way
   */
  async writable(written: string): Promise<WorkspacePath> {
    const place = await this.readable(written);
    const inside = await this.inside(written);
    for (let at = inside.file; this.roots.every((root) => !same(at, root)); at = path.dirname(at)) {
      const found = await lstat(at).catch(() => undefined);
      if (found?.isSymbolicLink()) {
        throw new ToolError(
          `${written} goes through a symbolic link, and links are not written through. Name the file itself.`,
        );
      }
      if (path.dirname(at) === at) break;
    }
    if (this.roots.some((root) => same(inside.file, root)))
      throw new ToolError('Name a file, not the folder of the workspace.');
    return place;
  }

  /** The root that a real file lies in, as the user opened it, and the rest. @throws ToolError when there is none */
  async split(file: string): Promise<{ readonly root: string; readonly from: string }> {
    const real = await this.realRoots();
    const root = this.rootOf(file, real);
    if (root === undefined) throw outside(file, 'it lies outside of the workspace');
    return { root: this.roots[real.indexOf(root)] ?? root, from: relativeTo(root, file) };
  }

  /** As it is shown. @param file absolute, inside of a root */
  shown(file: string): string {
    const root = this.rootOf(file, this.roots);
    return root === undefined || root !== this.roots[0] ? file.replaceAll('\\', '/') : relativeTo(root, file);
  }

  private async inside(written: string): Promise<WorkspacePath> {
    const [first] = this.roots;
    if (first === undefined) throw new ToolError('No folder is open, so there are no files. Answer without them.');
    // eslint-disable-next-line no-control-regex -- they are what is refused
    if (/[\u0000-\u001f]/.test(written)) throw new ToolError('A path has no control characters. Write it again.');
    const text = written
      .trim()
      .replaceAll('\\', '/')
      .replace(/^\.\/+/, '');
    if (/^(~|file:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text)) throw outside(written, 'it is an address or a home folder');
    const windows = process.platform === 'win32';
    if (!windows && /^[a-z]:/i.test(text)) throw outside(written, 'it names a drive');
    // `C:name` is relative to a drive's own folder, `name:stream` a hidden part of a file, `//server` another machine.
    if (windows && (/^[a-z]:(?!\/)/i.test(text) || text.slice(2).includes(':') || text.startsWith('//'))) {
      throw outside(written, 'such a form of path is not allowed');
    }
    const file = path.resolve(first, text === '' ? '.' : text);
    const real = await this.realRoots();
    const root = this.rootOf(file, this.roots) ?? this.rootOf(file, real);
    if (root === undefined) throw outside(written, 'it lies outside of the workspace');
    const relative = relativeTo(root, file);
    this.allow(written, relative);
    // Through the real folder, should the workspace itself be opened through a link.
    const opened = path.join(this.roots[real.indexOf(root)] ?? root, relative);
    return { file, opened, path: this.shown(opened) || '.' };
  }

  private allow(written: string, relative: string): void {
    const names = relative.split('/');
    if (names.some(isGit))
      throw new ToolError(`${written} belongs to git, and is left alone. Use git_log, git_diff or git_show.`);
    if (process.platform === 'win32' && names.some(isDevice)) throw outside(written, 'it is the name of a device');
    if (relative !== '' && this.excludes(relative)) {
      throw new ToolError(
        `${written} is excluded from tools, as it may hold secrets. Go on without it, or ask the user.`,
      );
    }
  }

  /** The innermost root that a file lies in. */
  private rootOf(file: string, roots: readonly string[]): string | undefined {
    return roots.filter((root) => isWithin(root, file)).sort((a, b) => b.length - a.length)[0];
  }

  private realRoots(): Promise<readonly string[]> {
    this.real ??= Promise.all(this.roots.map((root) => realpath(root).catch(() => root)));
    return this.real;
  }
}

/** Whether a file is a folder or lies in it; both absolute. */
export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

export function relativeTo(folder: string, file: string): string {
  return path.relative(folder, file).replaceAll('\\', '/');
}

/** `.git` as file systems read it: in any case, with spaces and points behind, by its short name, with signs nobody sees. */
export function isGit(name: string): boolean {
  const plain = name
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
  return plain === '.git' || /^git~\d+$/.test(plain);
}

function isDevice(name: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)([. ]|$)/i.test(name) || /[. ]$/.test(name);
}

/** Where links lead: of the deepest part that exists, the rest behind it. A link that leads nowhere is followed as well. */
async function realPlace(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const found = await lstat(file).catch(() => undefined);
    if (found?.isSymbolicLink()) throw new ToolError(`${file} is a link that leads nowhere.`);
    const parent = path.dirname(file);
    return parent === file ? file : path.join(await realPlace(parent), path.basename(file));
  }
}

function same(a: string, b: string): boolean {
  return path.relative(a, b) === '';
}

function outside(written: string, why: string): ToolError {
  return new ToolError(
    `${written} cannot be used: ${why}. Give a path relative to the workspace, like src/main.ts; list_files shows what there is.`,
  );
}
