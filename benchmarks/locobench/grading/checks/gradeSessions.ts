/** Consecutive pieces of work on one code base: each goes on from what the answers before made of it. */
import type { Session } from '../../scenarios/types';
import { gradeAnswers } from '../answers/gradeAnswers';
import { joined, type Valued } from '../milestones';
import type { RepositoryState } from '../state/repositoryState';
import type { ReadAnswer } from '../types';
import { applyAnswer } from './changesCheck';
import { gradeChange, type ChangeGrade } from './gradeChange';
import type { CheckTools } from './tools';

/** Of a session that asks about earlier ones. */
export const RECALL_WEIGHT = 0.2;

export interface SessionsGrade {
  readonly valued: Valued;
  readonly sessions: readonly ChangeGrade[];
  /** Share of what was decided earlier and is still known; undefined: nothing was asked. */
  readonly recall: number | undefined;
}

const NO_ANSWER: ReadAnswer = {
  files: [],
  answers: {},
  problems: [{ kind: 'empty', path: undefined, message: 'There is no answer to this session.' }],
  forms: [],
};

export async function gradeSessions(
  sessions: readonly Session[],
  start: RepositoryState,
  answer: ReadAnswer,
  tools: CheckTools,
): Promise<SessionsGrade> {
  const answers = answer.sessions ?? [answer];
  const grades: ChangeGrade[] = [];
  const parts: { name: string; title: string; share: number; valued: Valued }[] = [];
  const recalled: number[] = [];
  let state = start;
  for (const [index, session] of sessions.entries()) {
    const own = answers[index] ?? NO_ANSWER;
    const base = state.with(session.base);
    const grade = await gradeChange(session.check, base, own, tools);
    grades.push(grade);
    const name = `session-${index + 1}`;
    const asked = session.recall.length > 0;
    parts.push({ name, title: session.title, share: asked ? 1 - RECALL_WEIGHT : 1, valued: grade.valued });
    if (asked) {
      const { milestones, value, complete } = gradeAnswers(session.recall, own.answers);
      recalled.push(value);
      parts.push({
        name,
        title: session.title,
        share: RECALL_WEIGHT,
        valued: { value, complete, measured: true, milestones },
      });
    }
    state = stateAfter(base, session, own);
  }
  return {
    valued: joined(parts),
    sessions: grades,
    recall: recalled.length === 0 ? undefined : recalled.reduce((sum, each) => sum + each, 0) / recalled.length,
  };
}

/** What the next session goes on from: an answer that cannot be used leaves the code as it was. */
export function stateAfter(base: RepositoryState, session: Session, answer: ReadAnswer): RepositoryState {
  const applied = applyAnswer(base, answer, session.check.allowed);
  return applied.forbidden.length > 0 || applied.problem !== undefined ? base : base.with(applied.changes);
}
