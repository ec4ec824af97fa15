/** Predicates that run a command over the changed tree. */
import type { ChangedTree, Predicate, PredicateOutcome, TreeCommand } from '../types';

type Executed = Extract<Predicate, { op: 'testsPass' | 'typeCheckPasses' | 'behaviour' }>;

const SHOWN = 400;

export function isExecuted(predicate: Predicate): predicate is Executed {
  return predicate.op === 'testsPass' || predicate.op === 'typeCheckPasses' || predicate.op === 'behaviour';
}

export async function checkExecuted(
  predicate: Executed,
  tree: ChangedTree,
  run: TreeCommand | undefined,
  signal: AbortSignal,
): Promise<PredicateOutcome> {
  const { words, folder } = predicate.args;
  const files = predicate.op === 'behaviour' ? predicate.args.files : undefined;
  const outcome = await run?.({ words, folder, files }, tree, signal);
  if (outcome === undefined) return { predicate, holds: undefined, detail: 'nothing may be run here' };
  if (outcome.timedOut) return { predicate, holds: false, detail: `${words.join(' ')} took too long` };
  const wanted = predicate.op === 'behaviour' ? (predicate.args.exit ?? 0) : 0;
  const said = predicate.op !== 'behaviour' || outcome.output.includes(predicate.args.expected);
  const end = outcome.output.trim().slice(-SHOWN);
  return { predicate, holds: outcome.exit === wanted && said, detail: `exit ${outcome.exit ?? 'by a signal'}: ${end}` };
}
