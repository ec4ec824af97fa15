import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transferFile } from './fileTransfer';
import { HubConnection } from './hubConnection';

describe('transferFile', function () {
  this.timeout(60_000);
  const piece = randomBytes(1 << 20);
  const pieces = 256;
  let folder: string;
  let server: Server;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-transfer-'));
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': pieces * piece.length });
      let sent = 0;
      const send = () => {
        while (sent < pieces) {
          sent += 1;
          if (!response.write(piece)) {
            response.once('drain', send);
            return;
          }
        }
        response.end();
      };
      send();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('takes little memory for a large file', async () => {
    const hash = createHash('sha256');
    for (let i = 0; i < pieces; i++) hash.update(piece);
    const file = {
      path: 'model.safetensors',
      bytes: pieces * piece.length,
      digest: { kind: 'sha256', hex: hash.digest('hex') },
    } as const;
    const connection = new HubConnection({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const before = process.memoryUsage.rss();
    let most = 0;
    const onBytes = () => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    };
    await transferFile(connection, { repository: 'a/b', commit: 'c' }, file, folder, { onBytes });
    await connection.close();
    assert.equal((await stat(path.join(folder, file.path))).size, file.bytes);
    assert.ok(most < 150e6, `${(most / 1e6).toFixed(0)} MB more than before, for 268 MB`);
  });
});
