/** Whole runs: tasks of real servers, the core's runner, and a provider on 127.0.0.1 that does them, does nothing, or calls without end. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FakeAnswer } from '../../../runtime/gateway/testing/fakeProvider';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import { RunMachine } from '../../core/runs/testing/runMachine';
import type { VerifiedTask } from '../rows/taskRow';
import { serverSources, setupOf, type ServerSetup } from '../servers/serverSetup';
import { makeTaskSet } from '../tasks/makeTaskSet';
import { badServer } from '../testing/testServers';
import { taskScenario } from './taskContent';
import { taskScorer } from './taskScorer';
import { taskSolver } from './taskSolver';

const { signal } = new AbortController();
const usage = { input: 20, output: 5 };

describe('runs of MCP tasks', function () {
  this.timeout(120_000);
  let machine: RunMachine;
  let tasks: readonly VerifiedTask[];
  let setups: readonly ServerSetup[];

  before(async () => {
    machine = await RunMachine.start();
    const servers = serverSources(['memory', 'filesystem']);
    setups = await Promise.all(servers.map(setupOf));
    ({ tasks } = await makeTaskSet({ name: 'made', servers, count: 2, seed: 3, network: false, steps: 2, signal }));
    assert.equal(tasks.length, 2);
  });
  after(() => machine.close());

  const benchmark = (maxTurns = 6, chosen = tasks): LoadedBenchmark => ({
    name: 'mcpeval',
    set: { name: 'made', folder: machine.folder },
    commit: undefined,
    scenarios: chosen.map(taskScenario),
    solver: taskSolver({
      ...{ network: false, maxTurns },
      setupsOf: (task) => Promise.resolve(setups.filter(({ name }) => task.whetstone.servers.includes(name))),
    }),
    scorer: taskScorer({ judge: false }),
    close: () => Promise.resolve(),
  });

  async function scored(script: (task: VerifiedTask, results: number) => FakeAnswer, loaded = benchmark()) {
    machine.script = ({ body }) => {
      const messages = JSON.stringify(body);
      const task = tasks.find(({ description }) => messages.includes(JSON.stringify(description).slice(1, -1)));
      assert.ok(task);
      return script(task, (messages.match(/"role":"tool"/g) ?? []).length);
    };
    const run = await machine.work(await machine.plan(loaded, { cache: false }), loaded);
    return Promise.all(loaded.scenarios.map((_scenario, index) => machine.store.sample(run.id, index)));
  }

  const call = ({ tool_calls: calls }: VerifiedTask, index: number): FakeAnswer => ({
    text: [],
    toolCalls: [
      { id: `c${index}`, name: calls[index]?.tool_name ?? '', input: JSON.stringify(calls[index]?.tool_parameters) },
    ],
    usage,
  });

  it('give who does the calls of the ground truth everything, by state, aligned and as published', async () => {
    const samples = await scored((task, done) =>
      done < task.tool_calls.length
        ? call(task, done)
        : { text: [task.final_response ?? '', task.whetstone.answers.join(' ')], usage },
    );
    for (const { record, score } of samples) {
      assert.equal(record.reason, undefined);
      assert.equal(score?.complete, true, JSON.stringify(score));
      assert.equal(score.metrics.alignedF1, 1);
      assert.equal(score.metrics.referenceStrictSuccess, 1);
    }
  });

  it('give an empty answer nothing', async () => {
    const samples = await scored(() => ({ text: ['Done.'], usage }));
    assert.deepEqual(
      samples.map(({ score }) => [score?.value, score?.complete]),
      [
        [0, false],
        [0, false],
      ],
    );
  });

  it('take no success for running out of turns', async () => {
    const samples = await scored((task, done) => call(task, Math.min(done, task.tool_calls.length - 1)), benchmark(3));
    for (const { score } of samples) assert.equal(score?.complete, false);
  });
});

describe('tasks of a server that does everything wrong', function () {
  this.timeout(120_000);

  it('are admitted only where they hold: nothing that keeps state, lies, dies or hangs', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mcp-bad-set-'));
    try {
      const servers = serverSources([badServer(path.join(folder, 'kept'))]);
      const made = await makeTaskSet({
        ...{ name: 'bad', servers, count: 3, seed: 1, network: false, steps: 1, signal },
        limits: { callMs: 300, garbageBytes: 2 ** 20 },
      });
      const used = new Set(made.tasks.flatMap(({ tool_calls: calls }) => calls.map((each) => each.tool_name)));
      assert.ok(made.tasks.length > 0);
      for (const name of used) assert.ok(['add', 'note', 'network'].includes(name), name);
      assert.ok(made.set.rejects.length > 0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
