/** The other side of ledgerRows.ts: a process that reserves and settles calls as fast as the books let it. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openLedger, type SqliteLedger } from '../../runtime/gateway/ledger';
import type { ReservationRequest } from '../../runtime/gateway/types';

/** One order on stdin, as a line of JSON. */
const orderSchema = z.object({
  /** Calls to make, and how many of them are under way at once. */
  calls: z.number().int().positive(),
  inFlight: z.number().int().positive(),
  /** Micro-dollars of the reservation, and of the settlement. */
  reserve: z.number().int(),
  settle: z.number().int(),
});
export type LedgerOrder = z.infer<typeof orderSchema>;

/** The answer to an order, a line on stdout. */
export const doneSchema = z.object({
  /** Calls that were let in. */
  booked: z.number().int(),
  refused: z.number().int(),
});

export async function workOnLedger(folder: string, name: string): Promise<void> {
  const ledger = await openLedger({ folder, timeZone: 'UTC', busyMs: 60_000 });
  console.log('ready');
  let round = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const order = orderSchema.parse(JSON.parse(line));
    console.log(JSON.stringify(await carryOut(ledger, `${name}-${round++}`, order)));
  }
  await ledger.close();
}

async function carryOut(ledger: SqliteLedger, name: string, order: LedgerOrder): Promise<z.infer<typeof doneSchema>> {
  let next = 0;
  let booked = 0;
  const lane = async () => {
    while (next < order.calls) {
      const call = `${name}-${next++}`;
      const answer = await ledger.reserve(benchmarkCall(call, order.reserve));
      if (answer.kind === 'refused') continue;
      booked++;
      await ledger.settle({ call, outcome: 'done', cost: order.settle, usage: undefined, finish: 'stop' });
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, lane));
  return { booked, refused: order.calls - booked };
}

export function benchmarkCall(call: string, cost: number): ReservationRequest {
  return {
    call,
    model: 'openai/gpt-5-mini',
    provider: 'openai',
    locality: 'cloud',
    purpose: 'chat',
    project: 'benchmark',
    task: undefined,
    conversation: 'benchmark',
    parentCall: undefined,
    cost,
    price: '{"source":"benchmark","rates":{"input":0.25,"output":2,"cacheRead":0.025}}',
    ceiling: undefined,
  };
}
