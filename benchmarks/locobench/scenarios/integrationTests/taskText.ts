/** What somebody who writes tests is told: what is tested, how tests look here, and what is graded. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { isModule } from '../../grading/tests/probes';
import type { ToolCommand } from '../types';
import type { Fault } from './faultOrder';
import { sourceImports } from './stubTests';
import type { TestPair } from './testPairs';

/** What tests are written with, as opposed to what one test needs. */
const writtenWith =
  /^(?:mocha|tape|vitest|jest|@jest\/globals|node:test|(?:node:)?assert(?:\/strict)?|chai|expect|pytest|unittest)$/;
const MOST_EXPORTS = 30;

export interface TaskTextParts {
  readonly index: RepositoryIndex;
  readonly pair: TestPair;
  readonly tool: ToolCommand;
  readonly faults: readonly Fault[];
  /** Another test file of the repository. */
  readonly example: string | undefined;
}

export function taskText(parts: TaskTextParts): string {
  const { index, pair, faults } = parts;
  const { target, test } = pair;
  const exported = index
    .symbols(target)
    .filter((each) => each.exported && each.container.length === 0 && each.name !== 'exports')
    .map(({ name }) => name);
  const others = [...new Set(faults.map(({ mutant }) => mutant.path))].filter((path) => path !== target).sort();
  const faulty = [target, ...others].flatMap((path) => functionsIn(path, faults) ?? []);
  return [
    `Write tests of ${target} into the file ${test}, which is not there yet, and change no other file.`,
    ...(exported.length === 0
      ? []
      : [`${target} exports ${list(exported.slice(0, MOST_EXPORTS))}${exported.length > MOST_EXPORTS ? ', …' : ''}.`]),
    ...(others.length === 0
      ? []
      : [
          `It works together with ${others.join(', ')}. Test them together: put no stand-ins (mocks) in their place, because faults are put into them too.`,
        ]),
    howTestsLook(parts),
    [
      'Graded:',
      `- ${test} parses, and all of its tests pass on the code as it is, also after nothing but a comment was added to the code. They have to look at what the code does, not at its text, and give the same result at every run, without a network.`,
      `- Then faults are put into the code, one at a time, ${faults.length} in all: a comparison, a condition, a number, an argument or a call is another one. Each fault counts that makes at least one of your tests fail. They lie in these functions and in what is written inside them:`,
      ...faulty.map((each) => `  - ${each}`),
      '- A change of any other file makes the answer worth nothing.',
    ].join('\n'),
  ].join('\n\n');
}

function howTestsLook({ index, pair, tool, example }: TaskTextParts): string {
  const { test, language } = pair;
  const packages = index.importsOf(test).flatMap(({ specifier }) => (writtenWith.test(specifier) ? [specifier] : []));
  const style = isModule(test, index.text(test))
    ? 'Its imports are written as an ES module (`import`).'
    : 'Its imports are written as CommonJS (`require`).';
  const ways = new Map(sourceImports(index, test).map(({ specifier, path }) => [specifier, path]));
  return [
    `Tests of this repository are run by ${tool.title} (\`${tool.words.join(' ')}\`${tool.folder === '.' ? '' : ` in ${tool.folder}`}); yours is run as the file ${test}, by itself.`,
    ...(language === 'python' ? [] : [style]),
    ...(tool.title === 'mocha' || tool.title === 'jest' ? ['`describe` and `it` are there without an import.'] : []),
    ...(packages.length === 0
      ? []
      : [`It may use ${list([...new Set(packages)])} as the other tests do, and packages that are installed here.`]),
    ...(ways.size === 0
      ? []
      : [
          `From there, sources are imported as ${[...ways].map(([specifier, path]) => `\`${specifier}\` (${path})`).join(', ')}.`,
        ]),
    ...(example === undefined ? [] : [`${example} shows how tests are written here.`]),
  ].join(' ');
}

function functionsIn(path: string, faults: readonly Fault[]): string | undefined {
  const names = faults.flatMap(({ symbol, mutant }) => (mutant.path === path ? [nameOf(symbol)] : []));
  return names.length === 0 ? undefined : `${path}: ${list([...new Set(names)].sort())}`;
}

function nameOf({ name, container }: CodeSymbol): string {
  return [...container, name].join('.');
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
