import { factsReader, type CodeSymbol } from '../../../../runtime/repository';
import { languageOfFile } from '../../../../runtime/syntax';
import { syntaxFacts, type SyntaxFacts } from '../../grading/checks/syntaxFacts';
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

/** What a change defines for others, or gives other parameters; local variables are none of it. */
export async function definedNames({ path, before = '', after }: TextPair): Promise<readonly DefinedName[]> {
  const language = languageOfFile(path);
  if (language === undefined) return [];
  const read = await factsReader(language);
  const old = read(path, before).symbols;
  const known = await syntaxFacts(path, before);
  const now = await syntaxFacts(path, after);
  if (known === undefined || now === undefined) return [];
  const found = new Map<string, DefinedName>();
  for (const symbol of read(path, after).symbols) {
    const { name, container, kind } = symbol;
    if (kind === 'module' || kind === 'constructor' || nameless.has(name)) continue;
    const defined = { path, name, container, parameters: parametersOf(now, symbol), changed: false };
    const earlier = old.filter((each) => keyOf(each) === keyOf(symbol));
    if (earlier.length === 0) {
      // Grading has to see it, and must not have seen it before.
      if (hasDefinition(now, symbol) && !hasDefinition(known, symbol)) found.set(keyOf(symbol), defined);
    } else if (earlier.length === 1 && isRenewed(known, now, symbol)) {
      found.set(keyOf(symbol), { ...defined, changed: true });
    }
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
  return `- \`${shown}\` in ${path}${changed ? ', which has these parameters then' : ''}`;
}

/** Stand for what a module exports without a name. */
const nameless: ReadonlySet<string> = new Set(['exports', 'default']);

function keyOf({ container, name }: Pick<CodeSymbol, 'container' | 'name'>): string {
  return [...container, name].join('.');
}

function hasDefinition({ definitions }: SyntaxFacts, { name, container }: CodeSymbol): boolean {
  return definitions.some((each) => {
    const inner = each.container.slice(each.container.length - container.length);
    return each.name === name && each.container.length >= container.length && inner.join('.') === container.join('.');
  });
}

/** One definition of that name before and after, with parameters that differ. */
function isRenewed(before: SyntaxFacts, after: SyntaxFacts, symbol: CodeSymbol): boolean {
  const [old, now] = [parametersOf(before, symbol), parametersOf(after, symbol)];
  return old !== undefined && now !== undefined && old.join() !== now.join();
}

/** undefined: it takes none, or more than one definition has its name. */
function parametersOf({ definitions }: SyntaxFacts, { name }: CodeSymbol): readonly string[] | undefined {
  const named = definitions.filter((each) => each.name === name && each.parameters !== undefined);
  return named.length === 1 ? named[0]!.parameters : undefined;
}
