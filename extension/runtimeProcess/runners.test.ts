import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { CancellationToken } from 'vscode-jsonrpc';
import { noAdapter, softwareAdapter } from '../../runtime/diffusion/providers/test/softwareAdapter';
import { makeRandomModel, type RandomModel } from '../../runtime/diffusion/test/randomModel';
import type { RunnerChoice } from '../../runtime/protocol';
import { bundleHost, type BundledHost } from './testing/bundleHost';
import { request, waitFor, WatchedClient } from './testing/requests';

const none = CancellationToken.None;
const sizes = { family: 'coda', hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512 } as const;

/** Variables that a child gets from this process. */
function setVariables(values: NodeJS.ProcessEnv): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

describe('What runs the models of a runtime child', function () {
  // SwiftShader compiles kernels on the processor.
  this.timeout(300_000);
  let host: BundledHost;
  const models: RandomModel[] = [];
  const clients: WatchedClient[] = [];

  before(async () => {
    host = await bundleHost('runtime/host/main.ts');
    for (const [name, source] of [
      ['llamaHost', 'runtime/llama/llamaHost.ts'],
      ['providerProbe', 'runtime/diffusion/providers/probeProcess.ts'],
    ] as const) {
      await build({
        entryPoints: [source],
        outfile: path.join(host.folder, `${name}.cjs`),
        ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' },
        external: ['onnxruntime-node', 'node-llama-cpp'],
      });
    }
  });
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.dispose())));
  after(async () => {
    await Promise.all(models.map((model) => model.remove()));
    await host.dispose();
  });

  async function make(...args: Parameters<typeof makeRandomModel>): Promise<RandomModel> {
    const model = await makeRandomModel(...args);
    models.push(model);
    return model;
  }

  function open(model: RandomModel, provider: RunnerChoice, stateFolder?: string) {
    const notices: string[] = [];
    const client = new WatchedClient({
      ...{ entry: host.entry, modelsFolder: model.root, threads: 1, provider, restartDelaysMs: [10, 10, 10] },
      ...(stateFolder === undefined ? {} : { stateFolder }),
      onNotice: (message) => notices.push(message),
    });
    clients.push(client);
    return { client, notices };
  }

  const question = request('def f(x):\n    return ', {
    ...{ model: 'embedded', languageId: 'python', length: { kind: 'fixed', tokens: 4 } },
  });
  const texts = async (client: WatchedClient) =>
    (await client.infill(question, none)).suggestions.map(({ text }) => text);

  describe('on WebGPU', () => {
    const env = softwareAdapter();
    let restore: (() => void) | undefined;
    before(function () {
      if (!env) {
        console.warn(`      ${noAdapter}`);
        this.skip();
      }
      restore = setVariables(env);
    });
    after(() => restore?.());

    it('infills there as on the processor, when it is chosen', async () => {
      const model = await make('fp32', sizes);
      const gpu = open(model, 'webgpu');
      const found = await texts(gpu.client);
      const [loaded] = (await gpu.client.status())?.models ?? [];
      assert.deepEqual([loaded?.provider, loaded?.providerReason], ['webgpu', 'it was chosen']);
      assert.deepEqual(gpu.notices, []);
      assert.deepEqual(found, await texts(open(model, 'cpu').client));
    });

    it('leaves a driver alone that took the process with it, and remembers that', async () => {
      const model = await make('fp32', sizes);
      const state = path.join(model.root, 'state');
      const { client, notices } = open(model, 'webgpu', state);
      const expected = await texts(client);
      assert.equal((await client.status())?.models[0]?.provider, 'webgpu');
      // What a driver's abort is to the one who started the process.
      process.kill(client.pid, 'SIGABRT');
      await waitFor(() => client.state.kind === 'crashed', 'the crash');
      assert.deepEqual(await texts(client), expected);
      const [loaded] = (await client.status())?.models ?? [];
      assert.equal(loaded?.provider, 'cpu');
      assert.match(
        notices.join('\n'),
        /^webgpu seems to have ended the model's process \(it ended with signal SIGABRT\)/,
      );
      // Another window, later.
      const other = open(model, 'webgpu', state);
      assert.deepEqual(await texts(other.client), expected);
      assert.match(other.notices.join('\n'), /The processor runs the model and not webgpu: webgpu crashed here before/);
      assert.match(await readFile(path.join(state, 'providers.json'), 'utf8'), /"bad"/);
    });
  });

  it('is the processor where a chosen GPU is not there, and the user is told once', async () => {
    // CUDA is in no build that npm installs.
    const model = await make('fp32', sizes);
    const { client, notices } = open(model, 'cuda');
    const found = await texts(client);
    assert.equal((await client.status())?.models[0]?.provider, 'cpu');
    assert.equal(notices.length, 1);
    assert.match(notices[0]!, /^random: cuda cannot load the model, so the processor runs it: /);
    await client.infill(question, none);
    assert.equal(notices.length, 1);
    assert.deepEqual(found, await texts(open(model, 'cpu').client));
  });

  it('is llama.cpp for a GGUF file, in a process that may end', async () => {
    const model = await make('gguf-f16', sizes);
    const { client, notices } = open(model, 'webgpu');
    const found = await texts(client);
    const [loaded] = (await client.status())?.models ?? [];
    assert.equal(loaded?.provider, 'llama');
    assert.match(notices.join(), /llama\.cpp runs the model on the processor and not webgpu/);
    if (!existsSync('/proc')) return;
    const [child] = await childrenOf(client.pid);
    process.kill(child ?? 0, 'SIGKILL');
    // Told, or not noticed by anybody: the request that follows is answered either way.
    await client
      .infill(question, none)
      .catch((error: unknown) => assert.match(String(error), /llama\.cpp's process ended/));
    assert.deepEqual(await texts(client), found);
    const [next] = await childrenOf(client.pid);
    assert.notEqual(next, child);
    const pid = client.pid;
    await client.dispose();
    await waitFor(() => !existsSync(`/proc/${next}/exe`) || !existsSync(`/proc/${pid}`), 'the end of llama.cpp');
  });

  it('is found out beside requests where a model may gain, and remembered for the next window', async () => {
    // As large as the model that providers are timed with.
    const shape = { hidden: 512, heads: 8, kvHeads: 4, headDim: 64, intermediate: 2048, layers: 4, vocab: 4096 };
    const model = await make('int8-blocks', { ...sizes, ...shape });
    const state = path.join(model.root, 'state');
    const { client, notices } = open(model, 'auto', state);
    await texts(client);
    const [loaded] = (await client.status())?.models ?? [];
    assert.deepEqual([loaded?.provider, loaded?.providersUntried], ['cpu', true]);
    let tried = false;
    const trying = client.providers({ probe: 'unknown' }).then((result) => {
      tried = true;
      return result;
    });
    await texts(client);
    assert.equal(tried, false, 'a request does not wait for the tries');
    const result = await trying;
    assert.equal(result.providers.find(({ name }) => name === 'cpu')?.state, 'works');
    assert.deepEqual([result.remembered, result.outdated, notices], [false, false, []]);
    const next = open(model, 'auto', state).client;
    await texts(next);
    const [again] = (await next.status())?.models ?? [];
    assert.equal(again?.providersUntried, undefined);
    assert.match(again?.providerReason ?? '', /no other provider that runs int8-blocks/);
  });

  it('is not decided by trying where somebody chose', async () => {
    const model = await make('int8', sizes);
    const { client, notices } = open(model, 'webgpu');
    await texts(client);
    const [loaded] = (await client.status())?.models ?? [];
    assert.equal(loaded?.provider, 'cpu');
    assert.match(notices.join(), /weights in int8 do not run there: convert or download the model as int8-blocks/);
    assert.deepEqual(await client.providers({ probe: 'never' }), {
      ...{ chosen: 'cpu', providers: [], remembered: false, outdated: false },
    });
  });
});

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
