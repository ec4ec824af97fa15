/**
 * A process of its own that uses the books, for tests: `tsx ledgerProcess.ts FOLDER NAME MODE N`. Prints one line of JSON.
 *
 * - hold: reserves N micro-dollars, says so, and waits to be killed
 * - chatter: reserves and settles, 8 calls at once, and says each that was answered, until it is killed
 * - compete: N calls at once of 1,000 micro-dollars; each that is let in is settled with 700 or left open, in turn
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedger } from '../openLedger';
import { reservation, settlement } from './reservations';

async function main(): Promise<void> {
  const [folder = '', name = '', mode = '', count = ''] = process.argv.slice(2);
  const ledger = await openLedger({ folder, timeZone: 'UTC', busyMs: 60_000 });
  if (mode === 'hold') {
    const { kind } = await ledger.reserve(reservation(name, Number(count)));
    console.log(JSON.stringify({ kind }));
    setInterval(() => undefined, 1000);
    return;
  }
  if (mode === 'chatter') {
    const lane = async (index: number) => {
      for (let round = 0; ; round++) {
        const call = `${name}-${index}-${round}`;
        const { kind } = await ledger.reserve(reservation(call, 1000));
        await say(JSON.stringify({ call, said: kind }));
        await ledger.settle(settlement(call, 700));
        await say(JSON.stringify({ call, said: 'settled' }));
      }
    };
    await Promise.all(Array.from({ length: Number(count) }, (_, index) => lane(index)));
  }
  // All processes begin together.
  console.log('ready');
  await new Promise<void>((resolve) => process.stdin.once('data', () => resolve()));
  const calls = Array.from({ length: Number(count) }, (_, index) => `${name}-${index}`);
  const answers = await Promise.all(
    calls.map(async (call, index) => {
      const { kind } = await ledger.reserve(reservation(call, 1000));
      if (kind === 'reserved' && index % 2 === 0) await ledger.settle(settlement(call, 700));
      return kind;
    }),
  );
  console.log(JSON.stringify({ reserved: answers.filter((kind) => kind === 'reserved').length }));
  await ledger.close();
  process.stdin.destroy();
}

/** What was said has left the process before anything else is done; a reader that is slow is waited for. */
async function say(line: string): Promise<void> {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
    await sleep(1);
  }
}

void main();
