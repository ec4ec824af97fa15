/** What `--estimate` says beside what scripted runs really spend: the measured model, a simulated user and a judge, each with its own price. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../runtime/gateway/testing/fakeProvider';
import { completionAspects, trajectoryAspects } from './mcpEval/judging/rubrics';
import { openTaskSet } from './mcpEval/tasks/taskSet';
import { calls, doesTask, readRequest, says } from './mcpEval/testing/scriptedAgent';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const micro = z.number().optional();
const estimated = z.object({
  rows: z.tuple([
    z.object({
      ...{ samples: z.number(), cached: z.number(), expectedCost: micro, worstCost: micro },
      roles: z.array(z.object({ role: z.string(), calls: z.number(), expectedCost: micro, worstCost: micro })),
      assumptions: z.array(z.object({ kind: z.string(), role: z.string().optional() })),
      problem: z.string().optional(),
    }),
  ]),
});
const ended = z.object({ run: z.object({ state: z.string(), spent: z.number() }) });

/** Dollars a million tokens. */
const prices = {
  model: { input: 1, output: 2 },
  user: { input: 4, output: 8 },
  judge: { input: 10, output: 30 },
  other: { input: 20, output: 60 },
};
const ratings = JSON.stringify({
  ...Object.fromEntries([...trajectoryAspects, ...completionAspects].map((aspect) => [aspect, 0.5])),
  comments: 'It does what was asked, and takes one step more than it needs.',
});
const questions = ['a direct flight', 'a large car', 'a room with a view', 'breakfast', 'a late check-out', 'a garden'];

