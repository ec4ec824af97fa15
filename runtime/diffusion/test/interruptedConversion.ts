/**
 * A conversion in a process of its own that is stopped in the middle, for tests:
 *
 *     node --import tsx interruptedConversion.ts SOURCE OUT AFTER kill|hold
 *
 * At the AFTER-th report of progress `kill` ends the process as kill -9 does; `hold` writes a line and waits to be ended.
 */
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';

async function main(): Promise<void> {
  const [source = '', out = '', after = '', how = ''] = process.argv.slice(2);
  let reports = 0;
  await convertCheckpoint(source, out, {
    id: 'm',
    quantise: 'int8',
    inlineLimit: 0,
    onProgress: () => {
      if (++reports !== Number(after)) return;
      if (how === 'kill') process.kill(process.pid, 'SIGKILL');
      process.stdout.write('holding\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    },
  });
}

void main();
