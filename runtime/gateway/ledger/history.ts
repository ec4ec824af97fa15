import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { CallRecord, DecisionRecord } from '../protocol';
import type { Outcome } from '../types';
import { decisionSchema } from './decisionSchema';
import { callColumns, callRow, purposeSchema } from './rows';

const decisionRow = z.object({
  id: z.string(),
  at: z.number(),
  purpose: purposeSchema,
  project: z.string().nullable(),
  decision: z.string(),
});

const outcomeRow = z.object({
  decision: z.string(),
  model: z.string(),
  event: z.enum([
    'verified',
    'verification-failed',
    'accepted',
    'kept',
    'undone',
    'rejected',
    'asked-again',
    'escalation-succeeded',
    'judged-right',
    'judged-wrong',
  ]),
  at: z.number(),
});

/** What is in the books, for reports. */
export class History {
  private readonly byDecision: StatementSync;
  private readonly outcomes: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.byDecision = database.prepare(`SELECT ${callColumns} FROM calls WHERE decision = ? ORDER BY seq`);
    this.outcomes = database.prepare('SELECT decision, model, event, at FROM outcomes WHERE decision = ? ORDER BY seq');
  }

  call(call: string): CallRecord | undefined {
    const row = this.database.prepare(`SELECT ${callColumns} FROM calls WHERE call = ?`).get(call);
    return row === undefined ? undefined : recordOf(row);
  }

  calls(from: number, until: number): readonly CallRecord[] {
    return this.database
      .prepare(`SELECT ${callColumns} FROM calls WHERE at >= ? AND at < ? ORDER BY at, seq`)
      .all(from, until)
      .map(recordOf);
  }

  /** Micro-dollars of a task's calls since a time: settled ones as they were booked, those under way in full. */
  spentOn(task: string, since: number): number {
    const row = this.database
      .prepare(
        `SELECT coalesce(sum(CASE state WHEN 'reserved' THEN reserved ELSE cost END), 0) AS spent
         FROM calls INDEXED BY calls_at WHERE at >= ? AND task = ?`,
      )
      .get(since, task);
    return z.object({ spent: z.number() }).parse(row).spent;
  }

  unreconciled(): readonly CallRecord[] {
    return this.database
      .prepare(`SELECT ${callColumns} FROM calls WHERE state = 'unreconciled' ORDER BY at, seq`)
      .all()
      .map(recordOf);
  }

  decisions(query: {
    readonly before?: number | undefined;
    readonly limit: number;
    readonly project?: string | undefined;
  }): readonly DecisionRecord[] {
    // All of the page's oldest instant, so that the next page, which begins before it, misses none.
    return this.database
      .prepare(
        `WITH matching AS (SELECT rowid AS seq, * FROM decisions WHERE at < ?1 AND (?2 IS NULL OR project = ?2))
         SELECT id, at, purpose, project, decision FROM matching
         WHERE at >= (SELECT min(at) FROM (SELECT at FROM matching ORDER BY at DESC LIMIT ?3))
         ORDER BY at DESC, seq DESC`,
      )
      .all(query.before ?? Number.MAX_SAFE_INTEGER, query.project ?? null, query.limit)
      .map((row) => {
        const { id, at, purpose, project, decision } = decisionRow.parse(row);
        return {
          decision: decisionSchema.parse(JSON.parse(decision)),
          at,
          purpose,
          project: project ?? undefined,
          calls: this.byDecision.all(id).map(recordOf),
          outcomes: this.outcomes.all(id).map((outcome): Outcome => outcomeRow.parse(outcome)),
        };
      });
  }
}

function recordOf(row: unknown): CallRecord {
  const { total_ms: totalMs, ...call } = callRow.parse(row);
  const overrun = call.cost - call.reserved;
  return { ...call, totalMs, ...(overrun > 0 && { overrun }) };
}
