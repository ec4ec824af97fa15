/** A function's body is removed; its signature, its documentation and the tests that call it stay. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { stubBody } from '../mutation';
import type { RejectReason, TestSelection } from '../types';

const languages = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact']);
const category = 'feature_implementation';
const kind = 'removed-body';

export const removedBodyMaker: ScenarioMaker = {
  category,
  *drafts({ index, tools, random, reject, signal }: MakerInput): Iterable<Draft> {
    for (const symbol of shuffle(candidates(index), random)) {
      signal.throwIfAborted();
      const made = draftOf(index, symbol, tools.typeCheck !== undefined);
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

function draftOf(index: RepositoryIndex, symbol: CodeSymbol, typeCheck: boolean): Draft | Refusal {
  const language = index.file(symbol.path)?.language;
  const text = index.text(symbol.path);
  const place = bodyOf(text, symbol);
  if (place === undefined || language === undefined) return { reason: 'ambiguous', detail: 'no body between braces' };
  const body = text.slice(...place).trim();
  if (body.split('\n').length < 3) return { reason: 'too-small', detail: 'fewer than 3 lines' };
  const tests = testsOf(index, symbol);
  if (tests.length === 0) return { reason: 'no-tests', detail: 'no test case refers to it' };
  const content = `${text.slice(0, place[0])}\n${stubBody(language)}\n${text.slice(place[1])}`;
  const files = tests.map(({ file }) => file);
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
    base: [{ path: symbol.path, content }],
    verification: {
      kind: 'change',
      allowed: [symbol.path],
      typeCheck,
      failToPass: tests,
      passToPass: [],
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

interface Refusal {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** Test cases with a reference to it inside them, by file. */
function testsOf(index: RepositoryIndex, symbol: CodeSymbol): readonly TestSelection[] {
  const references = index.referencesTo(symbol.id).filter(({ path }) => index.file(path)?.kind === 'test');
  return [...new Set(references.map(({ path }) => path))].sort().flatMap((file) => {
    const lines = references.filter(({ path }) => path === file).map(({ range }) => range.start.line);
    const cases = index
      .testCases(file)
      .filter(({ range }) => lines.some((line) => line >= range.start.line && line <= range.end.line));
    const names = cases.map(({ title }) => title.join(' '));
    return names.length === 0 ? [] : [{ file, names: [...new Set(names)] }];
  });
}

/** Offsets between the braces. */
function bodyOf(text: string, { body }: CodeSymbol): readonly [number, number] | undefined {
  if (body === undefined) return undefined;
  const lines = text.split('\n');
  const offset = ({ line, column }: typeof body.start) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;
  const [start, end] = [offset(body.start), offset(body.end)];
  if (text[start] === '{' && text[end - 1] === '}') return [start + 1, end - 1];
  return /\{\s*$/.test(text.slice(0, start)) && /^\s*\}/.test(text.slice(end)) ? [start, end] : undefined;
}
