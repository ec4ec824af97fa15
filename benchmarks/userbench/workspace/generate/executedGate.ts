/** Which of the repository's own checks a task may ask for: those that hold before anything is changed. */
import { repositoryTools } from '../../../locobench/scenarios';
import { check } from '../preferences/topics';
import { changedTreeOf, checkPredicates } from '../predicates';
import type { Predicate, TreeCommand } from '../types';
import type { Base } from '../admission';

export interface ExecutedGate {
  readonly predicates: readonly Predicate[];
  /** What is not asked for, and why, for people. */
  readonly notices: readonly string[];
}

export async function executedGate(
  root: string,
  base: Base,
  run: TreeCommand,
  signal: AbortSignal,
): Promise<ExecutedGate> {
  const { tools, missing } = await repositoryTools(root, { paths: base.paths, text: base.text });
  const candidates: Predicate[] = [];
  if (tools.typeCheck !== undefined)
    candidates.push(check('typeCheckPasses', { words: tools.typeCheck.words, folder: tools.typeCheck.folder }));
  if (tools.test !== undefined)
    candidates.push(check('testsPass', { words: tools.test.words, folder: tools.test.folder }));
  const outcomes = await checkPredicates(candidates, changedTreeOf(base, []), { run, signal });
  const failing = outcomes.filter(({ holds }) => holds !== true);
  return {
    predicates: outcomes.filter(({ holds }) => holds === true).map(({ predicate }) => predicate),
    notices: [
      ...missing.map((each) => `Not asked for: ${each}.`),
      ...failing.map(
        ({ predicate, detail }) =>
          `Not asked for: ${predicate.op} fails in the repository as it is (${detail.slice(0, 200)}).`,
      ),
    ],
  };
}
