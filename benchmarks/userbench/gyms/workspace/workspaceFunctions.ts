import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { numbersOf, readRule } from '../function/arithmetic';
import type { FunctionTask } from '../function/functionTasks';

const letters = ['a', 'b', 'c', 'd'] as const;

/**
 * Functions of a repository that are one expression of arithmetic over their parameters. They are read and not run: what our reader of
 * arithmetic does not know is left out, so nothing of the repository is executed.
 */
export function workspaceFunctions(index: RepositoryIndex, seed: number): readonly FunctionTask[] {
  const random = seededRandom(seed);
  const tasks: FunctionTask[] = [];
  for (const symbol of index.allSymbols()) {
    const rule = ruleOf(index, symbol);
    if (rule === undefined) continue;
    const read = readRule(rule);
    const testCase = (symbol.parameters ?? []).map(() => 2 + random(20));
    const expected = read?.(numbersOf(testCase));
    if (expected === undefined || !Number.isFinite(expected)) continue;
    tasks.push({ id: symbol.id, rule, testCase, expected, title: symbol.name });
  }
  return tasks;
}

/** @returns the expression over a, b, c and d; undefined where the symbol is no such function */
function ruleOf(index: RepositoryIndex, symbol: CodeSymbol): string | undefined {
  const { range, parameters = [], kind, path } = symbol;
  if (kind !== 'function' || parameters.length < 1 || parameters.length > letters.length) {
    return undefined;
  }
  if (index.file(path)?.kind !== 'source' || range.end.line - range.start.line > 8) return undefined;
  const [, expression] =
    /^\s*(?:\{\s*)?(?:return\b)?\s*([^;{}]+?)\s*;?\s*\}?\s*$/su.exec(bodyText(index, symbol)) ?? [];
  if (expression === undefined || !/[-+*/%(]/u.test(expression)) return undefined;
  // Names first become letters that no name of arithmetic has, so that a parameter called c is not taken for the third.
  const places = new Map(parameters.map((name, at) => [name, letters[at]!]));
  const unknown = expression.match(/[A-Za-z_$][\w$.]*/gu) ?? [];
  const known = /^(?:(?:Math\.)?(?:min|max|abs|floor|ceil|sqrt))$/u;
  if (!unknown.every((name) => places.has(name) || known.test(name))) return undefined;
  const used = new Set(unknown);
  if (!parameters.every((name) => used.has(name))) return undefined;
  return expression.replaceAll(/[A-Za-z_$][\w$.]*/gu, (name) => places.get(name) ?? name).replaceAll(/\s+/gu, ' ');
}

/** Between the braces, or behind the arrow; without a docstring. */
function bodyText(index: RepositoryIndex, { path, body, range }: CodeSymbol): string {
  const { start, end } = body ?? range;
  const lines = index
    .text(path)
    .split('\n')
    .slice(start.line, end.line + 1);
  const last = lines.length - 1;
  const text = lines
    .map((line, at) => line.slice(at === 0 ? start.column : 0, at === last ? end.column : undefined))
    .join('\n');
  const behind = body === undefined ? text.slice(text.indexOf('=>') + 2) : text;
  return behind.replace(/^\s*("""|''').*?\1/su, '');
}
