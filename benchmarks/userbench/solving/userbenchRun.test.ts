import assert from 'node:assert/strict';
import path from 'node:path';
import { RunMachine } from '../../core/runs/testing/runMachine';
import { searchFor } from '../policies/policies';
import { makeTravelSet } from '../travel/makeTravelSet';
import { loadUserbench } from './loadUserbench';
import { taskOf } from './travelContent';
import { baselineRows, chanceLine, rowOf } from './userbenchResults';
import { travelRunOptions } from './travelOptions';

describe('a run of journeys, from the set to the results', function () {
  this.timeout(60_000);
  let machine: RunMachine;
  beforeEach(async () => (machine = await RunMachine.start()));
  afterEach(() => machine.close());
  const { signal } = new AbortController();

  it('plays over the wire, resumes without asking again, and stands beside chance and policies', async () => {
    const folder = path.join(machine.folder, 'set');
    await makeTravelSet({ set: 'travel22', count: 4, seed: 1, folder, signal });
    const options = travelRunOptions({});
    const benchmark = await loadUserbench(folder, { options });
    const tasks = benchmark.scenarios.map(taskOf);
    // The model `right` knows the best options, and searches once before.
    machine.script = ({ body }) => {
      const text = JSON.stringify(body);
      const task = tasks.find(({ opening }) => text.includes(opening))!;
      const turn = (body!.messages as readonly { readonly role: string }[]).filter(
        ({ role }) => role === 'tool',
      ).length;
      const [choice, content] =
        turn === 0
          ? ['search', searchFor(task.aspects[0]!).replace('[search] ', '')]
          : ['answer', task.aspects[turn - 1]!.bestId];
      const input = JSON.stringify({ thought: 'I know it.', choice, content });
      return {
        text: [],
        toolCalls: [{ id: `c${turn}`, name: 'interact_with_env', input }],
        usage: { input: 50, output: 9 },
      };
    };
    const run = await machine.plan(benchmark, { options });
    const ended = await machine.work(run, benchmark);
    assert.equal(ended.state, 'done');
    assert.equal(ended.counts.scored, 4);
    assert.equal(machine.provider.requests.length, 12);
    const samples = [...machine.store.scores(run.id)];
    const chance = chanceLine(benchmark.scenarios, options);
    const row = rowOf(
      'fake/right',
      samples.map(({ record, metrics }) => ({ scenario: record.scenario, value: record.value, metrics })),
      chance.guess,
    );
    assert.deepEqual([row.score?.mean, row.chanceCorrected, row.metrics.bestExist], [1, 1, 1]);
    assert.equal(row.metrics.validSearchPercent, 100);
    assert.ok(Math.abs(chance.guess - 2.6 / 18) < 1e-12);
    const again = await machine.plan(benchmark, { options });
    await machine.work(again, benchmark);
    assert.equal(machine.provider.requests.length, 12, 'the second run is answered from the cache');
    const [perfect] = await baselineRows(benchmark.scenarios, options, { seed: 1, signal });
    assert.equal(perfect?.score?.mean, 1);
  });
});
