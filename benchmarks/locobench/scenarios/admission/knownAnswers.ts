/** Answers that are known before any model is asked: the right one, and some that must fail. */
import type { ReadAnswer } from '../../grading/types';
import type { Draft } from '../maker';
import type { ContextFile, FileChange, Question, Verification } from '../types';

export interface KnownAnswer {
  readonly kind: string;
  readonly answer: ReadAnswer;
}

export function referenceAnswer(verification: Verification): ReadAnswer {
  switch (verification.kind) {
    case 'answers':
      return read([], verification.questions);
    case 'change':
      return read(verification.reference, []);
    case 'change-and-answers':
      return read(verification.change.reference, verification.questions);
    case 'tests':
      return read(verification.reference, []);
    case 'sessions':
      return {
        ...read(
          lastOfEach(verification.sessions.flatMap(({ check }) => check.reference)),
          verification.sessions.flatMap(({ recall }) => recall),
        ),
        sessions: verification.sessions.map(({ check, recall }) => read(check.reference, recall)),
      };
  }
}

/** What a draft's maker gives, nothing at all, and what answers without thinking. */
export function failingAnswers(draft: Draft, context: readonly ContextFile[]): readonly KnownAnswer[] {
  const stubs = draft.stubs.map(({ kind, files, answers, sessions }): KnownAnswer => ({
    kind,
    answer: {
      ...answerOf(files, answers),
      ...(sessions && { sessions: sessions.map((each) => answerOf(each.files, each.answers)) }),
    },
  }));
  const everything = everythingNamed(draft.verification, context);
  return [
    { kind: 'nothing', answer: answerOf([], {}) },
    ...(everything === undefined ? [] : [{ kind: 'everything-named', answer: answerOf([], everything) }]),
    ...stubs.filter(({ kind }) => kind !== 'nothing'),
  ];
}

/** What consecutive changes come to. */
function lastOfEach(files: readonly FileChange[]): readonly FileChange[] {
  return [...new Map(files.map((change) => [change.path, change])).values()];
}

function read(files: readonly FileChange[], questions: readonly Question[]): ReadAnswer {
  return answerOf(files, Object.fromEntries(questions.map(({ id, answer }) => [id, expectedOf(answer)])));
}

function expectedOf(answer: Question['answer']): unknown {
  return answer.form === 'place' ? { path: answer.path, line: answer.lines[0] } : answer.expected;
}

/** Every file of the prompt for each question about files: a question that this answers well asks nothing. */
function everythingNamed(
  verification: Verification,
  context: readonly ContextFile[],
): Readonly<Record<string, unknown>> | undefined {
  if (verification.kind !== 'answers') return undefined;
  const sets = verification.questions.filter(({ answer }) => answer.form === 'set' && answer.of === 'paths');
  if (sets.length === 0) return undefined;
  const paths = context.map(({ path }) => path);
  return Object.fromEntries(sets.map(({ id }) => [id, paths]));
}

function answerOf(files: readonly FileChange[], answers: Readonly<Record<string, unknown>>): ReadAnswer {
  return { files, answers, problems: [], forms: ['json'] };
}
