import type { CheckPredicates, Predicate, PredicateOutcome } from '../types';
import { checkExecuted, isExecuted } from './executed';
import { Inspection } from './inspection';
import { no, type Finding } from './rule';
import { codeUses } from './rules/code';
import { configDefault } from './rules/defaults';
import { dependencyAdded, importsFrom, noNewDependency } from './rules/packages';
import { fileNameCase, maxDiff, pathExists, pathUnder, untouched } from './rules/places';
import { exportKind, identifierMatches, noThrow, returnShape, signature, throwsClass } from './rules/shapes';
import { testAt, testUses } from './rules/tests';
import { changelogEntry, docMentions } from './rules/texts';

/**
 * Checks predicates on a changed tree. What a model wrote decides nothing but whether they hold: a file that does not parse, or is too
 * long to be read, fails what needs it.
 * @throws GrammarsMissingError
 */
export const checkPredicates: CheckPredicates = async (predicates, tree, { run, signal }) => {
  signal.throwIfAborted();
  const inspection = await Inspection.of(tree);
  const outcomes: PredicateOutcome[] = [];
  for (const predicate of predicates) {
    signal.throwIfAborted();
    if (isExecuted(predicate)) outcomes.push(await checkExecuted(predicate, tree, run, signal));
    else {
      const { holds, detail } = checkStatic(predicate, inspection);
      outcomes.push({ predicate, holds, detail });
    }
  }
  return outcomes;
};

function checkStatic(predicate: Predicate, tree: Inspection): Finding {
  switch (predicate.op) {
    case 'pathExists':
      return pathExists(predicate.args, tree);
    case 'pathUnder':
      return pathUnder(predicate.args, tree);
    case 'fileNameCase':
      return fileNameCase(predicate.args, tree);
    case 'exportKind':
      return exportKind(predicate.args, tree);
    case 'signature':
      return signature(predicate.args, tree);
    case 'returnShape':
      return returnShape(predicate.args, tree);
    case 'throwsClass':
      return throwsClass(predicate.args, tree);
    case 'noThrow':
      return noThrow(predicate.args, tree);
    case 'importsFrom':
      return importsFrom(predicate.args, tree);
    case 'codeUses':
      return codeUses(predicate.args, tree);
    case 'noNewDependency':
      return noNewDependency(predicate.args, tree);
    case 'dependencyAdded':
      return dependencyAdded(predicate.args, tree);
    case 'identifierMatches':
      return identifierMatches(predicate.args, tree);
    case 'configDefault':
      return configDefault(predicate.args, tree);
    case 'testAt':
      return testAt(predicate.args, tree);
    case 'testUses':
      return testUses(predicate.args, tree);
    case 'docMentions':
      return docMentions(predicate.args, tree);
    case 'untouched':
      return untouched(predicate.args, tree);
    case 'maxDiff':
      return maxDiff(predicate.args, tree);
    case 'changelogEntry':
      return changelogEntry(predicate.args, tree);
    case 'testsPass':
    case 'typeCheckPasses':
    case 'behaviour':
      return no('it has to be run');
  }
}
