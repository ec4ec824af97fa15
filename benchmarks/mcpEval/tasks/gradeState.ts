/** The primary grade of an answer: what it left behind, and what it says; by which calls means nothing. */
import type { Milestone } from '../../core/runs/types';
import { alignCalls } from '../aligned';
import type { TaskFacts } from '../rows/taskRow';
import type { ToolCall } from '../rows/toolCall';
import type { StateChange } from '../servers/endState';
import { says } from './answerFacts';

export interface StateGrade {
  /** Share of what was to be achieved; each change that nobody asked for counts as one more that was not. */
  readonly value: number;
  readonly complete: boolean;
  readonly milestones: readonly Milestone[];
}

/** Looked at only where a task is graded by its calls. */
export interface CallsToGrade {
  readonly expected: readonly ToolCall[];
  readonly made: readonly ToolCall[];
}

export function gradeState(
  expected: Pick<TaskFacts, 'changes' | 'answers' | 'byCalls'>,
  changes: readonly StateChange[],
  answer: string,
  calls?: CallsToGrade,
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
    ...(expected.byCalls === true && calls !== undefined ? callChecks(calls) : []),
  ];
  const milestones = checks.map((check) => ({ ...check, weight: 1 / checks.length }));
  const achieved = checks.filter((check) => check.achieved).length;
  return {
    value: checks.length === 0 ? 0 : achieved / checks.length,
    complete: checks.length > 0 && achieved === checks.length,
    milestones,
  };
}

/** Each expected call in its order, with all its arguments; each call too many counts as one that was not made. */
function callChecks({ expected, made }: CallsToGrade) {
  const { pairs, extra } = alignCalls(expected, made);
  const exact = new Set(pairs.filter(({ weight }) => weight === 1).map((pair) => pair.expected));
  const check = (id: string, text: string, achieved: boolean) => ({ id, text, achieved, detail: undefined });
  return [
    ...expected.map(({ tool_name: tool }, index) =>
      check(`call-${index + 1}`, `Call ${index + 1} of ${tool} was made as it should be`, exact.has(index)),
    ),
    ...extra.map((position) =>
      check(`extra-call-${position + 1}`, `No further call of ${made[position]?.tool_name ?? ''}`, false),
    ),
  ];
}

function sameChange(expected: StateChange, actual: StateChange | undefined): boolean {
  if (actual?.kind !== expected.kind) return false;
  return (
    expected.kind === 'deleted' || (actual.kind === 'written' && plain(actual.content) === plain(expected.content))
  );
}

/** A line's end at the end of a file, and how lines end, mean nothing. */
const plain = (content: string) => content.replaceAll('\r\n', '\n').trimEnd();
