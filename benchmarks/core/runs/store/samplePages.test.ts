import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../../../runtime/store/openDatabase';
import type { SampleFilter, SampleRow } from '../../../host/protocol';
import { seededRandom } from '../../seededRandom';
import type { RunConfiguration, Scenario } from '../types';
import { openRunStore, runStoreName } from './openRunStore';
import type { RunStore } from './runStore';
import { applicationId, migrations } from './schema';

const count = 120;
const models = ['p/Large', 'p/small', 'q/other'];
const states = ['scored', 'scored', 'error', 'skipped', 'waiting'] as const;

/** Enough of everything that a filter or an order can tell apart, with letters beyond ASCII and signs that SQL's LIKE takes for its own. */
const scenarios: readonly Scenario[] = Array.from({ length: count }, (_, index) => ({
  id: `s${(index * 37) % count}`,
  category: ['bug', 'feature', 'Übung'][index % 3]!,
  language: index % 4 === 0 ? undefined : ['go', 'rust'][index % 2]!,
  difficulty: undefined,
  contextTokens: (index * 7919) % 1000,
  cluster: 'c',
  title: ['Fix 50% of it', 'ÄRGER im Code', 'a_b or a\\b', 'Number'][index % 4]!,
  hash: String(index),
  content: null,
}));
const configuration: RunConfiguration = {
  benchmark: 'test',
  set: { name: 'set', folder: '/set', hash: 'h', scenarios: count },
  models,
  repeats: 1,
  seed: 1,
  maxOutputTokens: 10,
  temperature: undefined,
  concurrency: {},
  budget: undefined,
  localOnly: false,
  cache: true,
  solver: 's@1',
  scorer: 's@1',
  sampling: undefined,
};

