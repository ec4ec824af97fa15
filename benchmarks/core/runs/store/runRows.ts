import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { runConfiguration } from '../configurationSchema';
import type { RunRecord, SampleState } from '../types';
import { sampleStates } from './sampleRows';
import { noRun } from './storeErrors';

export const runSelect = 'SELECT * FROM runs';

const row = z.object({
  run: z.number(),
  id: z.string(),
  name: z.string(),
  state: z.enum(['planned', 'running', 'paused', 'stopped', 'done', 'over-budget']),
  created: z.number(),
  ended: z.number().nullable(),
  configuration: z.string(),
  commit_id: z.string().nullable(),
  spent: z.number(),
  reason: z.string().nullable(),
  owner: z.string().nullable(),
});

const countRow = z.object({ state: z.enum(sampleStates), samples: z.number() });

/** @param isHeld whether the owner still works on the run: what a dead one was working on has stopped */
export function runRecordOf(
  database: DatabaseSync,
  found: unknown,
  isHeld: (run: string, owner: string) => boolean,
): RunRecord {
  const run = row.parse(found);
  const counts = Object.fromEntries(sampleStates.map((state) => [state, 0])) as Record<SampleState, number>;
  for (const each of database.prepare('SELECT state, samples FROM counts WHERE run = ?').all(run.run)) {
    const { state, samples } = countRow.parse(each);
    counts[state] = samples;
  }
  const died = run.state === 'running' && (run.owner === null || !isHeld(run.id, run.owner));
  return {
    id: run.id,
    state: died ? 'stopped' : run.state,
    created: run.created,
    ended: run.ended ?? undefined,
    configuration: runConfiguration.parse(JSON.parse(run.configuration)),
    commit: run.commit_id ?? undefined,
    name: run.name,
    counts,
    spent: run.spent,
    reason: died
      ? 'What worked on it ended before it could say how. Resume it: nothing is done twice.'
      : (run.reason ?? undefined),
  };
}

/** @throws RuntimeError bad-request when there is no such run */
export function runKey(database: DatabaseSync, id: string): number {
  const found = database.prepare('SELECT run FROM runs WHERE id = ?').get(id);
  if (found !== undefined) return z.object({ run: z.number() }).parse(found).run;
  throw noRun(id);
}
