/** What a step says that cannot be done yet, or not here: what is missing, and what to do. */
import { RuntimeError } from '../../runtimeError';

const refusal = (message: string, action: string): RuntimeError => new RuntimeError('bad-request', message, action);

export const refusals = {
  notTaken: (): RuntimeError => refusal('No inventory was taken yet.', 'Find the tools first.'),
  notCompared: (): RuntimeError => refusal('The tools were not compared yet.', 'Compare them first.'),
  notAllowed: (): RuntimeError =>
    refusal(
      'Merging needs proof by running tools in the sandbox, which is not allowed here.',
      'Trust the workspace and allow it.',
    ),
  noModels: (): RuntimeError => refusal('No model can be asked here.', 'Merge without one.'),
  noGroup: (): RuntimeError => refusal('There is no such group any more.', 'Choose one of the list.'),
  noneAccepted: (): RuntimeError => refusal('No group is accepted.', 'Accept one or more groups, then apply.'),
  changed: (file: string): RuntimeError =>
    refusal(
      `${file} was changed since the inventory was taken.`,
      'Take the inventory again: a change is applied only to what was verified.',
    ),
  nothingPassed: (): RuntimeError =>
    refusal('Nothing of the accepted groups passed its verification again.', 'See why in each group.'),
  notPlanned: (): RuntimeError => refusal('No such change was planned.', 'Apply again.'),
  noAdapters: (): RuntimeError =>
    refusal('No old name of this change is there any more.', 'Choose a change that stands.'),
  nothingInlined: ([reason]: readonly string[]): RuntimeError =>
    refusal(
      `No call of an old name can be rewritten for certain${reason === undefined ? ': nothing calls them' : `, e.g.: ${reason}`}.`,
      'The old names stay and work as before.',
    ),
  nothingToRevert: (): RuntimeError => refusal('There is nothing to revert.', 'Choose a change that stands.'),
  overwritten: (file: string): RuntimeError =>
    refusal(
      `${file} was changed since, and is not overwritten.`,
      'Put it back by your version control, or revert it by hand.',
    ),
};
