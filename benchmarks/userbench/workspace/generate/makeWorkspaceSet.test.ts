import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { BadInputError } from '../../../core/badInputError';
import { makeQsRepository } from '../../../locobench/testing/madeRepositories';
import { changedTreeOf, checkPredicates } from '../predicates';
import { openWorkspaceSet, type OpenWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { makeWorkspaceSet, type MadeSet } from './makeWorkspaceSet';

const signal = new AbortController().signal;

describe('Tasks on the repository of qs', function () {
  this.timeout(120_000);
  let folder: string;
  let index: RepositoryIndex;
  let made: MadeSet;
  let open: OpenWorkspaceSet;
  let tasks: WorkspaceTask[];
  const make = (name: string, set: string, count: number, seed = 1) =>
    makeWorkspaceSet({ index, set, count, seed, folder: path.join(folder, name), signal });

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-workspace-set-')));
    await makeQsRepository(path.join(folder, 'qs'));
    index = await openRepositoryIndex({ root: path.join(folder, 'qs'), folder: path.join(folder, 'index') });
    made = await make('set', 'ws22', 10);
    open = await openWorkspaceSet(path.join(folder, 'set'));
    tasks = await Promise.all(open.set.tasks.map(({ id }) => open.task(id)));
  });

  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have the aspects and preferences that the set’s name says', () => {
    assert.equal(tasks.length, 10);
    for (const { aspects } of tasks)
      assert.deepEqual(
        aspects.map(({ preferences }) => preferences.length),
        [2, 2],
      );
  });

  it('have mutants that fail their own predicate alone', () => {
    for (const { admission } of tasks) {
      assert.ok(admission.mutantsTested >= 4);
      assert.equal(admission.mutantsCaught, admission.mutantsTested);
      assert.ok(admission.satisfyingDesigns >= 2);
    }
  });

  it('have a reference that meets everything, in a repository that does not yet', async () => {
    const { paths, texts } = await baseOf(open);
    const base = { paths, text: (file: string) => texts.get(file) };
    for (const { aspects, gate, reference } of tasks) {
      const wanted = aspects.flatMap(({ preferences }) => preferences.flatMap(({ predicates }) => predicates));
      const outcomes = await checkPredicates([...wanted, ...gate], changedTreeOf(base, reference.files), { signal });
      assert.deepEqual(
        outcomes.filter(({ holds }) => holds !== true),
        [],
      );
      const untouched = await checkPredicates([...wanted, ...gate], changedTreeOf(base, []), { signal });
      assert.ok(untouched.some(({ holds }) => holds === false));
    }
  });

  it('have 18 cards an aspect, of which the best is the cheapest that satisfies', () => {
    for (const { aspects } of tasks) {
      for (const { options, preferences, letter } of aspects) {
        assert.ok(options !== undefined);
        const { best, correct, wrong, noise } = options;
        const all = [best, ...correct, ...wrong, ...noise];
        assert.deepEqual([correct.length, wrong.length, noise.length], [2, 10, 5]);
        assert.deepEqual(new Set(all.map(({ id }) => id)), new Set(all.map((_, at) => `${letter}${at + 1}`)));
        assert.equal(new Set(all.map(({ diff }) => diff)).size, 18);
        for (const each of [best, ...correct]) assert.equal(each.satisfied.length, preferences.length);
        for (const each of [...wrong, ...noise]) assert.ok(each.violated.length > 0);
        for (const { diffLines, newDependencies } of correct)
          assert.ok(diffLines > best.diffLines || newDependencies.length > 0);
      }
    }
  });

  it('say nothing of what is wanted at first', () => {
    for (const { aspects, openingMessage } of tasks) {
      for (const { explicit, implicit } of aspects.flatMap(({ preferences }) => preferences)) {
        for (const said of [explicit, ...implicit]) assert.ok(!openingMessage.includes(said));
      }
    }
  });

  it('want the repository’s way where it is settled, another where they are against it', () => {
    for (const { kind, value, convention, evidence } of tasks.flatMap(({ aspects }) =>
      aspects.flatMap(({ preferences }) => preferences),
    )) {
      if (kind === 'R') assert.equal(value, convention);
      if (kind === 'C') assert.notEqual(value, convention);
      if (kind !== 'H') assert.ok(evidence.length > 0);
    }
  });

  it('are the same for the same seed, and others for another', async () => {
    await make('again', 'ws22', 10);
    await make('other', 'ws22', 10, 2);
    assert.equal((await openWorkspaceSet(path.join(folder, 'again'))).hash, open.hash);
    assert.notEqual((await openWorkspaceSet(path.join(folder, 'other'))).hash, open.hash);
  });

  it('are counted with what was not taken', () => {
    const { drafted, admitted, mutantsTested, mutantsCaught } = made.set.admission;
    assert.ok(drafted >= admitted && admitted === 10 && mutantsTested >= mutantsCaught);
    assert.equal(made.kinds.R + made.kinds.H + made.kinds.C, 40);
  });

  it('are refused for a name that is none, and for a folder of something else', async () => {
    await assert.rejects(make('bad', 'ws99', 1), BadInputError);
    await assert.rejects(make('qs', 'ws22', 1), BadInputError);
    await assert.rejects(make('set', 'ws33', 1), BadInputError);
  });

  it('are not read where they were changed', async () => {
    const copy = path.join(folder, 'again');
    const [name = ''] = readdirSync(path.join(copy, 'tasks'));
    const file = path.join(copy, 'tasks', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('openingMessage', 'openingmessage'));
    const set = await openWorkspaceSet(copy);
    await assert.rejects(set.task(path.basename(name, '.json')), /damaged/);
    await assert.rejects(set.task('../set'), BadInputError);
  });
});

async function baseOf(open: OpenWorkspaceSet) {
  const paths = Object.keys(open.set.files);
  const texts = new Map<string, string | undefined>();
  for (const file of paths) texts.set(file, await open.text(file));
  return { paths, texts };
}
