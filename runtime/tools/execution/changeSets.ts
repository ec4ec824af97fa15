/** What commands changed in their copy of the workspace, kept until somebody takes it over or newer ones push it out. */
import ignore from 'ignore';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { ChangedFile } from '../sandbox';
import { ToolError } from '../toolError';
import type { FileEdit } from '../types';

export interface ChangeSet {
  readonly id: string;
  readonly edits: readonly FileEdit[];
  /** Why other changes cannot be taken over, a line each. */
  readonly notes: readonly string[];
}

const KEPT = 8;
const DIFF_CHARACTERS = 6_000;
const LISTED = 40;

export class ChangeSets {
  private readonly sets: ChangeSet[] = [];
  private count = 0;

  /** @param root the workspace's folder @returns undefined when nothing changed that people look at */
  async add(root: string, changes: readonly ChangedFile[]): Promise<ChangeSet | undefined> {
    const ignored = ignore().add(await readFile(path.join(root, '.gitignore'), 'utf8').catch(() => ''));
    // Tools mark their caches so (bford.info/cachedir): Cargo's `target`, for instance.
    const caches = changes.flatMap(({ path: name }) =>
      path.basename(name) === 'CACHEDIR.TAG' && name.includes('/') ? [`${path.posix.dirname(name)}/`] : [],
    );
    const edits: FileEdit[] = [];
    const notes: string[] = [];
    let outputs = 0;
    for (const { path: name, change } of changes) {
      if (ignored.ignores(name) || caches.some((folder) => name.startsWith(folder))) {
        outputs++;
        continue;
      }
      const before = await textOf(root, name);
      if (before === 'outside' || before === 'binary') notes.push(`${name}: not a text file of the workspace`);
      else if (change.kind === 'deleted') edits.push({ path: name, before: before.text, after: undefined });
      else if (change.kind === 'link') notes.push(`${name}: a link to ${change.target}`);
      else if (change.kind === 'too-large') notes.push(`${name}: too large (${change.bytes} bytes)`);
      else {
        const after = decoded(change.content);
        if (after === undefined) notes.push(`${name}: binary, ${change.content.length} bytes`);
        // Written, but as it was.
        else if (after !== before.text) edits.push({ path: name, before: before.text, after });
      }
    }
    if (outputs > 0) notes.push(`${outputs} files that .gitignore leaves out, or of a cache`);
    if (edits.length === 0 && notes.length === 0) return undefined;
    const set = { id: `changes-${++this.count}`, edits, notes };
    this.sets.push(set);
    if (this.sets.length > KEPT) this.sets.shift();
    return set;
  }

  /** @param paths only these; undefined: all @throws ToolError when they are not there */
  edits(id: string, paths: readonly string[] | undefined): readonly FileEdit[] {
    const set = this.sets.find((each) => each.id === id);
    if (set === undefined) {
      const known = this.sets.map((each) => each.id).join(', ');
      throw new ToolError(
        `There are no changes “${id}”. ${known === '' ? 'Run a command first.' : `Kept are: ${known}.`}`,
      );
    }
    const missing = paths?.filter((name) => !set.edits.some((edit) => edit.path === name)) ?? [];
    if (missing.length > 0) throw new ToolError(`${id} does not change ${missing.join(', ')}.`);
    return paths === undefined ? set.edits : set.edits.filter((edit) => paths.includes(edit.path));
  }
}

/** What a model is told about changes: the files, and the differences as far as they are short. */
export function describeChanges(set: ChangeSet): string {
  const lines = set.edits.map(({ path: name, before, after }) => {
    return `${before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed'} ${name}`;
  });
  let diff = '';
  let left = 0;
  for (const { path: name, before, after } of set.edits) {
    const patch = createTwoFilesPatch(name, name, before ?? '', after ?? '', undefined, undefined, { context: 2 });
    if (diff.length + patch.length > DIFF_CHARACTERS) left++;
    else diff += patch.replace(/^=+\n/, '');
  }
  const more = left === 0 ? '' : `\n(The differences of ${left} files are too long to show.)`;
  const offer =
    set.edits.length === 0
      ? ''
      : `\nThe workspace itself is unchanged. To keep these changes call apply_command_changes with id "${set.id}".`;
  return (
    [...shortList([...lines, ...set.notes.map((note) => `not kept: ${note}`)])].join('\n') +
    (diff === '' ? '' : `\n${diff}`) +
    more +
    offer
  );
}

function shortList(lines: readonly string[]): readonly string[] {
  if (lines.length <= LISTED) return lines;
  return [...lines.slice(0, LISTED), `and ${lines.length - LISTED} more`];
}

type Before = { readonly text: string | undefined } | 'outside' | 'binary';

async function textOf(root: string, name: string): Promise<Before> {
  const file = path.join(root, name);
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return { text: undefined };
  if (!real.startsWith(`${await realpath(root)}${path.sep}`)) return 'outside';
  const bytes = await readFile(real).catch(() => undefined);
  if (bytes === undefined) return { text: undefined };
  const text = decoded(bytes);
  return text === undefined ? 'binary' : { text };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return bytes.includes(0) ? undefined : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
