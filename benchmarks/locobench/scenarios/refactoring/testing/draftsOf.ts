/** Refactorings of a repository of a few files, for tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../../runtime/repository';
import { seededRandom } from '../../../../core/seededRandom';
import type { Draft } from '../../maker';
import type { Reject } from '../../types';
import { refactoringMaker } from '../refactoringMaker';

export interface MadeDrafts {
  readonly drafts: readonly Draft[];
  readonly rejects: readonly Reject[];
  /** The only draft of a kind on a name. */
  readonly draft: (kind: string, name: string) => Draft;
  /** The reference's text of a file. */
  readonly text: (kind: string, name: string, path: string) => string;
  readonly reject: (kind: string, name: string) => Reject | undefined;
}

/** @param files path -> text */
export async function draftsOf(files: Readonly<Record<string, string>>): Promise<MadeDrafts> {
  const root = mkdtempSync(path.join(tmpdir(), 'whetstone-refactoring-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.join(root, 'repository', path.dirname(name)), { recursive: true });
      writeFileSync(path.join(root, 'repository', name), text);
    }
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const drafts: Draft[] = [];
      const rejects: Reject[] = [];
      const tools = { typeCheck: undefined, test: undefined, lint: undefined };
      const signal = new AbortController().signal;
      const input = { index, tools, random: seededRandom(1), reject: (each: Reject) => rejects.push(each), signal };
      for await (const draft of refactoringMaker.drafts(input)) drafts.push(draft);
      return { drafts, rejects, ...finders(drafts, rejects) };
    } finally {
      await index.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function finders(drafts: readonly Draft[], rejects: readonly Reject[]): Omit<MadeDrafts, 'drafts' | 'rejects'> {
  const draft = (kind: string, name: string): Draft => {
    const found = drafts.find((each) => each.kind === kind && each.subject.endsWith(`:${name}`));
    const why = rejects.find((each) => each.kind === kind && each.subject.endsWith(`:${name}`));
    if (found === undefined) throw new Error(`There is no ${kind} of ${name}: ${why?.detail ?? 'it was not tried'}.`);
    return found;
  };
  return {
    draft,
    text: (kind, name, file) => {
      const { verification } = draft(kind, name);
      const changed = verification.kind === 'change' ? verification.reference : [];
      return changed.find((each) => each.path === file)?.content ?? `${file} does not change`;
    },
    reject: (kind, name) => rejects.find((each) => each.kind === kind && each.subject.endsWith(`:${name}`)),
  };
}
