import { applyAnswer } from '../grading/checks/changesCheck';
import type { RepositoryState } from '../grading/state/repositoryState';
import type { ReadAnswer } from '../grading/types';
import type { Session } from '../scenarios';
import { betweenSessions } from './prompt/scenarioPrompt';

/**
 * From one session to the next, as grading does it: an answer that may not be applied leaves the files as they were.
 * @param base what the model saw in `session` @param answer to it
 * @returns the files that `next` begins with, and what its model is told of them
 */
export function nextSession(
  base: RepositoryState,
  answer: ReadAnswer,
  session: Session,
  next: Session,
): { readonly base: RepositoryState; readonly told: string } {
  const applied = applyAnswer(base, answer, session.check.allowed);
  const refused =
    applied.forbidden.length > 0 ? `it changes ${applied.forbidden.join(', ')}, which it must not` : applied.problem;
  const begun = (refused === undefined ? base.with(applied.changes) : base).with(next.base);
  const paths = applied.changes.map(({ path }) => path);
  return { base: begun, told: betweenSessions(paths, refused, next, begun) };
}
