import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderName, ProvidersResult } from '../../protocol';
import { Providers } from './providers';
import { probeProgram } from './probeProgram';
import type { ProbeProgram } from './runProbe';

const scripted = (script: string): ProbeProgram => ({
  ...probeProgram(),
  entry: path.join(__dirname, 'test', 'scriptedProbe.ts'),
  env: { ...process.env, SCRIPT: script },
  ...(script === 'hang' ? { patienceMs: 5000 } : {}),
});

/** The processor for real, the others as scripted: one run tries four ways to misbehave. */
function scriptedProviders(scripts: Partial<Record<ProviderName, string>>, folder: string | undefined): Providers {
  const entries = Object.entries(scripts) as [ProviderName, string][];
  return new Providers({
    program: probeProgram(),
    programs: Object.fromEntries(entries.map(([name, script]) => [name, scripted(script)])),
    candidates: [{ name: 'cpu' as const }, ...entries.map(([name]) => ({ name }))],
    threads: 1,
    folder,
  });
}

describe('Providers', function () {
  this.timeout(300_000);
  const report = (result: ProvidersResult, name: ProviderName) => {
    const found = result.providers.find((each) => each.name === name);
    assert.ok(found);
    return found;
  };

  it('refuses providers that crash, give wrong numbers, fail or run nothing, and says why', async () => {
    const scripts = { webgpu: 'crash', directml: 'wrong', coreml: 'fail', cuda: 'idle' };
    const result = await scriptedProviders(scripts, undefined).list({ probe: 'always' });
    assert.equal(result.chosen, 'cpu');
    assert.equal(report(result, 'cpu').state, 'works');
    assert.ok((report(result, 'cpu').contextMs ?? 0) > (report(result, 'cpu').stepMs ?? Infinity));
    const crashed = report(result, 'webgpu');
    assert.equal(crashed.state, 'crashed');
    assert.match(crashed.reason ?? '', /SIGABRT while computing the golden numbers: driver: device lost/);
    const wrong = report(result, 'directml');
    assert.equal(wrong.state, 'wrong');
    assert.match(wrong.reason ?? '', /keys of layer 1 differ from the processor's by/);
    assert.match(report(result, 'coreml').reason ?? '', /no such operator/);
    assert.deepEqual(
      [report(result, 'cuda').state, report(result, 'cuda').reason],
      ['failed', 'it left every node to the processor'],
    );
  });

  it('takes a provider that works and is faster, and nothing that hangs, leaves, or speaks nonsense', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-providers-test-'));
    try {
      const scripts = { cuda: 'right', webgpu: 'hang', directml: 'leave', coreml: 'nan' };
      const providers = scriptedProviders(scripts, folder);
      assert.equal(await providers.chosen(), 'cpu', 'nothing is known yet');
      // Who asks twice at once waits for the same tries.
      const [result, same] = await Promise.all([
        providers.list({ probe: 'unknown' }),
        providers.list({ probe: 'unknown' }),
      ]);
      assert.equal(result.probedAt, same.probedAt);
      assert.equal(result.chosen, 'cuda');
      assert.equal(report(result, 'cuda').state, 'works');
      assert.equal(report(result, 'webgpu').state, 'hung');
      assert.match(report(result, 'directml').reason ?? '', /ended with 0/);
      assert.match(report(result, 'coreml').reason ?? '', /by no number at all/);
      const again = await scriptedProviders({}, folder).list({ probe: 'unknown' });
      assert.deepEqual(again, { ...result, remembered: true });
      assert.equal(await providers.chosen(), 'cuda');
      await forgets(folder, result);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('does not try again what took a process with it, until everything is tried anew', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-providers-test-'));
    try {
      const first = scriptedProviders({ cuda: 'right' }, folder);
      assert.equal((await first.list({ probe: 'unknown' })).chosen, 'cuda');
      await first.exclude('cuda', 'it ended the process in which it ran a model');
      const later = await scriptedProviders({ cuda: 'right' }, folder).list({ probe: 'unknown' });
      assert.deepEqual([later.chosen, report(later, 'cuda').state, later.remembered], ['cpu', 'crashed', true]);
      const again = scriptedProviders({ cuda: 'right' }, folder);
      assert.equal((await again.list({ probe: 'always' })).chosen, 'cuda');
      assert.equal(await again.chosen(), 'cuda');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes a try that never ended for a crash', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-providers-test-'));
    try {
      // A process that tries a provider, and is killed in the middle as by a driver that stops the machine.
      const child = fork(path.join(__dirname, 'test', 'endlessTry.ts'), [folder], {
        execArgv: ['--import', 'tsx'],
        // A group of its own, so that the try itself, which hangs, goes with it.
        detached: true,
        // What a process leaves that is killed goes with the test's folder.
        env: { ...process.env, TMPDIR: folder },
      });
      const file = path.join(folder, 'providers.json');
      for (let tries = 0; !(await readFile(file, 'utf8').catch(() => '')).includes('"webgpu"'); tries++) {
        assert.ok(tries < 3000, 'the try did not begin');
        await sleep(100);
      }
      const alive = await scriptedProviders({ webgpu: 'right' }, folder).list({ probe: 'never' });
      assert.deepEqual(alive.providers, [], 'it goes on');
      process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGKILL');
      await once(child, 'exit');
      const result = await scriptedProviders({ webgpu: 'right' }, folder).list({ probe: 'unknown' });
      assert.equal(report(result, 'webgpu').state, 'crashed');
      assert.match(report(result, 'webgpu').reason ?? '', /the try of it never ended/);
      assert.equal(report(result, 'cpu').state, 'works');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  /** What does not belong to this machine, or is damaged, is as good as nothing. */
  async function forgets(folder: string, result: ProvidersResult): Promise<void> {
    const file = path.join(folder, 'providers.json');
    const text = await readFile(file, 'utf8');
    const never = () => new Providers({ program: probeProgram(), threads: 1, folder }).list({ probe: 'never' });
    for (const damaged of ['', '{', text.replace('"cuda"', '"tpu"'), text.replace('onnxruntime ', 'onnxruntime 0')]) {
      await writeFile(file, damaged);
      assert.deepEqual(await never(), { chosen: 'cpu', providers: [], remembered: false });
    }
    await writeFile(file, text);
    assert.equal((await never()).chosen, result.chosen);
  }
});
