import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import OpenAI from 'openai';
import { z } from 'zod';
import { startFakeProvider, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import { bundledCommandLine } from '../testing/commandLine';

describe('whetstone serve', function () {
  this.timeout(60_000);
  let folder: string;
  let provider: FakeProvider;
  const children: ChildProcess[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'serve-'));
    provider = await startFakeProvider(() => ({ text: ['Hello'], usage: { input: 20, output: 7 } }), {
      models: [{ id: 'm' }],
    });
  });

  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async (settings: object) => {
    const file = path.join(folder, 'gateway.json');
    await writeFile(file, JSON.stringify(settings));
    const program = await bundledCommandLine();
    const child = spawn(process.execPath, [program, 'serve', '--config', file, '--json'], {
      env: { ...process.env, WHETSTONE_HOME: folder, FLEET_API_KEY: 'key-of-the-fleet' },
    });
    children.push(child);
    return child;
  };

  it('prints its address and token, takes the key from the environment, and ends well', async () => {
    const child = await serve({
      providers: [
        {
          id: 'fleet',
          kind: 'openai-compatible',
          baseUrl: `${provider.origin}/v1`,
          models: [{ name: 'm', price: { input: 1, output: 2 } }],
        },
      ],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    while (!printed.trim().endsWith('}')) {
      if (child.exitCode !== null) throw new Error('It ended at once.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { url, token } = z.object({ url: z.url(), token: z.string() }).parse(JSON.parse(printed));
    const client = new OpenAI({ baseURL: url, apiKey: token });
    const answer = await client.chat.completions.create({ model: 'auto', messages: [{ role: 'user', content: 'Hi' }] });
    assert.equal(answer.choices[0]?.message.content, 'Hello');
    assert.equal(provider.requests[0]?.headers.authorization, 'Bearer key-of-the-fleet');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('says which providers are down and which local models cannot be read, and serves the rest', async () => {
    await writeFile(path.join(folder, 'broken.gguf'), 'no model');
    const child = await serve({
      providers: [
        { id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1` },
        { id: 'gone', kind: 'openai-compatible', title: 'The lab', baseUrl: 'http://127.0.0.1:9/v1' },
      ],
      localModels: ['broken.gguf'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('The lab: ') || !said.includes('local/broken: ')) {
      if (child.exitCode !== null) throw new Error(`It ended at once: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('says what is wrong with its settings, and ends with 2', async () => {
    const child = await serve({ providers: [{ id: 'fleet', kind: 'openai-compatible' }] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 2);
    assert.match(said, /needs its address/);
  });
});
