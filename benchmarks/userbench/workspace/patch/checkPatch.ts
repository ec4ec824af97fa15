/** What a change satisfies, by predicates alone. */
import { changedTreeOf, checkPredicates, Inspection, newDependencies } from '../predicates';
import type { AspectJudgement } from '../scoring/aspectScore';
import type { FileChange, Predicate, PredicateOutcome, TreeCommand, WorkspaceTask } from '../types';

/**
 * A change may be so much longer than the reference and still count as the cheapest: two people write the same design in different lines,
 * while a design with more parts is longer by more.
 */
export const CHEAPEST_SLACK = 1.5;

export interface PreferenceCheck {
  readonly id: string;
  readonly aspect: string;
  /** undefined: not measured. */
  readonly satisfied: boolean | undefined;
  readonly outcomes: readonly PredicateOutcome[];
}

export interface PatchCheck {
  readonly preferences: readonly PreferenceCheck[];
  readonly judgements: readonly AspectJudgement[];
  readonly diffLines: number;
  readonly newDependencies: readonly string[];
  /** What could not be run, in words. */
  readonly notMeasured: readonly string[];
}

export interface BaseTree {
  readonly paths: readonly string[];
  readonly text: (path: string) => string | undefined;
}

interface CheckOptions {
  readonly run?: TreeCommand | undefined;
  readonly signal: AbortSignal;
}

/** A preference whose check cannot be run counts as violated in its aspect, and is told apart in `notMeasured`. */
export async function checkPatch(
  task: WorkspaceTask,
  base: BaseTree,
  changes: readonly FileChange[],
  options: CheckOptions,
): Promise<PatchCheck> {
  const tree = changedTreeOf(base, changes);
  // All at once: files are parsed once then.
  const wanted = task.aspects.flatMap(({ key, preferences }) => preferences.map((each) => ({ aspect: key, each })));
  const all = await checkPredicates(
    wanted.flatMap(({ each }) => [...each.predicates]),
    tree,
    options,
  );
  let at = 0;
  const preferences = wanted.map(({ aspect, each }): PreferenceCheck => {
    const outcomes = all.slice(at, (at += each.predicates.length));
    return { id: each.id, aspect, satisfied: allHold(outcomes), outcomes };
  });
  const inspection = await Inspection.of(tree);
  const diffLines = [...tree.changes.keys()].reduce((sum, path) => sum + inspection.linesOf(path), 0);
  const dependencies = newDependencies(inspection).map(({ name }) => name);
  const { reference } = task;
  const cheapest =
    diffLines <= CHEAPEST_SLACK * reference.diffLines &&
    dependencies.every((name) => reference.newDependencies.includes(name));
  return {
    preferences,
    judgements: task.aspects.map(({ key }) => {
      const own = preferences.filter(({ aspect }) => aspect === key);
      const ids = (satisfied: boolean) =>
        own.filter((each) => (each.satisfied === true) === satisfied).map(({ id }) => id);
      return { aspect: key, satisfied: ids(true), violated: ids(false), cheapest };
    }),
    diffLines,
    newDependencies: dependencies,
    notMeasured: preferences.flatMap(({ id, outcomes }) => notMeasured(id, outcomes)),
  };
}

export interface GateCheck {
  /** undefined: something of it was not measured, and the rest holds. */
  readonly passes: boolean | undefined;
  readonly outcomes: readonly PredicateOutcome[];
  readonly notMeasured: readonly string[];
}

export async function checkGate(
  gate: readonly Predicate[],
  base: BaseTree,
  changes: readonly FileChange[],
  options: CheckOptions,
): Promise<GateCheck> {
  const tree = changedTreeOf(base, changes);
  // A change that is none implements nothing, whatever the checks of the gate are.
  if (tree.changes.size === 0) return { passes: false, outcomes: [], notMeasured: [] };
  const outcomes = await checkPredicates(gate, tree, options);
  return { passes: allHold(outcomes), outcomes, notMeasured: notMeasured('gate', outcomes) };
}

function allHold(outcomes: readonly PredicateOutcome[]): boolean | undefined {
  if (outcomes.some(({ holds }) => holds === false)) return false;
  return outcomes.some(({ holds }) => holds === undefined) ? undefined : true;
}

function notMeasured(what: string, outcomes: readonly PredicateOutcome[]): string[] {
  return outcomes
    .filter(({ holds }) => holds === undefined)
    .map(({ predicate, detail }) => `${what}, ${predicate.op}: ${detail}`);
}
