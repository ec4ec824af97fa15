import type { Question } from '../../scenarios';
import type { RepositoryState } from '../../grading/state/repositoryState';
import type { AnswerProblem, ReadAnswer } from '../../grading/types';
import { fencedBlocks, type FencedBlock } from './fencedBlocks';
import { looseJson, objectsIn, type LooseJson } from './looseJson';
import { Workbench } from './workbench';
import { looksLikeDiff, readDiffs } from './unifiedDiff';
import { looksLikeSearchReplace, readSearchReplace } from './searchReplace';
import { pathHint } from './pathHint';

export interface AnswerRequest {
  /** What the model saw. */
  readonly base: RepositoryState;
  /** Whether files are asked for. */
  readonly wantsFiles: boolean;
  readonly questions: readonly Question[];
}

const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Reads what a model wrote. Nothing is thrown: what cannot be read or applied is among `problems`. */
export function readAnswer(text: string, request: AnswerRequest): ReadAnswer {
  if (text.trim() === '') return without('empty', 'The answer is empty.');
  if (text.length > MOST_CHARACTERS) return without('too-large', 'The answer is larger than any task asks for.');
  const { blocks, outside } = fencedBlocks(text);
  const bench = new Workbench(request.base);
  const objects: LooseJson[] = [];
  const nameless: FencedBlock[] = [];
  for (const block of blocks) readBlock(block, request, bench, objects, nameless);
  readOutside(outside, bench, objects, request);
  const answers = answersOf(objects, request.questions);
  const problems: AnswerProblem[] = [...bench.problems];
  if (request.wantsFiles && bench.files.length === 0 && problems.length === 0) {
    problems.push(nothingFound(nameless.length, objects));
  }
  if (!request.wantsFiles && Object.keys(answers).length === 0) {
    const broken = objects.some((each) => each.broken) || /[{[]/.test(text);
    problems.push({
      kind: broken ? 'broken-json' : 'no-answer',
      path: undefined,
      message: 'The answer has no JSON object with answers to the questions.',
    });
  }
  return {
    files: request.wantsFiles ? bench.files : [],
    answers,
    problems,
    forms: [
      ...new Set([...(request.wantsFiles ? bench.forms : []), ...(objects.length > 0 ? (['json'] as const) : [])]),
    ],
  };
}

function readBlock(
  block: FencedBlock,
  { base, wantsFiles, questions }: AnswerRequest,
  bench: Workbench,
  objects: LooseJson[],
  nameless: FencedBlock[],
): void {
  const { content, info } = block;
  if (looksLikeSearchReplace(content)) {
    const outer = pathHint({ ...block, content: '' }, base)?.path;
    for (const each of readSearchReplace(content)) {
      const named = pathHint({ info: '', content: '', before: each.before, closed: true }, base)?.path ?? outer;
      bench.searchReplace(named, each);
    }
    return;
  }
  if (/^(?:diff|patch|udiff)\b/i.test(info) || looksLikeDiff(content)) {
    const diffs = readDiffs(
      looksLikeDiff(content) ? content : headed(content, pathHint({ ...block, info: '', content: '' }, base)?.path),
    );
    for (const each of diffs) bench.diff(each, block.closed);
    if (diffs.length === 0) nameless.push(block);
    return;
  }
  if (/^jsonc?5?\b/i.test(info) || info === '') {
    const object = looseJson(content.trim());
    const use = object === undefined ? undefined : useOf(object.value, questions, base);
    const named = pathHint(block, base) !== undefined;
    if (object !== undefined && (use === 'answers' || (use === 'files' && !named))) {
      objects.push(object);
      if (wantsFiles && (use === 'files' || hasFiles(object.value))) bench.jsonFiles(object);
      return;
    }
  }
  const hint = pathHint(block, base);
  if (hint === undefined) nameless.push(block);
  else bench.wholeFile(hint.path, hint.content, block.closed);
}

/** A hunk without names of files belongs to the file named before it. */
function headed(content: string, path: string | undefined): string {
  return path === undefined ? content : `--- a/${path}\n+++ b/${path}\n${content}`;
}

function readOutside(
  outside: string,
  bench: Workbench,
  objects: LooseJson[],
  { base, wantsFiles, questions }: AnswerRequest,
): void {
  let rest = outside;
  if (wantsFiles) {
    for (const each of readSearchReplace(outside)) {
      bench.searchReplace(pathHint({ info: '', content: '', before: each.before, closed: true }, base)?.path, each);
      rest = '';
    }
    if (rest !== '' && looksLikeDiff(outside)) {
      for (const each of readDiffs(outside)) bench.diff(each, true);
    }
    for (const [, path = ''] of outside.matchAll(
      /^\s*(?:[-*]\s+)?(?:\*\*)?delete(?: file)?(?:\*\*)?\s*:\s*(?:\*\*)?`?([^\s`*]+)`?\s*$/gim,
    )) {
      bench.remove(path);
    }
  }
  for (const object of objectsIn(rest)) {
    const use = useOf(object.value, questions, base);
    if (use === undefined) continue;
    objects.push(object);
    if (wantsFiles && (use === 'files' || hasFiles(object.value))) bench.jsonFiles(object);
  }
}

function useOf(
  value: Readonly<Record<string, unknown>>,
  questions: readonly Question[],
  base: RepositoryState,
): 'answers' | 'files' | undefined {
  if (isRecord(value.answers) || questions.some(({ id }) => Object.hasOwn(value, id))) return 'answers';
  if (hasFiles(value)) return 'files';
  const entries = Object.entries(value);
  const paths = entries.every(
    ([key, text]) => (typeof text === 'string' || text === null) && (base.has(key) || /[\w-]\.\w{1,12}$/.test(key)),
  );
  return paths && entries.length > 0 ? 'files' : undefined;
}

function hasFiles({ files }: Readonly<Record<string, unknown>>): boolean {
  return typeof files === 'object' && files !== null;
}

/** Later objects have the last word, question by question. */
function answersOf(objects: readonly LooseJson[], questions: readonly Question[]): Readonly<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const { value } of objects) {
    const given = isRecord(value.answers) ? value.answers : value;
    for (const { id } of questions) if (Object.hasOwn(given, id)) answers[id] = given[id];
  }
  return answers;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nothingFound(nameless: number, objects: readonly LooseJson[]): AnswerProblem {
  if (nameless > 0) {
    return { kind: 'ambiguous', path: undefined, message: 'Code was written, but nothing says which file it is.' };
  }
  const broken = objects.some((each) => each.broken);
  return {
    kind: broken ? 'broken-json' : 'no-answer',
    path: undefined,
    message: 'The answer has neither files, nor a diff, nor search/replace blocks.',
  };
}

function without(kind: AnswerProblem['kind'], message: string): ReadAnswer {
  return { files: [], answers: {}, problems: [{ kind, path: undefined, message }], forms: [] };
}
