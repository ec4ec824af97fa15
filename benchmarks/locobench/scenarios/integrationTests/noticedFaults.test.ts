import assert from 'node:assert/strict';
import type { CodeSymbol } from '../../../../runtime/repository';
import type { TestObservation, TestObserver } from '../maker';
import type { Fault } from './faultOrder';
import { noticedFaults } from './noticedFaults';

const test = 'a.test.ts';
const loading = { path: 'aloads.test.ts', content: '' };
const place = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
const symbol: CodeSymbol = {
  ...{ id: 'a.ts:f', name: 'f', kind: 'function', path: 'a.ts', range: place, selection: place, body: place },
  ...{ documentation: undefined, container: [], exported: true, signature: '', parameters: [] },
};

function fault(id: string): Fault {
  return { symbol, mutant: { id, operator: 'boundary', path: 'a.ts', line: 1, change: { path: 'a.ts', content: id } } };
}

function ran(own: readonly boolean[], loads: readonly boolean[] = [true]): TestObservation {
  const results = (file: string, passed: readonly boolean[]) =>
    passed.map((each, at) => ({ file, name: `t${at}`, passed: each }));
  return { kind: 'ran', results: [...results(test, own), ...results(loading.path, loads)] };
}

/** @param outcomes by the text of the code; '' as it is */
async function keptOf(outcomes: Readonly<Record<string, TestObservation>>) {
  const observe: TestObserver = async (changes) =>
    outcomes[changes.find(({ path }) => path === 'a.ts')?.content ?? ''] ?? { kind: 'not-measured' };
  async function* faults() {
    for (const id of Object.keys(outcomes)) if (id !== '') yield fault(id);
  }
  const kept = await noticedFaults(
    { observe, signal: new AbortController().signal },
    { test, loading, faults: faults() },
  );
  return 'reason' in kept ? kept.reason : kept.map(({ mutant }) => mutant.id);
}

const good = ran([true, true]);
const seen = ran([true, false]);

describe('Faults that a test notices', () => {
  it('are those with which a test fails that passed before', async () => {
    assert.deepEqual(await keptOf({ '': good, 1: seen, 2: good, 3: seen, 4: seen }), ['1', '3', '4']);
  });

  it('are none that loading the code shows already', async () => {
    assert.deepEqual(await keptOf({ '': good, 1: ran([false, false], [false]), 2: seen, 3: seen, 4: seen }), [
      ...['2', '3', '4'],
    ]);
  });

  it('are none with which nothing was reported', async () => {
    assert.deepEqual(await keptOf({ '': good, 1: ran([], []), 2: seen, 3: seen, 4: seen }), ['2', '3', '4']);
  });

  it('are those that never end only where others are too few', async () => {
    assert.deepEqual(await keptOf({ '': good, 1: { kind: 'limit' }, 2: seen, 3: seen }), ['2', '3', '1']);
    assert.deepEqual(await keptOf({ '': good, 1: { kind: 'limit' }, 2: seen, 3: seen, 4: seen }), ['2', '3', '4']);
  });

  it('are at most six', async () => {
    const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((id) => [id, seen]));
    assert.deepEqual(await keptOf({ '': good, ...many }), ['1', '2', '3', '4', '5', '6']);
  });

  it('are refused where fewer than three are left', async () => {
    assert.equal(await keptOf({ '': good, 1: seen, 2: seen, 3: good }), 'does-not-discriminate');
  });

  it('are refused where a test fails on the code as it is', async () => {
    assert.equal(await keptOf({ '': seen, 1: seen, 2: seen, 3: seen }), 'no-tests');
  });

  it('are refused where the tests do not end', async () => {
    assert.equal(await keptOf({ '': { kind: 'limit' }, 1: seen }), 'timed-out');
  });
});