describe('pages of samples', () => {
  let folder: string;
  let store: RunStore;
  let all: readonly SampleRow[];
  const base: SampleFilter = { run: 'r', sort: 'index', descending: false, offset: 0, limit: 1000 };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-pages-'));
    store = await openRunStore({ folder });
    const plan = scenarios.flatMap(({ id }) => models.map((model) => ({ scenario: id, model, repeat: 0 })));
    await store.create({ id: 'r', name: 'run', commit: undefined, configuration, scenarios, plan });
    const random = seededRandom(7);
    await write((index) => {
      const state = states[index % states.length]!;
      const scored = state === 'scored';
      return {
        state,
        value: scored ? random(5) / 4 : null,
        complete: scored ? random(2) : null,
        cost: random(4),
        total_ms: state === 'waiting' ? null : random(6),
        ended: state === 'waiting' ? null : index % 50,
        reason: state === 'error' ? `Größe ${index} UNGÜLTIG` : null,
        reason_kind: state === 'error' ? 'unreachable' : state === 'skipped' ? 'stop-rule' : null,
      };
    });
    all = (await store.samples(base)).rows;
  });
  after(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  async function write(of: (index: number) => Readonly<Record<string, string | number | null>>): Promise<void> {
    const database = await openDatabase({ ...runStoreName(folder), applicationId, migrations });
    database.exec('BEGIN');
    for (let index = 0; index < count * models.length; index++) {
      const values = of(index);
      const set = Object.keys(values).map((column) => `${column} = ?`);
      database.prepare(`UPDATE samples SET ${set.join(', ')} WHERE idx = ?`).run(...Object.values(values), index);
    }
    database.exec('COMMIT');
    database.close();
  }

  const textOf = (row: SampleRow) =>
    [row.scenario, row.title, row.category, row.language, row.model, row.reason, row.reasonKind]
      .map((text) => (text ?? '').toLowerCase())
      .join('\n');

  const lets: Readonly<Record<string, readonly [Partial<SampleFilter>, (row: SampleRow) => boolean]>> = {
    'two states': [{ states: ['error', 'waiting'] }, ({ state }) => state === 'error' || state === 'waiting'],
    'no state': [{ states: [] }, () => false],
    'a model': [{ models: ['p/small'] }, ({ model }) => model === 'p/small'],
    'a model that is not of the run': [{ models: ['none'] }, () => false],
    'two categories': [{ categories: ['bug', 'Übung'] }, ({ category }) => category !== 'feature'],
    'a language, not scenarios without one': [{ languages: ['go'] }, ({ language }) => language === 'go'],
    'complete ones': [{ complete: true }, ({ complete }) => complete === true],
    'scored ones with something amiss': [{ complete: false }, ({ complete }) => complete === false],
    'since a time': [{ since: 20 }, ({ ended }) => ended !== undefined && ended >= 20],
    'a category and a state of a model': [
      { categories: ['bug'], states: ['scored'], models: ['p/Large'] },
      ({ category, state, model }) => category === 'bug' && state === 'scored' && model === 'p/Large',
    ],
    'a word of a title': [{ text: 'NUMBER' }, (row) => textOf(row).includes('number')],
    'a sign that LIKE would take for any text': [{ text: '50%' }, (row) => textOf(row).includes('50%')],
    'a sign that LIKE would take for any letter': [{ text: 'a_b' }, (row) => textOf(row).includes('a_b')],
    'a backslash': [{ text: 'a\\b' }, (row) => textOf(row).includes('a\\b')],
    'letters beyond ASCII, whatever their case': [{ text: 'ärger' }, (row) => textOf(row).includes('ärger')],
    'a word of a reason beyond ASCII': [{ text: 'ungültig' }, (row) => textOf(row).includes('ungültig')],
    'a kind of reason': [{ text: 'stop-rule' }, (row) => textOf(row).includes('stop-rule')],
    'a model by its name': [{ text: 'LARGE' }, (row) => textOf(row).includes('large')],
    'words that stand in different places': [
      { text: ' large  größe bug ' },
      (row) => ['large', 'größe', 'bug'].every((word) => textOf(row).includes(word)),
    ],
    'a word longer than any pattern': [{ text: 'x'.repeat(60_000) }, () => false],
  };
  for (const [what, [filter, holds]] of Object.entries(lets)) {
    it(`lets through ${what}, all of them and no other`, async () => {
      const { rows, total, all: of } = await store.samples({ ...base, ...filter });
      const expected = all.filter(holds).map(({ index }) => index);
      assert.deepEqual(
        { indices: rows.map(({ index }) => index), total, of },
        { indices: expected, total: expected.length, of: all.length },
      );
    });
  }

  const orders: Readonly<Record<SampleFilter['sort'], (row: SampleRow) => string | number | undefined>> = {
    index: ({ index }) => index,
    scenario: ({ scenario }) => scenario,
    category: ({ category }) => category,
    model: ({ model }) => model,
    state: ({ state }) => state,
    value: ({ value }) => value,
    context: ({ contextTokens }) => contextTokens,
    cost: ({ cost }) => cost,
    time: ({ totalMs }) => totalMs,
    ended: ({ ended }) => ended,
  };
  for (const [sort, of] of Object.entries(orders) as [SampleFilter['sort'], (typeof orders)['index']][]) {
    it(`sorts by ${sort} both ways, the whole and a part, and what has none last`, async () => {
      for (const part of [{}, { text: 'a', models: ['p/small', 'q/other'] }]) {
        for (const descending of [false, true]) {
          const { rows } = await store.samples({ ...base, ...part, sort, descending });
          const expected = [...rows].sort((a, b) => compare(of(a), of(b), descending) || a.index - b.index);
          assert.deepEqual(
            rows.map(({ index }) => index),
            expected.map(({ index }) => index),
          );
        }
      }
    });
  }

  it('gives the part of the list that was asked for, and nothing beyond its end', async () => {
    const filter = { ...base, sort: 'cost', text: 'bug' } as const;
    const { rows, total } = await store.samples(filter);
    const page = await store.samples({ ...filter, offset: 7, limit: 5 });
    const beyond = await store.samples({ ...filter, offset: total, limit: 5 });
    assert.deepEqual([page.rows, page.total, beyond.rows, beyond.total], [rows.slice(7, 12), total, [], total]);
  });

  it('says that a search has too many words', async () => {
    const text = Array.from({ length: 51 }, (_, index) => `w${index}`).join(' ');
    await assert.rejects(store.samples({ ...base, text }), /A search has 50 words at most; this one has 51/);
  });

  // Last: it changes what the others read.
  it('shows at once what another connection has written', async () => {
    const filter = { ...base, states: ['waiting'] } as const;
    const before = (await store.samples(filter)).total;
    await write((index) => ({ state: index === 0 ? 'waiting' : 'scored' }));
    assert.deepEqual([before > 1, (await store.samples(filter)).total], [true, 1]);
  });
});

function compare(a: string | number | undefined, b: string | number | undefined, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const way = a < b ? -1 : Number(a > b);
  return descending ? -way : way;
}
