/** A real redis-server on a free port of 127.0.0.1, with a password, keeping its data in a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const PASSWORD = 'p4ss-of-the-test';

export interface RedisServer {
  /** With the password. */
  readonly address: string;
  readonly port: number;
  /** Ends it as a crash would, with what was promised on the disk. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Whether `redis-server` is installed (Debian: apt-get install redis-server). */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** @param durable false: what it was told is lost when it ends */
export async function startRedisServer(durable = true): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'whetstone-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const started = spawn('redis-server', [
      ...['--port', String(port), '--bind', '127.0.0.1', '--requirepass', PASSWORD, '--dir', folder],
      ...['--appendonly', durable ? 'yes' : 'no', '--appendfsync', 'always', '--save', ''],
      ...['--maxmemory-policy', 'noeviction'],
    ]);
    child = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.once('exit', () => reject(new Error('redis-server ended before it was ready')));
      started.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve();
      });
    });
  };
  const kill = async () => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    address: `redis://:${PASSWORD}@127.0.0.1:${port}`,
    port,
    start,
    kill,
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
