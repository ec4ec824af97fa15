/** Tests of what merged functions answer, written from calls that old and new code answered alike. */
import path from 'node:path';
import { languageOfFile } from '../../../syntax';
import type { CoverageEntry, ToolRecord, VerifiedCall } from '../../types';
import { callText } from '../adapters/callText';
import { literalText } from '../adapters/literalText';
import { isUnwritable, type Declaration, type DeclaredParameter } from '../declarations/declaration';
import { readDeclaration } from '../declarations/readDeclaration';
import { CollectionFiles, type CollectionFile } from '../imports/collectionFiles';
import { pythonModule } from '../imports/pythonModule';
import { importStyle, scriptModule } from '../imports/scriptModule';
import type { Refactoring } from '../refactorDuplicates';
import { pythonArgument } from './argumentLiteral';
import { pythonTests } from './pythonTests';
import { readCanonical } from './readCanonical';
import { scriptTests } from './scriptTests';
import type { TestedCall, TestedFunction } from './types';

export interface GeneratedTestOptions {
  readonly root: string;
  readonly tools: readonly ToolRecord[];
  /** Text by path of all source files as they were. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the workspace's tests are run by; default: node:test. */
  readonly framework?: 'node:test' | 'vitest' | 'globals';
}

const NOTE = 'Calls that the functions before merging answered like this. Written by Whetstone; yours to change.';

/** @returns text by path of new files, one beside each module that merged functions stand in */
export async function generateTests(
  refactoring: Pick<Refactoring, 'texts' | 'coverage' | 'verifications'>,
  options: GeneratedTestOptions,
): Promise<ReadonlyMap<string, string>> {
  const { root, texts } = options;
  const files = await CollectionFiles.of(root, new Map([...texts, ...refactoring.texts]));
  try {
    const byFile = new Map<string, Map<string, CoverageEntry[]>>();
    for (const entry of refactoring.coverage.entries) {
      if (entry.outcome !== 'merged') continue;
      const at = entry.into.lastIndexOf('#');
      const [file, access] = [entry.into.slice(0, at), entry.into.slice(at + 1)];
      const functions = byFile.get(file) ?? new Map<string, CoverageEntry[]>();
      byFile.set(file, functions.set(access, [...(functions.get(access) ?? []), entry]));
    }
    const written = new Map<string, string>();
    for (const [file, functions] of byFile) {
      const found = files.get(file);
      if (found === undefined) continue;
      const tested = [...functions].flatMap(([access, entries]) =>
        testedOf(found, access, entries, refactoring, options),
      );
      if (tested.length === 0) continue;
      const place = testPath(file, (each) => files.has(each) || written.has(each));
      written.set(place, render(files, place, file, tested, options));
    }
    return written;
  } finally {
    files.dispose();
  }
}

function testedOf(
  file: CollectionFile,
  access: string,
  entries: readonly CoverageEntry[],
  { verifications }: Pick<Refactoring, 'verifications'>,
  { tools }: GeneratedTestOptions,
): TestedFunction[] {
  const declaration = readDeclaration(file, access);
  if (isUnwritable(declaration)) return [];
  const tested = entries.flatMap((entry) => {
    const tool = tools.find(({ id }) => id === entry.tool);
    const samples = verifications.get(entry.tool)?.samples ?? [];
    const calls = samples.flatMap((sample) => callOf(file, declaration, entry, sample, tool));
    return tool === undefined || calls.length === 0 ? [] : [{ name: tool.source?.access ?? tool.name, calls }];
  });
  if (tested.length === 0) return [];
  const python = languageOfFile(file.path) === 'python';
  // Python's coroutines would need a loop of their own in each test.
  if (python && declaration.asynchronous) return [];
  const names = new Set<string>();
  const unique = tested.map((each) => {
    let { name } = each;
    for (let number = 2; names.has(name); number += 1) name = `${each.name}_${String(number)}`;
    names.add(name);
    return { ...each, name };
  });
  return [{ access, asynchronous: declaration.asynchronous, tools: unique }];
}

function callOf(
  file: CollectionFile,
  declaration: Declaration,
  { arguments: sources }: CoverageEntry,
  { arguments: values, result }: VerifiedCall,
  tool: ToolRecord | undefined,
): TestedCall[] {
  const expected = readCanonical(result.replace(/^async /, ''));
  if (expected === undefined) return [];
  // What is written down has the plain types of JSON; dates, sets and objects of classes are made by the runner.
  const plain = tool?.parameters.every(
    ({ type = '' }) => !/date|time|set|tuple|map|bytes|decimal|regexp|url|enum/i.test(type),
  );
  if (plain !== true || declaration.parameters.some(({ passing }) => passing.toLowerCase().includes('rest'))) return [];
  const language = languageOfFile(file.path) === 'python' ? 'python' : 'script';
  const textOf = (name: string, value: unknown): string => {
    const schema = tool?.parameters.find((each) => each.name === name)?.schema ?? {};
    return language === 'python' ? pythonArgument(value, schema) : literalText(language, value);
  };
  const given: Record<string, CoverageEntry['arguments'][string]> = {};
  const own: DeclaredParameter[] = [];
  // A text in the place of a name: what a call is written from inside another function with.
  const give = (name: string, text: string) => {
    given[name] = { from: text };
    own.push({ name: text, passing: 'positional' });
  };
  for (const [name, source] of Object.entries(sources)) {
    if ('value' in source) given[name] = source;
    else if (source.from in values) give(name, textOf(source.from, values[source.from]));
    else {
      const fallback = tool?.parameters.find((each) => each.name === source.from)?.default;
      if (fallback !== undefined) give(name, textOf(source.from, fallback));
    }
  }
  const call = callText(language, declaration.name, declaration.parameters, given, own);
  return call === undefined ? [] : [{ call, expected }];
}

function render(
  files: CollectionFiles,
  place: string,
  file: string,
  functions: readonly TestedFunction[],
  { framework = 'node:test' }: GeneratedTestOptions,
): string {
  if (languageOfFile(file) === 'python') {
    return pythonTests(
      pythonModule(place, file, (each) => files.has(each), files.scriptsFromRoot),
      functions,
      NOTE,
    );
  }
  const specifiers = files.paths.flatMap((each) =>
    languageOfFile(each) === 'python' ? [] : (files.get(each)?.facts.imports.map(({ specifier }) => specifier) ?? []),
  );
  const style = importStyle(specifiers, /\.[cm]?jsx?$/.test(file));
  // Node itself reads a file of TypeScript by its full name alone.
  const module = scriptModule(place, file, style === '' && framework === 'node:test' ? '.ts' : style);
  const from = framework === 'globals' ? undefined : framework;
  return scriptTests(module, functions, NOTE, { framework: from, typed: /tsx?$/.test(file) });
}

/** `test_prices_merged.py` beside `prices.py`, `prices.merged.test.ts` beside `prices.ts`. */
function testPath(file: string, taken: (path: string) => boolean): string {
  const { dir, name, ext } = path.posix.parse(file);
  for (let number = 1; ; number += 1) {
    const more = number === 1 ? '' : String(number);
    const own = ext === '.py' ? `test_${name}_merged${more}${ext}` : `${name}.merged${more}.test${ext}`;
    const place = dir === '' ? own : `${dir}/${own}`;
    if (!taken(place)) return place;
  }
}
