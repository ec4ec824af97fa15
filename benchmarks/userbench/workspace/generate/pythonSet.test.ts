import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { openSandbox, SandboxUnavailableError } from '../../../../runtime/tools/sandbox';
import { changedTreeOf, checkPredicates } from '../predicates';
import { facetOf } from '../profile';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { makeWorkspaceSet, type MadeSet } from './makeWorkspaceSet';
import { makePythonRepository } from './testing/pythonRepository';

const signal = new AbortController().signal;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('Tasks on a repository in Python', function () {
  this.timeout(120_000);
  let folder: string;
  let index: RepositoryIndex;
  let made: MadeSet;
  let tasks: readonly WorkspaceTask[];
  const texts = new Map<string, string>();
  const tree = (files: WorkspaceTask['reference']['files']) =>
    changedTreeOf({ paths: [...texts.keys()].sort(), text: (file) => texts.get(file) }, files);
  const make = (name: string, count: number, execute = false) =>
    makeWorkspaceSet({ index, set: 'ws22', count, seed: 3, folder: path.join(folder, name), execute, signal });

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-python-set-')));
    await makePythonRepository(path.join(folder, 'shop'));
    index = await openRepositoryIndex({ root: path.join(folder, 'shop'), folder: path.join(folder, 'index') });
    made = await make('set', 24);
    const open = await openWorkspaceSet(path.join(folder, 'set'));
    tasks = await Promise.all(open.set.tasks.map(({ id }) => open.task(id)));
    for (const file of Object.keys(open.set.files)) texts.set(file, (await open.text(file)) ?? '');
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [id, majority] of [
    ['docstring-style', 'sphinx'],
    ['annotations', 'signature'],
    ['function-case', 'snake'],
    ['error-style', 'throw'],
    ['error-message', 'value'],
    ['log-target', 'module-logger'],
    ['log-level', 'debug'],
    ['test-framework', 'unittest'],
    ['test-suffix', 'test-first'],
    ['test-place', 'root-folder'],
  ] as const) {
    it(`take from it what it settled on: ${id} ${majority}`, () => {
      const facet = facetOf(made.profile, id, 'python');
      assert.deepEqual([facet?.majority, facet?.class], [majority, 'settled']);
    });
  }

  it('come of eight templates', () => {
    assert.equal(tasks.length, 24);
    assert.equal(new Set(tasks.map(({ template }) => template)).size, 8);
    assert.ok(tasks.every(({ language }) => language === 'python'));
  });

  it('have mutants that fail their own predicate alone', () => {
    const { mutantsTested, mutantsCaught } = made.set.admission;
    assert.ok(mutantsTested >= 100);
    assert.equal(mutantsCaught, mutantsTested);
  });

  it('have references that meet everything', async () => {
    for (const { aspects, gate, reference } of tasks) {
      const wanted = aspects.flatMap(({ preferences }) => preferences.flatMap(({ predicates }) => predicates));
      const outcomes = await checkPredicates([...wanted, ...gate], tree(reference.files), { signal });
      assert.deepEqual(
        outcomes.filter(({ holds }) => holds !== true),
        [],
      );
    }
  });

  it('want both what is settled and what is not', () => {
    assert.ok(made.kinds.R > 0 && made.kinds.H > 0 && made.kinds.C > 0);
  });

  it('are written in Python that Python takes', function () {
    if (!hasPython) this.skip();
    const program = 'import ast, json, sys\nfor name, text in json.load(sys.stdin): ast.parse(text, name)';
    const files = tasks.flatMap(({ reference, convention }) => [...reference.files, ...convention.files]);
    const input = JSON.stringify(
      files.flatMap(({ path: file, content }) => (file.endsWith('.py') ? [[file, content]] : [])),
    );
    execFileSync('python3', ['-c', program], { input });
  });

  it('do what was wished for when they are run', async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (error instanceof SandboxUnavailableError) this.skip();
      throw error;
    }
    if (!hasPython) this.skip();
    const { set, rejects } = await make('executed', 1, true);
    assert.equal(set.admission.admitted, 1, JSON.stringify(rejects));
    const open = await openWorkspaceSet(path.join(folder, 'executed'));
    for (const { id } of set.tasks) {
      const task = await open.task(id);
      assert.ok(task.admission.executed && task.gate.some(({ op }) => op === 'behaviour'), id);
    }
  });
});
