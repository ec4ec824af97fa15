import { syntaxFacts, type DefinitionFact } from '../../grading/checks/syntaxFacts';
import type { Expectation } from '../types';
import type { TextPair } from './seriesTexts';

export interface DefinedName {
  readonly path: string;
  readonly name: string;
  readonly container: readonly string[];
  /** undefined: takes none. */
  readonly parameters: readonly string[] | undefined;
  /** There already, with other parameters. */
  readonly changed: boolean;
}

/** What a change defines, or gives other parameters: of a file's top level and of its classes and tables, not inside functions. */
export async function definedNames({ path, before, after }: TextPair): Promise<readonly DefinedName[]> {
  const old = (await syntaxFacts(path, before ?? ''))?.definitions ?? [];
  const definitions = (await syntaxFacts(path, after))?.definitions ?? [];
  const found = new Map<string, DefinedName>();
  for (const { name, container, parameters } of definitions) {
    if (!container.every((outer) => isHolder(outer, definitions))) continue;
    const same = old.filter((each) => each.name === name && sameList(each.container, container));
    const twice = definitions.filter((each) => each.name === name).length > 1;
    const changed = same.length === 1 && !twice && !sameList(same[0]!.parameters, parameters);
    if (same.length > 0 && !changed) continue;
    const key = [...container, name].join('.');
    if (!found.has(key)) found.set(key, { path, name, container, parameters, changed });
  }
  return [...found.values()];
}

export function expectationOf({ path, name, container, parameters, changed }: DefinedName): Expectation {
  return changed && parameters !== undefined
    ? { kind: 'parameters', path, name, parameters }
    : { kind: 'defined', path, name, container };
}

export function definedText({ path, name, container, parameters, changed }: DefinedName): string {
  const shown = [...container, name].join('.') + (parameters === undefined ? '' : `(${parameters.join(', ')})`);
  return `- \`${shown}\` in ${path}${changed ? ', which has other parameters now' : ''}`;
}

/** A class, a namespace or a table; what functions define inside is theirs alone. */
function isHolder(name: string, definitions: readonly DefinitionFact[]): boolean {
  return definitions.some((each) => each.name === name && each.parameters === undefined);
}

function sameList(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
