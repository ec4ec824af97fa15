import type { RunStore } from '../core/runs/store/runStore';
import type { RunProgress, RunRecord } from '../core/runs/types';
import type { ProblemGroup, RunView } from './protocol';

const mostRecent = 20;
const mostGroups = 20;
const problemStates = ['error', 'refused', 'not-measured', 'skipped'] as const;

/** What the page shows of a run: its progress, with what has passed and what went wrong. */
export async function runView(store: RunStore, progress: RunProgress): Promise<RunView> {
  const base = { run: progress.run.id, offset: 0, descending: true } as const;
  const passed = await store.samples({ ...base, complete: true, sort: 'index', limit: 1 });
  const failed = await store.samples({ ...base, states: problemStates, sort: 'ended', limit: 1000 });
  const groups = new Map<string, { -readonly [Key in keyof ProblemGroup]: ProblemGroup[Key] }>();
  for (const { state, reasonKind = '', reason = '' } of failed.rows) {
    const found = problemStates.find((each) => each === state);
    if (found === undefined) continue;
    const key = JSON.stringify([state, reasonKind, reason]);
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { state: found, kind: reasonKind, reason, count: 1 });
  }
  const problems = [...groups.values()].sort((a, b) => b.count - a.count).slice(0, mostGroups);
  return { ...progress, passed: passed.total, problems };
}

/** The progress of a run that nobody works on here. */
export async function restingProgress(store: RunStore, run: RunRecord): Promise<RunProgress> {
  const { rows } = await store.samples({ run: run.id, sort: 'ended', descending: true, offset: 0, limit: mostRecent });
  const recent = rows.filter(({ ended }) => ended !== undefined);
  return { run, rate: undefined, remainingMs: undefined, recent };
}
