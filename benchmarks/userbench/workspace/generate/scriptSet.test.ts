import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { makeOwnPart } from '../../../locobench/testing/madeRepositories';
import { allTemplates } from '../templates';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { makeWorkspaceSet, type MadeSet } from './makeWorkspaceSet';

describe('Tasks on a part of this project', function () {
  this.timeout(120_000);
  let folder: string;
  let index: RepositoryIndex;
  let made: MadeSet;
  let tasks: readonly WorkspaceTask[];

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-script-set-')));
    await makeOwnPart(path.join(folder, 'part'));
    index = await openRepositoryIndex({ root: path.join(folder, 'part'), folder: path.join(folder, 'index') });
    const [signal, set] = [new AbortController().signal, path.join(folder, 'set')];
    made = await makeWorkspaceSet({ index, set: 'ws22', count: 24, seed: 2, folder: set, signal });
    const open = await openWorkspaceSet(set);
    tasks = await Promise.all(open.set.tasks.map(({ id }) => open.task(id)));
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('come of every template that the part leaves room for', () => {
    const used = new Set(tasks.map(({ template }) => template));
    // A library that the project has already cannot be added to it.
    const expected = allTemplates.map(({ name }) => name).filter((name) => name !== 'add-test');
    assert.deepEqual(
      expected.filter((name) => !used.has(name)),
      [],
      JSON.stringify(made.rejects),
    );
  });

  it('have mutants that fail their own predicate alone', () => {
    const { mutantsTested, mutantsCaught } = made.set.admission;
    assert.ok(mutantsTested >= 100);
    assert.equal(mutantsCaught, mutantsTested);
  });

  it('are written in TypeScript that the compiler can read', () => {
    for (const { reference, id } of tasks) {
      for (const { path: file, content } of reference.files) {
        if (!file.endsWith('.ts') || content === null) continue;
        const { diagnostics } = ts.transpileModule(content, { fileName: file, reportDiagnostics: true });
        assert.deepEqual(diagnostics?.map(({ messageText }) => messageText) ?? [], [], `${id}: ${file}`);
      }
    }
  });

  it('keep what moved where others import it from', () => {
    for (const { template, reference, title } of tasks.filter((each) => each.template === 'extract-module')) {
      const name = title.split(' ').at(-1)!;
      // The new file may import something too.
      const old = new RegExp(
        `export (?:\\{[^}]*\\b${name}\\b[^}]*\\} from|function ${name}\\(\\.\\.\\.given|const ${name} = \\w+\\.)`,
      );
      assert.ok(
        reference.files.some(({ content }) => content?.includes(`from './`) === true && old.test(content)),
        template,
      );
    }
  });
});
