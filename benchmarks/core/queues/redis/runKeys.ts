/** Names in Redis. Everything begins with `whetstone`, so that it can share a server with others. */
import { createHash } from 'node:crypto';

export const PREFIX = 'whetstone';

/** Hash: run -> announcement. A run that is not in it is over. */
export const RUNS = `${PREFIX}:runs`;

export const blobKey = (hash: string): string => `${PREFIX}:blob:${hash}`;
export const budgetKey = (run: string): string => `${PREFIX}:budget:${run}`;
/** Hash: worker -> what it said of the run. */
export const workersKey = (run: string): string => `${PREFIX}:workers:${run}`;

/** One queue a run and model, since each model has a concurrency of its own. BullMQ allows no colon in it. */
export function queueName(run: string, model: string): string {
  return `${run.replaceAll(':', '_')}-${createHash('sha256').update(model).digest('hex').slice(0, 16)}`;
}
