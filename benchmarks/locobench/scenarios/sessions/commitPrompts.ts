/** What is said in a session that re-creates a commit, and what later ones ask about it. */
import { createTwoFilesPatch, diffLines } from 'diff';
import type { Refusal } from '../changes/testOutcomes';
import { fenceFor } from '../../solving/prompt/fence';
import type { Question, TestSelection } from '../types';
import { testsText } from './chainPrompts';
import type { CommitStep } from './commitSeries';
import { definedText, type DefinedName } from './definedNames';
import type { StepTexts, TextPair } from './seriesTexts';

const MOST_TEST_CHARACTERS = 64_000;
const MOST_DOCUMENT_CHARACTERS = 3_000;
const MOST_SUBJECT = 80;

export function commitPrompt(
  { commit }: CommitStep,
  { sources, tests, documents }: StepTexts,
  names: readonly DefinedName[],
  failToPass: readonly TestSelection[],
): string | Refusal {
  const changes = tests.map(patchOf).join('');
  if (changes.length > MOST_TEST_CHARACTERS) {
    return { reason: 'too-large', detail: `its changes of tests have ${changes.length} characters` };
  }
  const files = sources.map(({ path, before }) => (before === undefined ? `${path} (new)` : path));
  const parts = [
    `Do the piece of work that is called “${commit.subject}”. Change ${files.join(', ')} and no other file. What else the code does stays as it is.`,
  ];
  const written = writtenLines(documents);
  if (written !== '') parts.push(`The documentation will say of it:\n\n${fenced(written, '')}`);
  if (names.length > 0)
    parts.push(['Define these names, so that others can rely on them:', ...names.map(definedText)].join('\n'));
  if (failToPass.length > 0) parts.push(testsText(failToPass));
  if (changes !== '') {
    parts.push(`The tests are changed by others, as follows; they need not be written:\n\n${fenced(changes, 'diff')}`);
  }
  return parts.join('\n\n');
}

function fenced(text: string, language: string): string {
  const fence = fenceFor(text);
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}

function patchOf({ path, before, after }: TextPair): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before ?? '', after, '', '', { context: 3 });
}

/** Lines that the documents did not have before, up to a length. */
function writtenLines(documents: readonly TextPair[]): string {
  const lines = documents
    .flatMap(({ before, after }) => diffLines(before ?? '', after).flatMap(({ added, value }) => (added ? value : [])))
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '');
  let length = 0;
  return lines.filter((line) => (length += line.length) <= MOST_DOCUMENT_CHARACTERS).join('\n');
}

export interface EarlierSession {
  /** From 1. */
  readonly number: number;
  readonly subject: string;
  readonly files: readonly string[];
  readonly names: readonly DefinedName[];
}

/** @param prompt of the session that asks: what it says itself is no question */
export function commitQuestions(
  earlier: EarlierSession,
  files: readonly string[],
  prompt: string,
): readonly Question[] {
  const { number, subject, names } = earlier;
  const asked: Omit<Question, 'weight'>[] = [];
  const defined = [...new Set(names.map(({ name }) => name))];
  const unsaid = defined.filter((name) => !prompt.includes(name));
  if (unsaid.length > 0 && unsaid.length === defined.length) {
    asked.push({
      ...{
        id: 'names',
        text: `Which names did session ${number} ask to define? Give them without what they are defined in.`,
      },
      answer: { form: 'set', of: 'names', expected: defined },
    });
  }
  const taking = names.find(
    ({ name, parameters = [] }) => parameters.length > 1 && !prompt.includes(`${name}(${parameters.join(', ')})`),
  );
  const parameters = taking?.parameters ?? [];
  if (taking !== undefined && new Set(parameters).size === parameters.length) {
    asked.push({
      ...{ id: 'parameters', text: `Which parameters, in order, did session ${number} give to \`${taking.name}\`?` },
      answer: { form: 'sequence', expected: parameters },
    });
  }
  if (earlier.files.join() !== files.join()) {
    asked.push({
      ...{ id: 'files', text: `Which files did session ${number} ask to change?` },
      answer: { form: 'set', of: 'paths', expected: earlier.files },
    });
  }
  if (subject.length <= MOST_SUBJECT && !prompt.includes(subject)) {
    asked.push({
      ...{ id: 'work', text: `What was the piece of work of session ${number} called? Give it word by word.` },
      answer: { form: 'text', expected: subject },
    });
  }
  return asked.map((each) => ({ ...each, weight: 1 / asked.length }));
}
