import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { extractTools } from '../../extraction';
import type { ToolRecord } from '../../types';
import type { Blueprint } from './types';

/** The public functions of a module that a model wrote, or what is wrong with it, in words that it can mend it by. */
export type CheckedModule =
  { readonly functions: ReadonlyMap<string, ToolRecord> } | { readonly problems: readonly string[] };

/**
 * Holds a module to its blueprint before anything of it runs: it parses, has the functions and their parameters, types and documentation,
 * and touches nothing outside.
 *
 * @param file path from the collection's root
 */
export async function checkModule(file: string, code: string, blueprint: Blueprint): Promise<CheckedModule> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-module-'));
  try {
    const place = path.join(folder, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, code);
    const { tools, problems: unread } = await extractTools({ root: folder });
    const problems = unread.map(
      ({ line, problem }) => `${line === undefined ? '' : `Line ${String(line)}: `}${problem}`,
    );
    const functions = new Map<string, ToolRecord>();
    for (const wanted of blueprint.functions) {
      const found = tools.find(({ source }) => source?.path === file && source.access === wanted.name);
      if (found === undefined) {
        problems.push(`The module has no public function ${wanted.name}.`);
        continue;
      }
      functions.set(wanted.name, found);
      problems.push(
        ...problemsOf(
          found,
          wanted.parameters.map(({ name }) => name),
        ),
      );
    }
    return problems.length > 0 ? { problems } : { functions };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function problemsOf(tool: ToolRecord, wanted: readonly string[]): readonly string[] {
  const { name, parameters, description, effects, returns, kind } = tool;
  const names = parameters.map((each) => each.name);
  const problems: string[] = [];
  if (names.join() !== wanted.join()) {
    problems.push(`${name} has the parameters (${names.join(', ')}); the plan has (${wanted.join(', ')}).`);
  }
  if (description === '') problems.push(`${name} has no documentation.`);
  if (effects.length > 0) problems.push(`${name} is not pure: ${effects.join(', ')}.`);
  if (kind === 'javascript') return problems;
  const untyped = parameters.filter(({ type }) => type === undefined).map((each) => each.name);
  if (untyped.length > 0) problems.push(`${name}: no type for ${untyped.join(', ')}.`);
  if (returns?.type === undefined) problems.push(`${name}: no type for its result.`);
  return problems;
}
