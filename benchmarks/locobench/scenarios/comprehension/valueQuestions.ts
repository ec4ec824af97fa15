/** Values and effects, read from the syntax tree. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../../../../runtime/repository';
import { parse } from '../../../../runtime/syntax';
import type { Draft } from '../maker';
import type { CodeFacts } from './codeFacts';
import { linesOf } from './codeFacts';
import { comprehensionDraft, placeOf, setOf, textOf } from './comprehensionDraft';

/** A constant that another file imports: what it is worth there. */
export function valueOf(facts: CodeFacts, symbol: CodeSymbol): Draft | undefined {
  const { name, path, kind, range } = symbol;
  if (kind !== 'constant' || !facts.isSource(path) || !facts.isOnlyMeaning(symbol)) return undefined;
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

const functionNode = /^(function|arrow_function|method|generator_function|lambda|class)/u;

const effects = [
  { kind: 'throws', nodes: /^(throw_statement|raise_statement)$/u, text: 'have a statement that throws' },
  { kind: 'awaits', nodes: /^(await_expression|await)$/u, text: 'wait for something (`await`)' },
  { kind: 'loops', nodes: /^(for_statement|for_in_statement|while_statement|do_statement)$/u, text: 'have a loop statement (`for`, `while`, `do`)' },
] as const; // prettier-ignore

/** Which functions of a file do something that a statement of their own shows. */
export async function effectsIn(facts: CodeFacts, path: string, turn: number): Promise<Draft | undefined> {
  const functions = facts.functions.filter((each) => each.path === path && each.container.length === 0);
  const names = functions.map(({ name }) => name);
  if (functions.length < 5 || functions.length > 40 || new Set(names).size !== names.length) return undefined;
  const effect = effects[turn % effects.length]!;
  const tree = await parse(facts.language(path), facts.index.text(path));
  try {
    const having = functions.filter(({ range }) => {
      const node = tree.rootNode.descendantForPosition(
        { row: range.start.line, column: range.start.column },
        { row: range.end.line, column: range.end.column },
      );
      return node !== null && hasOwn(node, effect.nodes, range);
    });
    if (having.length === 0 || having.length > functions.length * 0.6) return undefined;
    return comprehensionDraft(facts, {
      kind: effect.kind,
      about: path,
      title: `Functions of ${path}: ${effect.kind}`,
      situation: `Somebody reviews the functions at the top level of \`${path}\`. What stands in a function inside of another one counts for neither.`,
      questions: [
        setOf('functions', `Which functions at the top level ${effect.text}?`, 1, 'names', having.map(({ name }) => name)), // prettier-ignore
      ],
      needed: [path],
      symbols: having,
      stubs: [{ kind: 'all-functions', files: [], answers: { functions: names } }],
    });
  } finally {
    tree.delete();
  }
}

function hasOwn(node: Node, wanted: RegExp, range: CodeSymbol['range']): boolean {
  const inside = node.startPosition.row >= range.start.line && node.endPosition.row <= range.end.line;
  if (inside && node.isNamed && wanted.test(node.type)) return true;
  return node.namedChildren.some((child) => child !== null && !isInner(child, range) && hasOwn(child, wanted, range));
}

/** A function that begins after the one that is looked at. */
function isInner(node: Node, { start }: CodeSymbol['range']): boolean {
  if (!functionNode.test(node.type)) return false;
  const own = node.startPosition.row === start.line;
  return !own || depthOfFunctions(node) > 1;
}

function depthOfFunctions(node: Node): number {
  let depth = 0;
  for (let each: Node | null = node; each !== null; each = each.parent) if (functionNode.test(each.type)) depth++;
  return depth;
}
