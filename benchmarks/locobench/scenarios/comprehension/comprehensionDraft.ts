/** What all questions about code have in common. */
import path from 'node:path';
import type { CodeSymbol } from '../../../../runtime/repository';
import type { Draft, Stub } from '../maker';
import type { Question } from '../types';
import type { CodeFacts } from './codeFacts';

export interface ComprehensionDraft {
  readonly kind: string;
  readonly about: string;
  /** Where it is, first of the files that the answer follows from. */
  readonly needed: readonly string[];
  readonly title: string;
  readonly situation: string;
  readonly questions: readonly Question[];
  readonly symbols: readonly CodeSymbol[];
  readonly edges?: readonly (readonly [string, string])[];
  readonly stubs?: readonly Stub[];
}

const RULES =
  'Only code of this repository counts, without its tests and without packages. Whatever lies in a folder named test, tests, spec, testing, ' +
  'fixtures or the like is a test here. Names are those of the definitions, without parentheses; ' +
  'paths are relative to the root of the repository, as they stand above the files.';

export function comprehensionDraft(facts: CodeFacts, parts: ComprehensionDraft): Draft {
  const needed = [...new Set(parts.needed)];
  const first = needed[0] ?? '.';
  return {
    category: 'code_comprehension',
    kind: parts.kind,
    language: facts.language(first),
    subject: `${parts.kind} ${parts.about}`,
    cluster: path.posix.dirname(first),
    title: parts.title,
    description: `${parts.situation} The answer follows from ${needed.length} files.`,
    prompt: [parts.situation, RULES, ...parts.questions.map(({ id, text }) => `${id}: ${text}`)].join('\n\n'),
    approach: 'Find the definition, then read what calls it or what it calls; names alone do not decide.',
    truthText: parts.questions.map(({ id, answer }) => `${id}: ${truthOf(answer)}`).join('\n'),
    criteria: parts.questions.map(({ text }) => text),
    groundTruth: { files: needed, symbols: parts.symbols.map(({ id }) => id), edges: parts.edges ?? [] },
    base: [],
    verification: { kind: 'answers', questions: parts.questions },
    needed,
    related: facts.index
      .importsOf(first)
      .flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : []))
      .filter((each) => !needed.includes(each)),
    secrets: [],
    stubs: [{ kind: 'nothing', files: [], answers: {} }, ...(parts.stubs ?? [])],
  };
}

function truthOf(answer: Question['answer']): string {
  return answer.form === 'place' ? `${answer.path}:${answer.lines.join('-')}` : JSON.stringify(answer.expected);
}

export function setOf(
  id: string,
  text: string,
  weight: number,
  of: 'paths' | 'names',
  expected: readonly string[],
): Question {
  return {
    id,
    text: `${text} (a list of ${of})`,
    weight,
    answer: { form: 'set', of, expected: [...new Set(expected)].sort() },
  };
}

export function sequenceOf(id: string, text: string, weight: number, expected: readonly string[]): Question {
  return { id, text: `${text} (a list of names in order)`, weight, answer: { form: 'sequence', expected } };
}

export function textOf(id: string, text: string, weight: number, expected: string): Question {
  return { id, text, weight, answer: { form: 'text', expected } };
}

export function placeOf(
  id: string,
  text: string,
  weight: number,
  path: string,
  lines: readonly [number, number],
): Question {
  return { id, text: `${text} (file and line)`, weight, answer: { form: 'place', path, lines } };
}
