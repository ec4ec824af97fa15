import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SampleRecord } from '../types';
import type { PackedDetail } from './details';

interface Statements {
  readonly settle: StatementSync;
  readonly putRequest: StatementSync;
  readonly hasRequest: StatementSync;
  readonly putDetail: StatementSync;
  readonly refer: StatementSync;
  readonly forget: StatementSync;
  readonly run: StatementSync;
}

const prepared = new WeakMap<DatabaseSync, Statements>();

function statementsOf(database: DatabaseSync): Statements {
  const known = prepared.get(database);
  if (known) return known;
  const made: Statements = {
    run: database.prepare('SELECT run FROM runs WHERE id = ?'),
    settle: database.prepare(
      `UPDATE samples SET state = ?, attempts = attempts + ?, value = ?, complete = ?, cost = ?, input = ?, cache_read = ?,
         cache_write = ?, output = ?, reasoning = ?, usage_source = ?, total_ms = ?, first_token_ms = ?, cached = ?, truncated = ?,
         started = ?, ended = ?, worker = ?, reason_kind = ?, reason = ?
       WHERE run = ? AND idx = ? AND round = ? AND state IN ('waiting', 'running')`,
    ),
    putRequest: database.prepare('INSERT OR IGNORE INTO requests VALUES (?, ?)'),
    hasRequest: database.prepare('SELECT 1 FROM requests WHERE hash = ?'),
    putDetail: database.prepare('INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?)'),
    forget: database.prepare('DELETE FROM sample_requests WHERE run = ? AND idx = ?'),
    refer: database.prepare('INSERT OR IGNORE INTO sample_requests VALUES (?, ?, ?)'),
  };
  prepared.set(database, made);
  return made;
}

/**
 * Inside a transaction: the row, if it still waits for this round's result, and what is kept beside it.
 * @returns 'late' when there is a result already; 'request-gone' when a request that was thought to be there has gone: nothing is written
 */
export function writeOutcome(
  database: DatabaseSync,
  record: SampleRecord,
  { body, metrics, requests }: PackedDetail,
): 'written' | 'late' | 'request-gone' {
  const to = statementsOf(database);
  const run = to.run.get(record.run)?.run;
  if (typeof run !== 'number') return 'late';
  const gone = requests.some((each) => each.body.length === 0 && to.hasRequest.get(each.hash) === undefined);
  if (gone) return 'request-gone';
  const { usage } = record;
  const { changes } = to.settle.run(
    record.state,
    record.attempts,
    record.value ?? null,
    record.complete === undefined ? null : Number(record.complete),
    record.cost,
    usage?.inputTokens ?? null,
    usage?.cacheReadTokens ?? null,
    usage?.cacheWriteTokens ?? null,
    usage?.outputTokens ?? null,
    usage?.reasoningTokens ?? null,
    usage?.source ?? null,
    record.totalMs ?? null,
    record.firstTokenMs ?? null,
    Number(record.cached),
    Number(record.truncated),
    record.started ?? null,
    record.ended ?? null,
    record.worker ?? null,
    record.reasonKind ?? null,
    record.reason ?? null,
    run,
    record.index,
    record.round ?? 0,
  );
  if (Number(changes) === 0) return 'late';
  to.forget.run(run, record.index);
  to.putDetail.run(run, record.index, metrics ?? null, body);
  for (const request of requests) {
    if (request.body.length > 0) to.putRequest.run(request.hash, request.body);
    to.refer.run(run, record.index, request.hash);
  }
  return 'written';
}
