import type { Expectation } from '../../scenarios/types';
import type { RepositoryState } from '../state/repositoryState';
import { importMeans } from './importTarget';
import { syntaxFacts, type SyntaxFacts } from './syntaxFacts';

export interface CheckedExpectation {
  readonly expectation: Expectation;
  /** undefined: nothing here can tell. */
  readonly met: boolean | undefined;
  readonly text: string;
}

/** Finds weaknesses in a text: CWE ids with their lines. */
export type WeaknessScanner = (
  path: string,
  text: string,
) => Promise<readonly { readonly cwe: string; readonly line: number }[] | undefined>;

/** Facts of syntax in a state; nothing is run. */
export async function checkExpectations(
  state: RepositoryState,
  expectations: readonly Expectation[],
  scan?: WeaknessScanner,
): Promise<readonly CheckedExpectation[]> {
  const known = new Map<string, Promise<SyntaxFacts | undefined>>();
  const facts = (path: string): Promise<SyntaxFacts | undefined> => {
    const text = state.text(path);
    const reading = known.get(path) ?? (text === undefined ? Promise.resolve(undefined) : syntaxFacts(path, text));
    known.set(path, reading);
    return reading;
  };
  const checked: CheckedExpectation[] = [];
  for (const expectation of expectations) {
    checked.push({ expectation, met: await met(expectation, state, facts, scan), text: expectationText(expectation) });
  }
  return checked;
}

type FactsOf = (path: string) => Promise<SyntaxFacts | undefined>;

async function met(
  expectation: Expectation,
  state: RepositoryState,
  factsOf: FactsOf,
  scan: WeaknessScanner | undefined,
): Promise<boolean | undefined> {
  switch (expectation.kind) {
    case 'defined':
    case 'not-defined': {
      const wanted = expectation.kind === 'defined';
      if (!state.has(expectation.path)) return !wanted;
      const facts = await factsOf(expectation.path);
      if (facts === undefined) return undefined;
      const container = expectation.kind === 'defined' ? (expectation.container ?? []) : [];
      const found = facts.definitions.some(
        (each) => each.name === expectation.name && endsWith(each.container, container),
      );
      return found === wanted;
    }
    case 'no-reference': {
      for (const path of expectation.paths) {
        if (!state.has(path)) continue;
        const facts = await factsOf(path);
        if (facts === undefined) return undefined;
        if (facts.identifiers.has(expectation.name)) return false;
      }
      return true;
    }
    case 'references': {
      if (!state.has(expectation.path)) return false;
      const facts = await factsOf(expectation.path);
      return facts === undefined ? undefined : (facts.references.get(expectation.name) ?? 0) >= expectation.atLeast;
    }
    case 'imports':
    case 'does-not-import': {
      const wanted = expectation.kind === 'imports';
      if (!state.has(expectation.from)) return !wanted;
      const facts = await factsOf(expectation.from);
      if (facts === undefined) return undefined;
      return facts.imports.some((each) => importMeans(expectation.from, each, expectation.to)) === wanted;
    }
    case 'parameters': {
      if (!state.has(expectation.path)) return false;
      const facts = await factsOf(expectation.path);
      if (facts === undefined) return undefined;
      const named = facts.definitions.filter(
        ({ name, parameters }) => name === expectation.name && parameters !== undefined,
      );
      return named.some(({ parameters }) => same(parameters ?? [], expectation.parameters));
    }
    case 'text':
      return state.text(expectation.path)?.includes(expectation.contains) ?? false;
    case 'no-text':
      return !(state.text(expectation.path)?.includes(expectation.contains) ?? false);
    case 'no-finding': {
      const text = state.text(expectation.path);
      if (text === undefined) return true;
      const findings = await scan?.(expectation.path, text);
      return findings === undefined ? undefined : !findings.some(({ cwe }) => cwe === expectation.cwe);
    }
  }
}

function endsWith(container: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length <= container.length && same(container.slice(container.length - wanted.length), wanted);
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'defined':
      return `${[...(expectation.container ?? []), expectation.name].join('.')} is defined in ${expectation.path}`;
    case 'not-defined':
      return `${expectation.name} is not defined in ${expectation.path}`;
    case 'no-reference':
      return `${expectation.name} stands in none of ${expectation.paths.length} files`;
    case 'references':
      return `${expectation.name} is used in ${expectation.path}`;
    case 'imports':
      return `${expectation.from} imports ${expectation.to}`;
    case 'does-not-import':
      return `${expectation.from} does not import ${expectation.to}`;
    case 'parameters':
      return `${expectation.name} takes (${expectation.parameters.join(', ')})`;
    case 'text':
      return `${expectation.path} contains what it has to`;
    case 'no-text':
      return `${expectation.path} does not contain what it must not`;
    case 'no-finding':
      return `${expectation.path} has no ${expectation.cwe}`;
  }
}

/** The paths that expectations are about. */
export function expectationPaths(expectations: readonly Expectation[]): string[] {
  return [
    ...new Set(
      expectations.flatMap((each) => {
        switch (each.kind) {
          case 'no-reference':
            return each.paths;
          case 'imports':
          case 'does-not-import':
            return [each.from, each.to];
          default:
            return [each.path];
        }
      }),
    ),
  ];
}
