/** Models in roles beside the one that is measured: asked under the same budget, kept with the sample, told apart from its answers. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Price } from '../../../../runtime/gateway/types';
import type { LoadedBenchmark } from '../benchmark';
import { loadBenchmark } from '../benchmarks';
import { estimateRun } from '../estimate/estimateRun';
import type { ModelFacts } from '../modelAccess';
import { writeQuestions } from '../testing/questionFolder';
import { RunMachine } from '../testing/runMachine';
import type { Json, Solver } from '../types';

const text = (content: string) => [{ type: 'text' as const, text: content }];

/** Asks a user between question and answer. */
const dialogue: Solver = {
  name: 'dialogue',
  version: '1',
  preview: () =>
    Promise.resolve({
      ...{ inputTokens: 100, calls: 1, assumed: [] },
      roles: { user: { calls: 3, inputTokens: 50 } },
    }),
  solve: async (scenario, { generate, generateAs, show }) => {
    show({ kind: 'begun' });
    await generateAs('user', { messages: [{ role: 'user', content: text(`What is 1 times 1? (${scenario.id})`) }] });
    const answer = await generate({ messages: [{ role: 'user', content: text('What is 2 times 2?') }] });
    show({ kind: 'ended' });
    return { text: answer.text, content: answer.text.split('\n').at(-1) ?? '', truncated: false };
  },
};

describe('models in roles', function () {
  this.timeout(20_000);
  let machine: RunMachine;
  let benchmark: LoadedBenchmark;

  beforeEach(async () => {
    machine = await RunMachine.start();
    const set = await writeQuestions(path.join(machine.folder, 'set'), 4);
    benchmark = { ...(await loadBenchmark(set, { mayExecute: false })), solver: dialogue };
  });
  afterEach(async () => {
    await benchmark.close();
    await machine.close();
  });

  it('are asked and kept under their names; times and tokens stay those of the measured model', async () => {
    const run = await machine.plan(benchmark, { models: ['fake/right'], roles: { user: 'fake/wrong' } });
    const shown: Json[] = [];
    const runner = machine.runner(run, benchmark, { onEvent: ({ index }, event) => shown.push([index, event]) });
    const ended = await runner.work(new AbortController().signal);
    assert.equal(ended.counts.scored, 4);
    const { record, calls } = await machine.store.sample(run.id, 0);
    assert.deepEqual(
      calls.map(({ role, answer }) => [role, answer.model]),
      [
        ['user', 'fake/wrong'],
        [undefined, 'fake/right'],
      ],
    );
    assert.equal(record.usage?.outputTokens, calls[1]?.answer.usage.outputTokens);
    assert.equal(record.cost, calls[0]!.answer.cost + calls[1]!.answer.cost);
    assert.ok(record.cost > calls[1]!.answer.cost);
    assert.deepEqual(
      shown.filter((each) => Array.isArray(each) && each[0] === 0).map((each) => (each as Json[])[1]),
      [{ kind: 'begun' }, { kind: 'ended' }],
    );
  });

  it('are not measured where the run names none', async () => {
    const run = await machine.plan(benchmark, { models: ['fake/right'] });
    const { counts } = await machine.work(run, benchmark);
    assert.deepEqual([counts.scored, counts['not-measured']], [0, 4]);
  });

  it('are part of what a run is estimated to cost, and of what keeps it from beginning', async () => {
    const facts = (id: string, dollars: number | undefined): readonly [string, ModelFacts] => {
      const rate = dollars ?? 0;
      const price: Price = {
        rates: { input: rate, output: rate, cacheRead: undefined, cacheWrite: undefined },
        ...{ tiers: [], perRequest: 0, source: 'user' },
      };
      return [
        id,
        {
          ...{ id, endpoint: '', locality: 'cloud', problem: undefined, contextTokens: 10_000, maxOutputTokens: 200 },
          price: dollars === undefined ? undefined : price,
        },
      ];
    };
    const estimate = async (user: number | undefined, roles?: Readonly<Record<string, string>>) => {
      const choice = {
        ...{ name: undefined, models: ['p/m'], repeats: 1, seed: 1, maxOutputTokens: 200, temperature: undefined },
        ...{ concurrency: {}, budget: undefined, localOnly: false, cache: false, sampling: undefined, roles },
      };
      const all = new Map([facts('p/m', 1), facts('p/u', user)]);
      const [row] = await estimateRun(benchmark, choice, all, machine.store.earlier);
      return row!;
    };
    const alone = await estimate(1);
    const priced = await estimate(1, { user: 'p/u' });
    assert.ok(priced.worstCost! > alone.worstCost! && priced.expectedCost! > alone.expectedCost!);
    assert.equal(priced.problem, undefined);
    const user = priced.roles[0]!;
    assert.deepEqual(
      [user.role, user.calls, priced.expectedCost! - user.expectedCost!, priced.worstCost! - user.worstCost!],
      ['user', 12, alone.expectedCost, alone.worstCost],
    );
    const unknown = await estimate(undefined, { user: 'p/u' });
    assert.match(unknown.problem ?? '', /role "user", p\/u: Its price is not known/);
    assert.deepEqual([unknown.expectedCost, unknown.worstCost], [undefined, undefined]);
    assert.ok(unknown.assumptions.some(({ kind }) => kind === 'role-price-unknown'));
    assert.match((await estimate(1, { user: 'p/gone' })).problem ?? '', /There is no model p\/gone/);
  });
});
