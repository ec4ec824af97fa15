import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { bundledHosts, type BundledHosts } from '../../runtime/models/test/bundledHosts';
import { ModelsTest, tiny } from '../../runtime/models/test/modelsTest';
import type { DownloadStatus } from '../../runtime/models/protocol';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { ModelsClient } from './modelsClient';

const repository = path.resolve(__dirname, '../..');

describe('ModelsClient', function () {
  this.timeout(60_000);
  let test: ModelsTest;
  let clients: ModelsClient[];
  let hosts: BundledHosts;
  before(async () => {
    hosts = await bundledHosts();
  });
  beforeEach(async () => {
    clients = [];
    test = await ModelsTest.start();
  });
  afterEach(async () => {
    for (const client of clients) client.dispose();
    await test.stop();
  });

  const open = (idleMs = 0, localOnly = false): ModelsClient => {
    const client = new ModelsClient({
      entry: hosts.models,
      downloadEntry: hosts.download,
      modelsFolder: test.models,
      embedded: path.join(repository, 'media/models/embedded'),
      endpoint: test.hub.endpoint,
      idleMs,
      localOnly,
    });
    clients.push(client);
    return client;
  };
  const ended = (client: ModelsClient): Promise<DownloadStatus> =>
    new Promise((resolve) => client.onDownload((status) => !status.active && resolve(status)));

  it('lists, asks for the licence, downloads, verifies and removes', async () => {
    await test.writeCatalogue({ name: 'Own', text: 'You may test.', needsAcceptance: true });
    const client = open();
    const [embedded] = await client.list();
    assert.deepEqual([embedded?.id, embedded?.state], ['embedded', 'installed']);
    const refused = await client.download({ model: tiny }).catch((error: unknown) => error);
    assert.ok(refused instanceof RuntimeRequestError && refused.kind === 'licence');
    assert.deepEqual(test.hub.requests, [], 'nothing was asked before the licence was accepted');
    const { text, textSha256 } = await client.licence(tiny);
    assert.equal(text, 'You may test.');
    await client.acceptLicence({ model: tiny, textSha256, by: 'a person' });

    let changes = 0;
    client.onChange(() => changes++);
    const end = ended(client);
    assert.equal((await client.download({ model: tiny, token: 'hf_x' })).model, tiny);
    assert.equal((await end).phase, 'done');
    const model = (await client.list()).find(({ id }) => id === tiny);
    assert.deepEqual(
      [model?.state, model?.origin, model?.licence?.accepted?.by],
      ['installed', 'download', 'a person'],
    );
    assert.equal((await client.verify(tiny)).ok, true);
    await client.remove(tiny);
    assert.equal((await client.list()).find(({ id }) => id === tiny)?.state, 'available');
    assert.ok(changes >= 3);
  });

  it('shows a download to every window, and lets any of them cancel it', async () => {
    test.hub.bytesPerSecond = 20_000;
    const [one, two] = [open(), open()];
    await two.list();
    const seen = new Promise<DownloadStatus>((resolve) =>
      two.onDownload((status) => status.doneBytes > 0 && resolve(status)),
    );
    await one.download({ model: tiny });
    assert.equal((await seen).active, true);
    const second = await two.download({ model: tiny });
    assert.equal(second.active, true, 'the second window joins the first');
    const ends = [ended(one), ended(two)];
    await two.cancel({ model: tiny });
    assert.deepEqual(
      (await Promise.all(ends)).map(({ phase }) => phase),
      ['cancelled', 'cancelled'],
    );
    const sent = test.hub.bytesSent('model.safetensors');
    assert.ok(sent > 0 && sent < test.files.get('model.safetensors')!.length, 'fetched once, and not to the end');
  });

  it('goes on with a download when the window that began it is gone', async () => {
    test.hub.bytesPerSecond = 100_000;
    const first = open();
    await first.download({ model: tiny });
    first.dispose();
    const second = open();
    const end = ended(second);
    await second.list();
    assert.equal((await end).phase, 'done');
    assert.equal(test.hub.bytesSent('model.safetensors'), test.files.get('model.safetensors')!.length);
  });

  it('asks no hub when it is to stay local, and still adds from a folder', async () => {
    const client = open(0, true);
    const refused = await client.download({ model: tiny }).catch((error: unknown) => error);
    assert.ok(
      refused instanceof RuntimeRequestError && refused.kind === 'network' && refused.message.includes('this machine'),
    );
    assert.deepEqual(test.hub.requests, []);
    assert.equal((await client.addFolder({ folder: test.checkpoint, id: 'own' })).state, 'installed');
  });

  it('starts the child again when it has gone idle', async () => {
    const client = open(100);
    await client.list();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await client.list())[0]?.id, 'embedded');
  });

  it('cancels work, and says what was wrong with a request', async () => {
    const client = open();
    const source = new CancellationTokenSource();
    client.onWork(() => source.cancel());
    await assert.rejects(
      client.addFolder({ folder: path.join(repository, 'media/models/embedded'), id: 'copy' }, source.token),
      RequestCancelledError,
    );
    assert.equal(
      (await client.list()).some(({ id }) => id === 'copy'),
      false,
    );
    await assert.rejects(
      client.verify('../x'),
      (error) => error instanceof RuntimeRequestError && error.kind === 'model-missing',
    );
    await assert.rejects(
      client.cancel({ model: tiny }),
      (error) => error instanceof RuntimeRequestError && error.kind === 'model-missing',
    );
  });

  it('says so when the child cannot be started', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-client-'));
    const client = new ModelsClient({
      entry: path.join(folder, 'gone.cjs'),
      downloadEntry: folder,
      modelsFolder: folder,
      embedded: folder,
    });
    clients.push(client);
    await assert.rejects(client.list(), (error) => error instanceof RuntimeRequestError && error.kind === 'crashed');
    await rm(folder, { recursive: true });
  });
});
