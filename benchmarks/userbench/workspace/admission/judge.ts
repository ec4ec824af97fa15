/** Holds what a design was rendered to against predicates. */
import { checkPredicates, changedTreeOf, Inspection, newDependencies } from '../predicates';
import type { RenderedFile } from '../templates';
import type { ChangedTree, FileChange, Predicate, TreeCommand } from '../types';

export interface Base {
  readonly paths: readonly string[];
  readonly text: (path: string) => string | undefined;
}

export function treeOf(base: Base, files: readonly FileChange[]): ChangedTree {
  return changedTreeOf(base, files);
}

/** @returns ids of the preferences whose predicates do not all hold; executed ones that could not be run count as held */
export async function violations(
  preferences: readonly { readonly id: string; readonly predicates: readonly Predicate[] }[],
  tree: ChangedTree,
  run: TreeCommand | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const outcomes = await checkPredicates(
    preferences.flatMap(({ predicates }) => predicates),
    tree,
    { run, signal },
  );
  const failed = new Set(outcomes.filter(({ holds }) => holds === false).map(({ predicate }) => predicate));
  return preferences.filter(({ predicates }) => predicates.some((each) => failed.has(each))).map(({ id }) => id);
}

/** What it costs to have it: lines added and removed, and packages. */
export async function costOf(
  tree: ChangedTree,
): Promise<{ readonly diffLines: number; readonly newDependencies: readonly string[] }> {
  const inspection = await Inspection.of(tree);
  let diffLines = 0;
  for (const path of tree.changes.keys()) diffLines += inspection.linesOf(path);
  return { diffLines, newDependencies: newDependencies(inspection).map(({ name }) => name) };
}

export function changesOf(files: readonly RenderedFile[]): readonly FileChange[] {
  return files.map(({ path, content }) => ({ path, content }));
}
