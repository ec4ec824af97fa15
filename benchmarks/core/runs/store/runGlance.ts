import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ProblemGroup } from '../../../host/protocol';

/** What one sees of a run at a glance beside its counts. */
export interface RunGlance {
  /** Of the scored samples, those with everything achieved. */
  readonly passed: number;
  /** Most frequent first, twenty at most. */
  readonly problems: readonly ProblemGroup[];
}

const mostProblems = 20;
const passedRow = z.object({ n: z.number() });
const problemRow = z.object({
  state: z.enum(['error', 'refused', 'not-measured', 'skipped']),
  kind: z.string(),
  reason: z.string(),
  count: z.number(),
});

/** @param run its key */
export function glanceAt(database: DatabaseSync, run: number): RunGlance {
  const passed = database.prepare('SELECT count(*) AS n FROM samples WHERE run = ? AND complete = 1').get(run);
  const problems = database
    .prepare(
      `SELECT state, coalesce(reason_kind, '') AS kind, coalesce(min(reason), '') AS reason, count(*) AS count FROM samples
       WHERE run = ? AND state IN ('error', 'refused', 'not-measured', 'skipped')
       GROUP BY state, kind ORDER BY count DESC, state, kind LIMIT ?`,
    )
    .all(run, mostProblems);
  return { passed: passedRow.parse(passed).n, problems: problems.map((row) => problemRow.parse(row)) };
}
