import type { DatabaseSync } from 'node:sqlite';
import { noSample } from './storeErrors';

/** Which samples are done anew: those named, or all that did not come to a score though they should have. */
export type Anew = { readonly kind: 'failed' } | { readonly kind: 'samples'; readonly samples: readonly number[] };

/** Inside a transaction. @returns how many wait again */
export function beginAnew(database: DatabaseSync, run: number, id: string, which: Anew): number {
  const anew = `UPDATE samples SET state = 'waiting', round = round + 1, generation = generation + (state = 'scored'),
    value = NULL, complete = NULL, cost = 0, input = NULL, cache_read = NULL, cache_write = NULL, output = NULL, reasoning = NULL,
    usage_source = NULL, total_ms = NULL, first_token_ms = NULL, cached = 0, truncated = 0, started = NULL, ended = NULL,
    worker = NULL, reason_kind = NULL, reason = NULL`;
  if (which.kind === 'failed') {
    const failed = "state IN ('error', 'refused', 'not-measured')";
    return Number(database.prepare(`${anew} WHERE run = ? AND ${failed}`).run(run).changes);
  }
  const wanted = [...new Set(which.samples)];
  const one = database.prepare(`${anew} WHERE run = ? AND idx = ? AND state NOT IN ('waiting', 'running')`);
  const there = database.prepare('SELECT 1 FROM samples WHERE run = ? AND idx = ?');
  let changed = 0;
  for (const index of wanted) {
    if (there.get(run, index) === undefined) throw noSample(id, index);
    changed += Number(one.run(run, index).changes);
  }
  return changed;
}