describe('whetstone … run --estimate', function () {
  this.timeout(120_000);
  let folder: string;
  let settings: string;
  let provider: FakeProvider;
  let script: (request: FakeRequest) => FakeAnswer;

  before(async () => {
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-estimate-cli-'));
    provider = await startFakeProvider((request) => counted(request, script(request)));
    settings = path.join(folder, 'gateway.json');
    const limits = { contextTokens: 100_000, maxOutputTokens: 1000 };
    const models = Object.entries(prices).map(([name, price]) => ({ name, ...limits, price }));
    const fake = { id: 'fake', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, concurrency: 8, models };
    await writeFile(settings, JSON.stringify({ providers: [fake] }));
  });
  after(async () => {
    await provider.close();
    await rm(folder, { recursive: true });
  });

  /** A vendor counts about four characters a token, tools included. */
  function counted({ body }: FakeRequest, answer: FakeAnswer): FakeAnswer {
    const sent = JSON.stringify(body?.messages ?? '').length + JSON.stringify(body?.tools ?? '').length;
    const said = JSON.stringify([answer.text, answer.toolCalls ?? []]).length;
    return { ...answer, usage: { input: Math.ceil(sent / 4), output: Math.ceil(said / 4) } };
  }
  async function whetstone(...args: readonly string[]): Promise<unknown> {
    const env = { ...process.env, WHETSTONE_HOME: path.join(folder, 'state'), TZ: 'UTC' };
    const finished = await runCommandLine(args, { env });
    assert.equal(finished.status, 0, finished.stderr);
    return JSON.parse(finished.stdout);
  }
  const estimate = async (...args: readonly string[]) =>
    estimated.parse(await whetstone(...args, '--estimate')).rows[0];
  const spend = async (...args: readonly string[]) => {
    const { run } = ended.parse(await whetstone(...args));
    assert.equal(run.state, 'done');
    return run.spent;
  };
  const within = (value: number | undefined, spent: number, low: number, high: number, what: string) => {
    const ratio = (value ?? NaN) / spent;
    assert.ok(ratio >= low && ratio <= high, `${what}: ${ratio.toFixed(3)} of what was spent`);
  };

  describe('with a simulated user that is a model', () => {
    const trips = (user: string, ...more: readonly string[]) => [
      ...['userbench', 'run', '--set', 'travel22', '--episodes', '6', '--config', settings, '--json'],
      ...['--model', 'fake/model', '--user', `fake/${user}`, ...more],
    ];
    beforeEach(() => {
      script = (request) => {
        if (request.model !== 'model') {
          const isJudge = readRequest(request).all.includes('preference_id');
          return says(
            isJudge
              ? '{"thought": "It asks for one thing in particular.", "type": "3"}'
              : '{"thought": "Nothing of mine.", "response": "Oh, I do not mind either way, really."}',
          );
        }
        const turns = readRequest(request).results.length;
        const asked = questions[turns];
        const input: Record<string, string> =
          asked === undefined
            ? { thought: 'That is all.', choice: 'finish', content: '' }
            : { thought: 'I ask for one more thing.', choice: 'action', content: `Do you want ${asked}?` };
        return calls({ tool_name: 'interact_with_env', tool_parameters: input }, turns);
      };
    });

    it('is in the right order before anybody has played, and near what was spent afterwards', async () => {
      const first = await estimate(...trips('user'));
      assert.deepEqual(
        first.roles.map(({ role }) => role),
        ['user'],
      );
      assert.ok(first.assumptions.some(({ kind, role }) => kind === 'role-assumed' && role === 'user'));
      const spent = await spend(...trips('user'));
      within(first.expectedCost, spent, 0.2, 5, 'before');
      assert.ok((first.worstCost ?? 0) > spent);
      const second = await estimate(...trips('user', '--no-cache'));
      within(second.expectedCost, spent, 0.9, 1.1, 'afterwards');
      assert.ok(!second.assumptions.some(({ kind }) => kind.startsWith('role-')));
    });

    it('takes nothing for known where another model is the user', async () => {
      const same = await estimate(...trips('user'));
      assert.deepEqual([same.cached, same.expectedCost], [6, 0]);
      const other = await estimate(...trips('other'));
      assert.equal(other.cached, 0);
      assert.ok(other.assumptions.some(({ kind }) => kind === 'role-of-other-models'));
      within(other.expectedCost, await spend(...trips('other')), 0.9, 1.1, 'by the calls of another');
    });
  });

  describe('with a judge', () => {
    let run: (judge: string, ...more: readonly string[]) => readonly string[];
    before(async () => {
      const set = path.join(folder, 'tasks');
      const servers = ['--server', 'memory', '--server', 'filesystem'];
      await whetstone('mcpeval', 'generate', ...servers, '--count', '5', '--out', set, '--allow', '--json');
      const { tasks } = await openTaskSet(set);
      run = (judge, ...more) => [
        ...['mcpeval', 'run', '--scenarios', set, '--config', settings, '--json', '--model', 'fake/model'],
        ...['--judge', `fake/${judge}`, ...more],
      ];
      script = (request) => {
        if (request.model !== 'model') return says(ratings);
        const { user } = readRequest(request);
        const task = tasks.find(({ description }) => user[0]?.includes(description) === true) ?? assert.fail(user[0]);
        return doesTask(task, request);
      };
    });

    it('is in the right order before anybody has judged, and near what was spent afterwards', async () => {
      const first = await estimate(...run('judge'));
      const spent = await spend(...run('judge'));
      within(first.expectedCost, spent, 0.2, 5, 'before');
      within(first.roles[0]?.expectedCost, spent, 0.2, 5, 'the judge before');
      const second = await estimate(...run('judge', '--no-cache'));
      within(second.expectedCost, spent, 0.9, 1.1, 'afterwards');
    });

    it('counts another judge of answers that are known, and nothing else', async () => {
      const other = await estimate(...run('other'));
      assert.deepEqual([other.cached, other.expectedCost], [5, other.roles[0]?.expectedCost]);
      within(other.expectedCost, await spend(...run('other')), 0.9, 1.1, 'by the calls of another');
      const same = await estimate(...run('other'));
      assert.deepEqual([same.expectedCost, same.roles], [0, []]);
    });
  });
});
