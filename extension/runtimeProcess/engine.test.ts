import assert from 'node:assert/strict';
import { chmod, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { convertCheckpoint } from '../../runtime/diffusion';
import { writeRandomCheckpoint } from '../../runtime/diffusion/test/randomCheckpoint';
import type { InfillParams } from '../../runtime/protocol';
import { bundleHost, type BundledHost } from './testing/bundleHost';
import { request, sleep, WatchedClient } from './testing/requests';

const none = CancellationToken.None;
/** The embedded model's sizes, with random weights: memory and time are the same, the text is not. */
const EMBEDDED = {
  hidden: 256,
  layers: 4,
  heads: 4,
  kvHeads: 2,
  headDim: 64,
  intermediate: 640,
  vocab: 4096,
  windowTokens: 32,
  maxPrefixTokens: 512,
  maxSuffixTokens: 64,
};

describe('RuntimeProcess with the real engine', function () {
  this.timeout(120_000);
  let host: BundledHost;
  let client: WatchedClient;

  before(async () => {
    host = await bundleHost('runtime/host/main.ts');
    const source = join(host.folder, 'checkpoint');
    await writeRandomCheckpoint(source, EMBEDDED);
    await convertCheckpoint(source, join(host.folder, 'models', 'embedded'), { quantise: 'int8', id: 'random' });
  });
  after(() => host.dispose());
  beforeEach(() => {
    client = new WatchedClient({ entry: host.entry, modelsFolder: join(host.folder, 'models'), threads: 1 });
  });
  afterEach(() => client.dispose());

  const code = 'const answer = compute(left, right);\n'.repeat(60);
  const ask = (changes: Partial<InfillParams> = {}): InfillParams =>
    request(code, { model: 'embedded', suffix: '\n}\n', ...changes });

  it('loads the model from the models folder, and answers', async () => {
    const info = await client.loadModel({ model: 'embedded' });
    assert.equal(info.id, 'random');
    const result = await client.infill(ask(), none);
    assert.equal(result.model, 'random');
    assert.ok(result.forwardPasses > 0 && result.contextTokens > 100);
    const again = await client.infill(ask({ prefix: `${code}x` }), none);
    assert.ok(again.contextReused > 0.9 * again.contextTokens, 'the context is kept between requests');
  });

  it('rewrites spans of a text, and says how sure it is of its tokens', async () => {
    const text = 'def f(x):\n    return x\n';
    const { model, session, languageId } = ask();
    const keep = { kind: 'share', ratio: 0.5 } as const;
    const spans = [{ start: 14, end: 22, keep, maxTokens: 8 }];
    const request = { model, session, languageId, text, spans, copy: 'off', seed: 1, temperature: 0 } as const;
    const rewritten = await client.rewrite(request, none);
    const { text: span, tokens } = rewritten.spans[0]!;
    assert.equal(tokens.map(({ start, end }) => span.slice(start, end)).join(''), span);
    assert.ok(tokens.some(({ kept }) => kept));
    assert.equal(
      tokens.some(({ kept }) => !kept),
      span !== text.slice(14, 22),
    );
    const judged = await client.tokenConfidence({ model, session, languageId, text, start: 3, end: 20 }, none);
    assert.equal(judged.tokens.map(({ start, end }) => text.slice(start, end)).join(''), text.slice(3, 20));
    await assert.rejects(client.rewrite({ ...request, spans: [] }, none), { kind: 'bad-request' });
  });

  it('stays below 400 MB', async () => {
    for (const session of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) {
      await client.infill(ask({ session, prefix: `${code}${session}`, extent: 'block', maxTokens: 96 }), none);
    }
    const status = await client.status();
    const megabytes = (status?.residentBytes ?? Infinity) / 1e6;
    console.log(`      ${megabytes.toFixed(0)} MB resident with nine documents`);
    assert.ok(megabytes < 400);
  });

  it('stops within a few forward passes when cancelled, and keeps its context', async () => {
    await client.infill(ask(), none);
    const { pid } = client;
    const source = new CancellationTokenSource();
    const long = ask({ extent: 'block', maxTokens: 4096, alternatives: 8, threshold: 1 });
    const cancelled = client.infill(long, source.token);
    await sleep(20);
    const start = performance.now();
    source.cancel();
    await assert.rejects(cancelled, { name: 'RequestCancelledError' });
    await client.infill(ask(), none);
    console.log(`      next answer ${(performance.now() - start).toFixed(0)} ms after a cancellation`);
    assert.equal(client.pid, pid);
  });

  it('is killed in a forward pass, and answers the next request', async () => {
    await client.infill(ask(), none);
    const struck = client.infill(ask({ extent: 'block', maxTokens: 4096, alternatives: 8, threshold: 1 }), none);
    await sleep(50);
    process.kill(client.pid, 'SIGKILL');
    await assert.rejects(struck, { kind: 'crashed' });
    assert.equal((await client.infill(ask(), none)).model, 'random');
  });

  it('gives its memory back when idle', async () => {
    await client.dispose();
    client = new WatchedClient({ entry: host.entry, modelsFolder: join(host.folder, 'models'), idleMs: 200 });
    await client.infill(ask(), none);
    await client.until('stopped');
    assert.equal((await client.infill(ask(), none)).model, 'random');
    assert.ok(!client.kinds.includes('crashed'), client.kinds.join());
  });

  it('works where nothing can be written', async () => {
    await chmod(join(host.folder, 'models', 'embedded'), 0o555);
    assert.equal((await client.infill(ask(), none)).model, 'random');
    await chmod(join(host.folder, 'models', 'embedded'), 0o755);
  });

  it('says what is wrong with a model folder, and lives on', async () => {
    await assert.rejects(client.loadModel({ model: join(host.folder, 'nowhere') }), { kind: 'model-missing' });
    const cut = join(host.folder, 'cut');
    await convertCheckpoint(join(host.folder, 'checkpoint'), cut, { quantise: 'int8', id: 'cut' });
    await truncate(join(cut, 'model.onnx'), 1000);
    await assert.rejects(client.infill(ask({ model: cut }), none), { kind: 'model-corrupt', message: /model\.onnx/ });
    const { pid } = client;
    assert.equal((await client.infill(ask(), none)).model, 'random');
    assert.equal(client.pid, pid);
  });
});
