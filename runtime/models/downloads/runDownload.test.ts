import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openModelFolder } from '../modelFolder';
import type { DownloadStatus } from '../protocol';
import { hasty, ModelsTest, tiny } from '../test/modelsTest';
import { runDownload, type DownloadCallbacks, type DownloadRequest } from './runDownload';

const weights = 'model.safetensors';

describe('runDownload', () => {
  let test: ModelsTest;
  beforeEach(async () => {
    test = await ModelsTest.start();
  });
  afterEach(() => test.stop());

  const download = (more: Partial<DownloadRequest> = {}, callbacks: DownloadCallbacks = {}): Promise<DownloadStatus> =>
    runDownload(
      {
        modelsFolder: test.models,
        model: tiny,
        precision: 'int8',
        keepSource: true,
        endpoint: test.hub.endpoint,
        patience: hasty,
        ...more,
      },
      callbacks,
    );
  const here = (name: string) => path.join(test.models, '.downloads', tiny, 'files', name);
  const bytes = (name: string) => test.files.get(name)!;
  const address = (name: string) =>
    new RegExp(`resolve/.*${name.replaceAll('.', '\\.')}|blob/.*${name.replaceAll('.', '\\.')}`);
  const requestsFor = (name: string) => test.hub.requests.filter(({ url }) => address(name).test(url));

  const expectDone = async (status: DownloadStatus): Promise<void> => {
    assert.deepEqual(status.error, undefined);
    assert.equal(status.phase, 'done');
    await openModelFolder(path.join(test.models, tiny));
  };
  const expectFailure = (status: DownloadStatus, kind: string, message: RegExp): void => {
    assert.equal(status.phase, 'failed');
    assert.equal(status.error?.kind, kind, status.error?.message);
    assert.match(status.error.message, message);
    assert.notEqual(status.error.action, '');
  };

  it('fetches the files of the checkpoint alone, checks and converts them', async () => {
    const phases: string[] = [];
    const status = await download({}, { onStatus: ({ phase }) => phases.push(phase) });
    await expectDone(status);
    const wanted = ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json'];
    assert.deepEqual((await readdir(here(''))).sort(), wanted);
    for (const name of wanted) assert.deepEqual(await readFile(here(name)), bytes(name));
    assert.deepEqual([...new Set(phases)], ['listing', 'downloading', 'converting', 'done']);
    // Each byte once, over three pages of the list.
    assert.equal(test.hub.bytesSent(weights), bytes(weights).length);
    assert.equal(test.hub.requests.filter(({ url }) => url.includes('/tree/')).length, 2);
    const { manifest } = await openModelFolder(path.join(test.models, tiny));
    assert.equal(manifest.id, tiny);
  });

  it('leaves only the model unless the source is to be kept', async () => {
    await expectDone(await download({ keepSource: false }));
    assert.equal(existsSync(here('')), false);
  });

  it('sends the token to the hub and not to the host that it redirects to', async () => {
    test.hub.token = 'secret';
    await expectDone(await download({ token: 'secret' }));
    const at = (server: string) => test.hub.requests.filter((request) => request.server === server);
    assert.ok(at('hub').every(({ authorization }) => authorization === 'Bearer secret'));
    assert.ok(at('cdn').length > 0 && at('cdn').every(({ authorization }) => authorization === undefined));
    const written = await readdir(test.models, { recursive: true, withFileTypes: true });
    for (const file of written.filter((each) => each.isFile())) {
      assert.doesNotMatch(await readFile(path.join(file.parentPath, file.name), 'latin1'), /secret/);
    }
  });

  it('says what to do when the hub wants a token, refuses one, or has no such model', async () => {
    test.hub.token = 'secret';
    expectFailure(await download(), 'denied', /wants a token/);
    expectFailure(await download({ token: 'wrong' }), 'denied', /does not accept the token/);
    test.hub.token = undefined;
    test.hub.fault('hub', /revision/, (_, response) => test.hub.refuse(response, 403, 'GatedRepo'));
    const gated = await download();
    expectFailure(gated, 'denied', /gated/);
    assert.match(gated.error?.action ?? '', /tests\/tiny-model/);
    test.hub.fault('hub', /revision/, (_, response) => test.hub.refuse(response, 404, 'RepoNotFound'));
    expectFailure(await download(), 'model-missing', /has no tests\/tiny-model/);
    assert.equal(test.hub.requests.length, 4, 'none of these is tried again');
  });

  it('waits as long as a busy hub asks, in seconds or until a date', async () => {
    test.hub.fault('hub', address('config.json'), (_, response) =>
      test.hub.refuse(response, 429, 'Busy', { 'retry-after': '1' }),
    );
    const started = Date.now();
    await expectDone(await download());
    assert.ok(Date.now() - started >= 1000);

    const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
    test.hub.fault('hub', /revision/, (_, response) =>
      test.hub.refuse(response, 429, 'Busy', { 'retry-after': until.toUTCString() }),
    );
    const waiting: (string | undefined)[] = [];
    await expectDone(await download({}, { onStatus: (status) => waiting.push(status.waiting) }));
    assert.ok(Date.now() >= until.getTime());
    assert.ok(waiting.some((reason) => reason?.includes('too many requests')));
  });

  it('does not wait for hours', async () => {
    test.hub.fault('hub', /revision/, (_, response) =>
      test.hub.refuse(response, 429, 'Busy', { 'retry-after': '7200' }),
    );
    const status = await download();
    expectFailure(status, 'network', /too many requests/);
    assert.match(status.error?.action ?? '', /120 minutes/);
  });

  it('tries again after 500 and 503, and gives up when they stay', async () => {
    for (const code of [500, 503]) {
      test.hub.fault('cdn', /blob/, (_, response) => test.hub.refuse(response, code, 'Down'));
      test.hub.fault('hub', /tree/, (_, response) => test.hub.refuse(response, code, 'Down'));
    }
    await expectDone(await download());
    test.hub.fault('hub', /revision/, (_, response) => test.hub.refuse(response, 502, 'Down'), 100);
    expectFailure(await download(), 'network', /status 502/);
  });

  it('goes on where a connection broke, without fetching a byte twice', async () => {
    const cut = (share: number) => {
      test.hub.fault('cdn', /blob/, async (request, response, seen) => {
        const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
        const rest = bytes(weights).subarray(from);
        const part = rest.subarray(0, Math.floor(rest.length * share));
        const range =
          from > 0 ? { 'content-range': `bytes ${from}-${bytes(weights).length - 1}/${bytes(weights).length}` } : {};
        response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...range });
        await test.hub.pour(seen, response, part);
        await new Promise((resolve) => setTimeout(resolve, 50));
        response.destroy();
      });
    };
    // More breaks than tries: each of them got further.
    for (let i = 0; i < 6; i++) cut(0.3);
    await expectDone(await download());
    assert.equal(requestsFor(weights).filter(({ server }) => server === 'cdn').length, 7);
    assert.equal(test.hub.bytesSent(weights), bytes(weights).length);
  });

  it('takes a hub that falls silent for a broken connection', async () => {
    test.hub.fault('cdn', /blob/, (_, response) => {
      response.writeHead(200, { 'content-length': bytes(weights).length });
      response.write(bytes(weights).subarray(0, 1000));
    });
    await expectDone(await download({ patience: { ...hasty, silenceMs: 300 } }));
    assert.equal(requestsFor(weights).at(-1)?.range, 'bytes=1000-');
  });

  it('starts the file anew where a server does not know ranges', async () => {
    const whole = (ends: boolean) => {
      test.hub.fault('cdn', /blob/, async (_, response, seen) => {
        response.writeHead(200, { 'content-length': bytes(weights).length });
        await test.hub.pour(seen, response, ends ? bytes(weights) : bytes(weights).subarray(0, 5000));
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (ends) response.end();
        else response.destroy();
      });
    };
    whole(false);
    whole(true);
    await expectDone(await download());
    assert.deepEqual(await readFile(here(weights)), bytes(weights));
  });

  const wrong: Readonly<Record<string, (file: Buffer) => { body: Buffer; headers: Record<string, string> }>> = {
    'other bytes of the same size': (file) => {
      const body = Buffer.from(file);
      body[file.length >> 1]! ^= 1;
      return { body, headers: { 'content-length': String(body.length) } };
    },
    'more bytes than promised': (file) => ({ body: Buffer.concat([file, Buffer.alloc(70_000)]), headers: {} }),
    'a greater length': (file) => ({ body: file, headers: { 'content-length': String(file.length + 10) } }),
    'a smaller length': (file) => ({
      body: file.subarray(0, -10),
      headers: { 'content-length': String(file.length - 10) },
    }),
    'compressed bytes': (file) => ({ body: file, headers: { 'content-encoding': 'gzip' } }),
    'another range': (file) => ({
      body: file,
      headers: { 'content-range': `bytes 5-${file.length - 1}/${file.length}` },
    }),
  };
  for (const [what, make] of Object.entries(wrong)) {
    it(`refuses ${what}, and leaves nothing of them`, async () => {
      const { body, headers } = make(bytes(weights));
      const status = headers['content-range'] === undefined ? 200 : 206;
      test.hub.fault(
        'cdn',
        /blob/,
        async (_, response, seen) => {
          response.writeHead(status, headers);
          await test.hub.pour(seen, response, body);
          response.end();
        },
        2,
      );
      expectFailure(
        await download(),
        'model-corrupt',
        /other bytes than it promised for tests\/tiny-model\/model\.safetensors/,
      );
      assert.ok(!(await readdir(here(''))).some((name) => name.startsWith(weights)));
      assert.equal(existsSync(path.join(test.models, tiny)), false);
      // The same once and right the second time is no failure.
      await expectDone(await download());
    });
  }

  it('refuses a body that always ends too early', async () => {
    test.hub.fault(
      'hub',
      address('config.json'),
      (_, response) => {
        response.writeHead(200);
        response.end(bytes('config.json').subarray(0, 20));
      },
      100,
    );
    expectFailure(await download(), 'network', /broke/);
  });

  it('heals a partial file that was damaged on this disk', async () => {
    const stop = new AbortController();
    test.hub.bytesPerSecond = 200_000;
    const cancelled = await download(
      {},
      { signal: stop.signal, onStatus: ({ doneBytes }) => doneBytes > 40_000 && stop.abort() },
    );
    assert.equal(cancelled.phase, 'cancelled');
    const partial = (await readdir(here(''))).find((name) => name.endsWith('.partial'));
    assert.ok(partial);
    await writeFile(here(partial), Buffer.alloc((await stat(here(partial))).size));
    test.hub.bytesPerSecond = undefined;
    await expectDone(await download());
    assert.deepEqual(await readFile(here(weights)), bytes(weights));
  });

  it('notices a repository that changes between two files', async () => {
    const before = test.hub.commit;
    const changed = new Map(test.files).set('config.json', Buffer.from('{}'));
    test.hub.fault('hub', address('config.json'), async (request, response, seen) => {
      test.hub.publish(changed);
      // A mirror that only knows the newest state.
      const url = request.url!.replace(before, test.hub.commit);
      await test.hub.answer({ ...seen, url }, response);
    });
    expectFailure(await download({ parallel: 1 }), 'model-corrupt', /changed while it was downloaded: config\.json/);
    // The commit of the list is asked for, so a hub that keeps old commits gives just these.
    test.hub.publish(test.files);
    const sent = test.hub.bytesSent(weights);
    await expectDone(await download());
    assert.equal(test.hub.bytesSent(weights), sent, 'what is still the same is not fetched twice');
  });

  it('fetches anew what is not the same in a new commit', async () => {
    await expectDone(await download());
    const card = Buffer.from('# Tiny, second edition\n');
    test.hub.publish(new Map(test.files).set('README.md', card));
    const sent = test.hub.bytesSent(weights);
    await expectDone(await download());
    assert.deepEqual(await readFile(here('README.md')), card);
    assert.equal(test.hub.bytesSent(weights), sent);
  });

  for (const name of [
    '../evil.safetensors',
    '/etc/evil.safetensors',
    'a/../../evil.json',
    '..\\evil.safetensors',
    'C:\\evil.safetensors',
    'a//b',
  ]) {
    it(`refuses a repository with a file named ${JSON.stringify(name)}`, async () => {
      test.hub.publish(new Map(test.files).set(name, Buffer.from('x')));
      expectFailure(await download(), 'model-corrupt', /outside its folder/);
      assert.ok(test.hub.requests.every(({ url }) => !url.includes('/resolve/')));
    });
  }

  it('refuses names that mean one file on some systems, and repositories without weights', async () => {
    test.hub.publish(
      new Map(test.files).set('Config.json', Buffer.from('{}')).set('MODEL.safetensors', Buffer.from('x')),
    );
    expectFailure(await download(), 'model-corrupt', /but for the case/);
    test.hub.publish(new Map([...test.files].filter(([name]) => name !== weights)));
    expectFailure(await download(), 'model-unsupported', /no weights/);
  });

  it("holds the catalogue's hashes against the hub", async () => {
    const licence = { name: 'Apache License 2.0', spdx: 'Apache-2.0', needsAcceptance: false };
    await test.writeCatalogue(licence, { files: [{ name: weights, sha256: 'a'.repeat(64) }] });
    expectFailure(await download(), 'model-corrupt', /not the one that the catalogue knows/);
  });

  it('stops when the hub names another licence', async () => {
    test.hub.licence = 'cc-by-nc-4.0';
    expectFailure(await download(), 'licence', /cc-by-nc-4\.0.*Apache/);
  });

  it('refuses answers of another form', async () => {
    test.hub.fault('hub', /revision/, (_, response) => response.end('{"sha": "../../x"}'));
    expectFailure(await download(), 'unavailable', /does not answer as a hub does/);
    test.hub.fault('hub', /revision/, (_, response) => response.end('<html>'));
    assert.equal((await download()).phase, 'failed');
    test.hub.fault(
      'hub',
      /tree/,
      (request, response) => {
        response.setHeader('Link', `<${test.hub.endpoint}${request.url}>; rel="next"`);
        response.end('[]');
      },
      1000,
    );
    expectFailure(await download(), 'unavailable', /has no end/);
  });

  it('does not follow a redirection in circles, or to a file', async () => {
    test.hub.fault(
      'hub',
      address('config.json'),
      (request, response) => {
        response.writeHead(302, { location: request.url }).end();
      },
      100,
    );
    expectFailure(await download(), 'network', /from one address to the next/);
  });

  it('does not follow a redirection to another kind of address', async () => {
    test.hub.fault('hub', address('config.json'), (_, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    });
    expectFailure(await download(), 'network', /not followed/);
  });

  it('says that the hub cannot be reached', async () => {
    await test.hub.stop();
    expectFailure(await download(), 'network', /cannot be reached \(ECONNREFUSED\)/);
  });

  it('is cancelled by its signal, and goes on from there', async () => {
    const stop = new AbortController();
    test.hub.bytesPerSecond = 200_000;
    const cancelled = await download(
      {},
      { signal: stop.signal, onStatus: ({ doneBytes }) => doneBytes > 40_000 && stop.abort() },
    );
    assert.equal(cancelled.phase, 'cancelled');
    test.hub.bytesPerSecond = undefined;
    const first = test.hub.bytesSent(weights);
    await expectDone(await download());
    const [kept] = requestsFor(weights).filter(({ range }) => range !== undefined);
    assert.ok(kept, 'the rest was asked for');
    const there = Number(/\d+/.exec(kept.range ?? '')?.[0]);
    assert.equal(test.hub.bytesSent(weights) - first, bytes(weights).length - there);
  });

  it('goes on in the precision in which it was begun, unless another one is named', async () => {
    const stop = new AbortController();
    const begun = { precision: 'int4', keepSource: false } as const;
    test.hub.bytesPerSecond = 200_000;
    const enough = ({ doneBytes }: DownloadStatus) => doneBytes > 40_000 && stop.abort();
    assert.equal((await download(begun, { signal: stop.signal, onStatus: enough })).phase, 'cancelled');
    test.hub.bytesPerSecond = undefined;
    const asked = async (precision?: 'fp32') => (await test.manager().downloadRequest(tiny, { precision })).precision;
    assert.deepEqual([await asked(), await asked('fp32')], ['int4', 'fp32']);
    await expectDone(await download(begun));
    assert.equal(await asked(), 'int8', 'one that is done is not gone on with');
  });

  it('needs room for download and result before it begins', async () => {
    const licence = { name: 'Apache License 2.0', spdx: 'Apache-2.0', needsAcceptance: false };
    await test.writeCatalogue(licence, { parameters: 1e15 });
    expectFailure(await download(), 'disk-full', /TB/);
    assert.ok(test.hub.requests.every(({ url }) => !url.includes('/resolve/')));
  });
});
