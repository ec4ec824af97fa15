import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../../gateway/testing/fakeProvider';
import { agentFixture, allowed, calls, inTurn, says, textTool, type AgentFixture } from '../testing/agentFixture';
import { bundledProgram } from '../../testing/bundledProgram';
import { openTraces } from './index';

/** Real processes, killed with SIGKILL in the middle of a run. */
describe('runs of a process that was killed', function () {
  this.timeout(60_000);
  let folder: string;
  let provider: FakeProvider;
  let script: (index: number) => FakeAnswer;
  let fixture: AgentFixture | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-resume-'));
    provider = await startFakeProvider((_request, index) => script(index));
  });
  afterEach(async () => {
    await fixture?.close();
    fixture = undefined;
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs until something was said, and kills it there. @returns the id of the run */
  const killedAt = async (word: string, approval: 'allow' | 'hang' = 'allow'): Promise<string> => {
    const program = await bundledProgram('runtime/agent/testing/runChild.ts');
    const child = spawn(process.execPath, [program, folder, provider.origin, approval], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.split('\n').includes(word)) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const id = /^run (\S+)$/m.exec(said)?.[1];
    assert.ok(id !== undefined, said);
    return id;
  };

  const watch = () => ({ approve: async () => allowed, emit: () => undefined, signal: new AbortController().signal });
  const written = () => readFile(path.join(folder, 'written.txt'), 'utf8').catch(() => '');
  const write = textTool('write', 'write', () => assert.fail('it was run again'));
  const read = textTool('read', 'read', (text) => `contents of ${text}`);

  it('are interrupted, with all that had happened', async () => {
    script = (index) => (index === 0 ? calls(['read', { text: 'a' }]) : calls(['write', { text: 'b' }]));
    const id = await killedAt('writing');
    const traces = await openTraces({ folder });
    try {
      const { run, steps } = traces.get(id);
      assert.equal(run.status, 'interrupted');
      assert.deepEqual(
        steps.filter(({ kind }) => kind !== 'note').map(({ kind }) => kind),
        ['user', 'model', 'tool', 'model'],
      );
      assert.equal(run.totals.modelCalls, 2);
    } finally {
      traces.close();
    }
  });

  it('do not repeat a change that had begun: the model is told that its outcome is unknown', async () => {
    script = () => calls(['write', { text: 'once' }]);
    const id = await killedAt('writing');
    fixture = await agentFixture({ folder, tools: [write, read], script: inTurn(says('I will look.')) });
    const run = await fixture.agent.resume(id, watch());
    assert.equal(run.status, 'answered');
    assert.equal(await written(), 'once\n');
    const tool = fixture.steps(run).find((step) => step.kind === 'tool');
    assert.equal(tool?.outcome, 'unknown');
    assert.match(JSON.stringify(fixture.sent(0).at(-1)), /what it did is not known.*was not run again/);
  });

  it('ask again about a call that was not allowed yet', async () => {
    script = () => calls(['write', { text: 'x' }]);
    const id = await killedAt('asking', 'hang');
    let ran = 0;
    fixture = await agentFixture({
      ...{ folder, script: inTurn(says('Done.')) },
      tools: [textTool('write', 'write', () => `${++ran}`)],
    });
    let asked = 0;
    const run = await fixture.agent.resume(id, { ...watch(), approve: async () => (asked++, allowed) });
    assert.deepEqual([run.status, asked, ran, await written()], ['answered', 1, 1, '']);
  });

  it('ask the model again when it had not answered', async () => {
    script = () => ({ ...says('never'), fault: { kind: 'stall', after: 0 } });
    const id = await killedAt('step user');
    fixture = await agentFixture({ folder, tools: [read], script: inTurn(says('Here.')) });
    const run = await fixture.agent.resume(id, watch());
    assert.equal(run.status, 'answered');
    assert.deepEqual(
      fixture.sent(0).map(({ role }) => role),
      ['system', 'user'],
    );
  });

  it('are not taken over while their process lives', async () => {
    script = () => calls(['write', { text: 'x' }]);
    const program = await bundledProgram('runtime/agent/testing/runChild.ts');
    const child = spawn(process.execPath, [program, folder, provider.origin, 'allow'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const traces = await openTraces({ folder });
    try {
      let said = '';
      for await (const chunk of child.stdout) {
        said += String(chunk);
        if (said.includes('writing')) break;
      }
      const [run] = traces.list({ limit: 10 });
      assert.equal(run?.status, 'running');
      assert.throws(() => traces.adopt(run.id), { kind: 'bad-request', message: /is under way/ });
      assert.throws(() => traces.delete([run.id]), { kind: 'bad-request', message: /is under way/ });
    } finally {
      traces.close();
      child.kill('SIGKILL');
    }
  });
});
