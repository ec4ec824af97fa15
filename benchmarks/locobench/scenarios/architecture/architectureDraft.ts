/** What all questions about the import graph have in common. */
import type { CodeLanguage } from '../../../../runtime/repository';
import type { Draft, Stub } from '../maker';
import type { Question } from '../types';
import { folderOf, type CodeGraph } from './codeGraph';

export interface ArchitectureDraft {
  readonly kind: string;
  /** File or folder that it is about. */
  readonly about: string;
  readonly title: string;
  /** The situation, before the questions. */
  readonly situation: string;
  readonly questions: readonly Question[];
  /** Files that an answer is derived from, all of them. */
  readonly needed: readonly string[];
  readonly related?: readonly string[];
  readonly files: readonly string[];
  readonly edges: readonly (readonly [string, string])[];
  readonly stubs?: readonly Stub[];
}

/** How imports are meant, said in each task so that an answer is right or wrong. */
const RULES =
  'Only files of this repository count, not packages. A file "imports" another one when an import, require, include or re-export in ' +
  'its text means that file; imports of types and imports inside functions count too. Give paths as they stand above the files, ' +
  'relative to the root of the repository.';

/** Where a language leaves open which files an import means. */
const LANGUAGE_RULES: Readonly<Partial<Record<CodeLanguage, string>>> = {
  python: 'An import of Python means the modules that it names, not the packages around them.',
  go: 'An import of a package of Go means each file of that package, without its tests; files of one package do not import each other.',
};

export function architectureDraft(graph: CodeGraph, parts: ArchitectureDraft): Draft {
  const { kind, about, title, situation, questions, needed, files, edges } = parts;
  const [first = about] = needed;
  const more = [...new Set(needed.flatMap((file) => LANGUAGE_RULES[graph.language(file)] ?? []))];
  return {
    category: 'architectural_understanding',
    kind,
    language: graph.language(first),
    subject: `${kind} ${about}`,
    cluster: folderOf(first),
    title,
    description: `${situation} The answers follow from the imports of ${needed.length} files.`,
    prompt: [situation, RULES, ...more, ...questions.map(({ id, text }) => `${id}: ${text}`)].join('\n\n'),
    approach: 'Read the imports of the files involved and follow them; names of files and folders do not decide.',
    truthText: questions.map(({ id, answer }) => `${id}: ${truthOf(answer)}`).join('\n'),
    criteria: questions.map(({ text }) => text),
    groundTruth: { files, symbols: [], edges },
    base: [],
    verification: { kind: 'answers', questions },
    needed,
    related: parts.related ?? [],
    secrets: [],
    stubs: [{ kind: 'nothing', files: [], answers: {} }, ...(parts.stubs ?? [])],
  };
}

function truthOf(answer: Question['answer']): string {
  return answer.form === 'place' ? `${answer.path}:${answer.lines[0]}` : JSON.stringify(answer.expected);
}

export function setQuestion(id: string, text: string, weight: number, expected: readonly string[]): Question {
  return {
    id,
    text: `${text} (a list of paths)`,
    weight,
    answer: { form: 'set', expected: [...expected].sort(), of: 'paths' },
  };
}

export function numberQuestion(id: string, text: string, weight: number, expected: number): Question {
  return { id, text: `${text} (a number)`, weight, answer: { form: 'number', expected } };
}

export function booleanQuestion(id: string, text: string, weight: number, expected: boolean): Question {
  return { id, text: `${text} (true or false)`, weight, answer: { form: 'boolean', expected } };
}

export function sequenceQuestion(id: string, text: string, weight: number, expected: readonly string[]): Question {
  return { id, text: `${text} (a list of paths in order)`, weight, answer: { form: 'sequence', expected } };
}

export function choiceQuestion(
  id: string,
  text: string,
  weight: number,
  options: readonly string[],
  expected: string,
): Question {
  return {
    id,
    text: `${text} (one of: ${options.join(', ')})`,
    weight,
    answer: { form: 'choice', options, expected },
  };
}
