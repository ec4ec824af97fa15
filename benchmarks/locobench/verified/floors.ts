/** Answers that solve nothing, to be shown beside every verified score. */
import { floorAnswers } from '../reference/floors';
import type { RepositoryState } from '../grading/state/repositoryState';
import type { ReadAnswer } from '../grading/types';
import type { FileChange, Question, VerifiedScenario } from '../scenarios';

export interface FloorAnswer {
  readonly id: 'empty' | 'unchanged' | 'keywords';
  readonly name: string;
  readonly answer: ReadAnswer;
}

/** @param base as the model sees it */
export function verifiedFloors(scenario: VerifiedScenario, base: RepositoryState): readonly FloorAnswer[] {
  const { verification } = scenario.whetstone;
  const checks =
    verification.kind === 'sessions'
      ? verification.sessions.map(({ check }) => check.reference.map(({ path }) => path))
      : [targetPaths(scenario)];
  const questions =
    verification.kind === 'sessions'
      ? verification.sessions.flatMap(({ recall }) => recall)
      : 'questions' in verification
        ? verification.questions
        : [];
  const soup = floorAnswers({
    ...scenario,
    context_files: [...scenario.context_files],
    evaluation_criteria: undefined,
    metadata: {},
  })
    .find(({ id }) => id === 'keywords')
    ?.texts.values()
    .next().value;
  const each = (change: (path: string) => FileChange, answers: Readonly<Record<string, unknown>>): ReadAnswer => {
    const parts = checks.map((paths) => ({ ...NOTHING, files: paths.map(change), answers }));
    const [only] = parts;
    return verification.kind === 'sessions' ? { ...NOTHING, sessions: parts } : (only ?? NOTHING);
  };
  return [
    { id: 'empty', name: 'an empty answer', answer: NOTHING },
    {
      ...{ id: 'unchanged', name: 'the files as they were' },
      answer: each((path) => ({ path, content: base.text(path) ?? '' }), {}),
    },
    {
      ...{ id: 'keywords', name: 'key words in comments, every file named' },
      answer: each(
        (path) => ({ path, content: `${base.text(path) ?? ''}\n${comments(path, soup ?? '')}` }),
        Object.fromEntries(questions.map((question) => [question.id, guess(question, scenario)])),
      ),
    },
  ];
}

const NOTHING: ReadAnswer = { files: [], answers: {}, problems: [], forms: [] };

function targetPaths(scenario: VerifiedScenario): readonly string[] {
  const { verification } = scenario.whetstone;
  switch (verification.kind) {
    case 'change':
      return verification.reference.map(({ path }) => path);
    case 'change-and-answers':
      return verification.change.reference.map(({ path }) => path);
    case 'tests':
      return [verification.testFile];
    default:
      return [];
  }
}

function comments(path: string, soup: string): string {
  const mark = path.endsWith('.py') ? '#' : '//';
  return soup
    .split('\n')
    .map((line) => `${mark} ${line}\n`)
    .join('');
}

/** What one can say who has not read the files. */
function guess({ answer }: Question, scenario: VerifiedScenario): unknown {
  switch (answer.form) {
    case 'choice':
      return answer.options[0];
    case 'text':
      return '';
    case 'number':
      return 0;
    case 'boolean':
      return true;
    case 'set':
      return answer.of === 'paths' ? scenario.context_files : [];
    case 'sequence':
      return scenario.context_files;
    case 'place':
      return { path: scenario.context_files[0] ?? '', line: 1 };
  }
}
