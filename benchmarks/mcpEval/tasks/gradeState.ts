/** The primary grade of an answer: what it left behind, and what it says; by which calls means nothing. */
import type { Milestone } from '../../core/runs/types';
import type { TaskFacts } from '../rows/taskRow';
import type { StateChange } from '../servers/endState';
import { says } from './answerFacts';

export interface StateGrade {
  /** Share of what was to be achieved; each change that nobody asked for counts as one more that was not. */
  readonly value: number;
  readonly complete: boolean;
  readonly milestones: readonly Milestone[];
}

export function gradeState(
  expected: Pick<TaskFacts, 'changes' | 'answers'>,
  changes: readonly StateChange[],
  answer: string,
): StateGrade {
  const made = new Map(changes.map((change) => [change.path, change]));
  const wanted = new Set(expected.changes.map(({ path }) => path));
  const checks = [
    ...expected.changes.map((change, index) => ({
      id: `state-${index + 1}`,
      text: change.kind === 'deleted' ? `${change.path} is gone` : `${change.path} is as it should be`,
      achieved: sameChange(change, made.get(change.path)),
      detail: made.has(change.path) ? undefined : 'nothing was changed there',
    })),
    ...expected.answers.map((fact, index) => ({
      ...{
        id: `answer-${index + 1}`,
        text: `The answer says ${fact}`,
        achieved: says(answer, fact),
        detail: undefined,
      },
    })),
    ...changes
      .filter(({ path }) => !wanted.has(path))
      .map(({ path, kind }, index) => ({
        ...{ id: `extra-${index + 1}`, text: `${path} stays as it was`, achieved: false, detail: `it was ${kind}` },
      })),
  ];
  const milestones = checks.map((check) => ({ ...check, weight: 1 / checks.length }));
  const achieved = checks.filter((check) => check.achieved).length;
  return {
    value: checks.length === 0 ? 0 : achieved / checks.length,
    complete: checks.length > 0 && achieved === checks.length,
    milestones,
  };
}

function sameChange(expected: StateChange, actual: StateChange | undefined): boolean {
  if (actual?.kind !== expected.kind) return false;
  return (
    expected.kind === 'deleted' || (actual.kind === 'written' && plain(actual.content) === plain(expected.content))
  );
}

/** A line's end at the end of a file, and how lines end, mean nothing. */
const plain = (content: string) => content.replaceAll('\r\n', '\n').trimEnd();
