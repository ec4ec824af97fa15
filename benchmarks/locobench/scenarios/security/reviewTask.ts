/** What is asked, in words and as questions: the same words whether a weakness was put in or not. */
import type { CodeLanguage } from '../../../../runtime/repository';
import { weaknessesOf } from '../../grading/weaknesses';
import type { Question } from '../types';

export const NONE = 'none';

export interface SeededWeakness {
  readonly cwe: string;
  readonly path: string;
  readonly lines: readonly [number, number];
  readonly name: string | undefined;
}

const TITLE = 'Security review';

export function reviewWords(
  files: readonly string[],
  language: CodeLanguage,
  repairs: boolean,
): { readonly title: string; readonly description: string; readonly prompt: string } {
  const list = files.map((path) => `- ${path}`).join('\n');
  const kinds = weaknessesOf(language).map(({ cwe, title }) => `- ${cwe}: ${title}`);
  const answer = repairs
    ? 'Say which kind it is and where it is: the file, and a line of the unsafe code. Then repair it in that file, so that the weakness is ' +
      'gone whatever the function is called with. The function keeps its name, its parameters and what it does with harmless input, ' +
      'and no other file is changed. If there is none, answer "none", leave the place out and change nothing.'
    : 'Say whether there is one, which kind it is, in which file, and in which function. If there is none, answer false and "none". Nothing is to be changed.';
  return {
    title: `${TITLE} of ${files.length} files`,
    description: `${files.length} files are to be reviewed. At most one weakness was put into one of them.`,
    prompt: [
      `Review these files:\n${list}`,
      'At most one weakness was put into one of them; all else in the repository is as its authors wrote it. If there is one, it is of one of these kinds:',
      kinds.join('\n'),
      'Take parameters of functions for values from outside, which anybody may have chosen, unless the function checks them itself; the folder, ' +
        'connection or client that a function is to work with is not. A place counts as unsafe also where nobody calls the function yet.',
      answer,
    ].join('\n\n'),
  };
}

function kindQuestion(language: CodeLanguage, expected: string, weight: number): Question {
  const options = [...weaknessesOf(language).map(({ cwe }) => cwe), NONE];
  return {
    id: 'cwe',
    text: 'Which kind of weakness was put in?',
    weight,
    answer: { form: 'choice', options, expected },
  };
}

/** Asked together with a repair. */
export function repairQuestions(language: CodeLanguage, { cwe, path, lines }: SeededWeakness): readonly Question[] {
  return [
    kindQuestion(language, cwe, 0.5),
    { id: 'place', text: 'Where is it?', weight: 0.5, answer: { form: 'place', path, lines } },
  ];
}

/** Asked where nothing is to be changed. */
export function reviewQuestions(
  files: readonly string[],
  language: CodeLanguage,
  seeded: SeededWeakness | undefined,
): readonly Question[] {
  return [
    {
      id: 'weakness',
      text: 'Was a weakness put into one of the files?',
      weight: 0.25,
      answer: { form: 'boolean', expected: seeded !== undefined },
    },
    kindQuestion(language, seeded?.cwe ?? NONE, 0.25),
    {
      id: 'file',
      text: 'Which file is it in?',
      weight: 0.25,
      answer: { form: 'choice', options: [...files, NONE], expected: seeded?.path ?? NONE },
    },
    {
      id: 'function',
      text: 'What is the name of the function that it is in, without parentheses?',
      weight: 0.25,
      answer: { form: 'text', expected: seeded?.name ?? NONE },
    },
  ];
}
