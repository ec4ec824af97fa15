/** A function's body is removed; its signature, its documentation and the tests that call it stay. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { bodyPlace, stubBody, withBodies } from '../mutation';
import type { FileChange } from '../types';
import { checksTypes } from './checksTypes';
import { testFilesOf } from './testFilesOf';
import { testsNaming, TestOutcomes, type BrokenTests, type Refusal } from './testOutcomes';

const languages = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python']);
const category = 'feature_implementation';
const kind = 'removed-body';

export const removedBodyMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, random, reject, signal } = input;
    const outcomes = new TestOutcomes(input);
    for (const symbol of shuffle(candidates(index), random)) {
      signal.throwIfAborted();
      const made = await draftOf(input, outcomes, symbol);
      if ('reason' in made) reject({ category, kind, subject: symbol.id, ...made });
      else yield made;
    }
  },
};

function candidates(index: RepositoryIndex): readonly CodeSymbol[] {
  return [...index.allSymbols()].filter(({ path, kind, body }) => {
    const file = index.file(path);
    const written = file?.kind === 'source' && !file.broken && languages.has(file.language ?? '');
    return written && body !== undefined && (kind === 'function' || kind === 'method');
  });
}

async function draftOf(
  { index, tools }: MakerInput,
  outcomes: TestOutcomes,
  symbol: CodeSymbol,
): Promise<Draft | Refusal> {
  const language = index.file(symbol.path)?.language;
  const text = index.text(symbol.path);
  const place = bodyPlace(text, symbol);
  if (place === undefined || language === undefined)
    return { reason: 'ambiguous', detail: 'no statements that could be taken out' };
  const body = text.slice(place.start, place.end);
  if (body.split('\n').length < 3) return { reason: 'too-small', detail: 'fewer than 3 lines' };
  const content = withBodies(text, [{ place, statements: stubBody(language) }]);
  const base = [{ path: symbol.path, content }];
  const tests = await testsOf(index, outcomes, symbol, base);
  if ('reason' in tests) return tests;
  const files = tests.failToPass.map(({ file }) => file);
  return {
    category,
    kind,
    language,
    subject: symbol.id,
    cluster: symbol.path.split('/').slice(0, -1).join('/') || '.',
    title: `Implement ${symbol.name}`,
    description: `The body of ${symbol.name} in ${symbol.path} is missing.`,
    prompt: `${symbol.name} in ${symbol.path} is declared but not implemented. Implement it so that its callers and the tests in ${files.join(', ')} work. Keep its signature and change no other file.`,
    approach: `Read the callers and the tests of ${symbol.name}, then write its body.`,
    truthText: body,
    criteria: ['The tests that call it pass.', 'The signature is unchanged.'],
    groundTruth: {
      files: [symbol.path, ...files],
      symbols: [symbol.id],
      edges: files.map((file) => [file, symbol.path]),
    },
    base,
    verification: {
      kind: 'change',
      allowed: [symbol.path],
      typeCheck: checksTypes(tools, language),
      ...tests,
      expectations: [{ kind: 'defined', path: symbol.path, name: symbol.name }],
      reference: [{ path: symbol.path, content: text }],
      hidden: files.map((path) => ({ path, content: index.text(path) })),
    },
    needed: [symbol.path, ...files],
    related: index
      .importsOf(symbol.path)
      .flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : [])),
    secrets: [body],
    stubs: [{ kind: 'unchanged', files: [], answers: {} }],
  };
}

/** Where nothing may be run: test cases with a reference to it inside them. */
async function testsOf(
  index: RepositoryIndex,
  outcomes: TestOutcomes,
  symbol: CodeSymbol,
  base: readonly FileChange[],
): Promise<BrokenTests | Refusal> {
  if (!outcomes.measured) {
    const failToPass = testsNaming(index, symbol);
    if (failToPass.length === 0) return { reason: 'no-tests', detail: 'no test case refers to it' };
    return { failToPass, passToPass: [] };
  }
  const files = testFilesOf(index, symbol.path);
  if (files.length === 0) return { reason: 'no-tests', detail: `no test reaches ${symbol.path}` };
  return outcomes.broken(files, base);
}
