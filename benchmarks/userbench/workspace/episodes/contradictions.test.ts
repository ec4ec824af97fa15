import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { BadInputError } from '../../../core/badInputError';
import type { Preference, WorkspaceTask } from '../types';
import { policyRows } from '../scoring/policyRows';
import { loadWorkspaceSet } from './loadWorkspaceSet';
import { madeFiles, madeSet, madeTask } from './testing/madeTask';
import { unfulfillable } from './unfulfillable';

const signal = new AbortController().signal;
const base = { paths: Object.keys(madeFiles), text: (file: string) => madeFiles[file] };

/** The task with something else in one of its preferences. */
function changed(id: string, change: Partial<Preference>): WorkspaceTask {
  const preferences = (list: readonly Preference[]) =>
    list.map((each) => (each.id === id ? { ...each, ...change } : each));
  return {
    ...madeTask,
    aspects: madeTask.aspects.map((each) => ({ ...each, preferences: preferences(each.preferences) })),
  };
}

const subject = { words: ['parse', 'port'], kind: 'function' } as const;
/** It has to throw, while P3 wants that it never does. */
const ruledOut = changed('P4', {
  predicates: [{ op: 'throwsClass', args: { subject, classes: ['Error'] }, weight: 1 }],
});

describe('Wishes of a task that contradict each other', () => {
  const folders: string[] = [];
  const setOf = (task: WorkspaceTask) => {
    const { folder } = madeSet([task]);
    folders.push(folder);
    return folder;
  };
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('are none where the reference meets all', async () => {
    assert.equal(await unfulfillable(madeTask, base, signal), undefined);
  });

  it('are named with what is not met', async () => {
    assert.match((await unfulfillable(ruledOut, base, signal)) ?? '', /P4 .*throws nothing/);
  });

  it('are named where two are about one thing', async () => {
    const twice = changed('P4', { topic: 'error-style', value: 'throw', admissible: ['throw', 'null'] });
    assert.match((await unfulfillable(twice, base, signal)) ?? '', /P3 and P4 .*result object and throw/);
  });

  it('are named where a value is none of those that there are', async () => {
    assert.match((await unfulfillable(changed('P2', { value: 'shouting' }), base, signal)) ?? '', /P2 wants shouting/);
  });

  it('keep a run from beginning, with what to do', async () => {
    await assert.rejects(
      loadWorkspaceSet(setOf(ruledOut), { execute: false }),
      (error) =>
        error instanceof BadInputError && /ws22-made .*contradicts itself.*Make the set anew/.test(error.message),
    );
  });

  it('keep no other task of the set from being run', async () => {
    const folder = madeSet([{ ...madeTask, id: 'fine' }, ruledOut]).folder;
    folders.push(folder);
    const loaded = await loadWorkspaceSet(folder, { execute: false, scenarios: ['fine'] });
    await loaded.close();
    assert.deepEqual(
      loaded.scenarios.map(({ id }) => id),
      ['fine'],
    );
  });

  it('are refused by scripts as well', async () => {
    const options = { mode: 'choice', policy: 'perfect', seed: 1, execute: false, signal } as const;
    await assert.rejects(policyRows(setOf(ruledOut), options), BadInputError);
  });
});
