/** Values and effects, read from the syntax tree. */
import type { CodeSymbol, Position } from '../../../../runtime/repository';
import type { Draft } from '../maker';
import type { CodeFacts } from './codeFacts';
import { linesOf } from './codeFacts';
import { effectOwners } from './effectOwners';
import { comprehensionDraft, placeOf, setOf, textOf } from './comprehensionDraft';

/** A constant that another file imports: what it is worth there. */
export function valueOf(facts: CodeFacts, symbol: CodeSymbol): Draft | undefined {
  const { name, path, kind, range } = symbol;
  if (kind !== 'constant' || !facts.isSource(path) || !facts.isOnlyMeaning(symbol)) return undefined;
  if (facts.index.referencesTo(symbol.id).some(({ role }) => role === 'write')) return undefined;
  const lines = facts.index
    .text(path)
    .split('\n')
    .slice(range.start.line, range.end.line + 1);
  const value = new RegExp(
    `\\b${name}\\s*(?::[^=]+)?=\\s*(-?\\d[\\d_.]*|'[^'\\\\]+'|"[^"\\\\]+")\\s*(?:as const)?;?\\s*$`,
  ).exec(lines.length === 1 ? lines[0]! : '')?.[1];
  const user = facts.index
    .referencesTo(symbol.id)
    .find((each) => each.path !== path && facts.isSource(each.path))?.path;
  if (value === undefined || user === undefined) return undefined;
  const plain = value.replace(/^['"]|['"]$/g, '');
  return comprehensionDraft(facts, {
    kind: 'value-of-constant',
    about: symbol.id,
    title: `What ${name} is in ${user}`,
    situation: `\`${user}\` uses \`${name}\`, and somebody asks what that is.`,
    questions: [
      textOf('value', `Which value has \`${name}\`? (as it stands in the code)`, 0.6, plain),
      placeOf('place', 'Where is it set?', 0.4, path, linesOf(symbol)),
    ],
    needed: [path, user, ...facts.importedFrom(user, name)],
    symbols: [symbol],
    edges: [[user, path]],
    stubs: [{ kind: 'user', files: [], answers: { value: name, place: `${user}:1` } }],
  });
}

const effects = [
  { kind: 'throws', nodes: /^(throw_statement|raise_statement|throw_expression)$/u, text: 'have a statement that throws' },
  { kind: 'awaits', nodes: /^(await_expression|await)$/u, text: 'wait for something (`await`)' },
  { kind: 'loops', nodes: /^(for_statement|for_in_statement|for_range_loop|for_each_statement|foreach_statement|enhanced_for_statement|while_statement|do_statement|for_expression|while_expression|loop_expression)$/u, text: 'have a loop statement (`for`, `while`, `do` and the like)' },
] as const; // prettier-ignore

/** Which functions of a file do something that a statement of their own shows. */
export async function effectsIn(facts: CodeFacts, path: string, turn: number): Promise<Draft | undefined> {
  const functions = facts.functions.filter((each) => each.path === path && each.container.length === 0);
  const names = functions.map(({ name }) => name);
  if (functions.length < 5 || functions.length > 40 || new Set(names).size !== names.length) return undefined;
  const effect = effects[turn % effects.length]!;
  const owners = await effectOwners(facts.language(path), facts.index.text(path), effect.nodes);
  const having: CodeSymbol[] = [];
  for (const { node, name } of owners) {
    const symbol = functions.find(({ selection }) => isAt(selection.start, name));
    if (symbol !== undefined) having.push(symbol);
    // A function that is the value of something is at the top level for one reader, and inside of a call for another.
    else if (node === 'unnamed') return undefined;
  }
  const found = functions.filter((each) => having.includes(each));
  if (found.length === 0 || found.length > functions.length * 0.6) return undefined;
  return comprehensionDraft(facts, {
    kind: effect.kind,
    about: path,
    title: `Functions of ${path}: ${effect.kind}`,
    situation: `Somebody reviews the functions at the top level of \`${path}\`. What stands in a function inside of another one counts for neither.`,
    questions: [
      setOf('functions', `Which functions at the top level ${effect.text}?`, 1, 'names', found.map(({ name }) => name)), // prettier-ignore
    ],
    needed: [path],
    symbols: found,
    stubs: [{ kind: 'all-functions', files: [], answers: { functions: names } }],
  });
}

function isAt({ line, column }: CodeSymbol['selection']['start'], place: Position | undefined): boolean {
  return place?.line === line && place.column === column;
}
