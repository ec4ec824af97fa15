/** Copies of a file with one small fault each: what does not notice them would not notice a fault of a model either. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile, parse } from '../../../syntax';
import { mulberry32 } from '../../execution';
import { faultsOfNode, type Replaced } from './faultsOfNode';
import { functionNodes } from './functionNodes';

export interface MutantOptions {
  readonly seed: number;
  /** So many, chosen by the seed, where there are more. */
  readonly most: number;
  /** Whether results may be lost as well. */
  readonly kinds?: 'all' | 'constantsAndOperators';
}

export interface Mutant {
  /** Text of the whole file. */
  readonly text: string;
  /** For people: what was changed where. */
  readonly fault: string;
  /** The expression or statement that it was put into, as it was. */
  readonly place: string;
}

/** Types, documentation and messages of errors change no result. */
const SKIPPED = new Set([
  'type',
  'type_annotation',
  'type_arguments',
  'type_parameters',
  'literal_type',
  'decorator',
  'comment',
  'raise_statement',
  'throw_statement',
  'assert_statement',
]);

const LONGEST_PLACE = 400;

/**
 * @param access the function in the file; faults are put into it and into what it uses of the same file
 */
export async function mutantsOf(
  path: string,
  text: string,
  access: string,
  { seed, most, kinds = 'all' }: MutantOptions,
): Promise<Mutant[]> {
  const language = languageOfFile(path);
  if (language === undefined) return [];
  const tree = await parse(language, text);
  try {
    const faults = functionNodes(tree.rootNode, access)
      .flatMap(faultsBelow)
      .filter(({ lost }) => kinds === 'all' || lost !== true);
    const lines = (index: number) => text.slice(0, index).split('\n').length;
    return chosen(faults, seed, most).map(({ start, end, text: replaced, place }) => ({
      place,
      text: text.slice(0, start) + replaced + text.slice(end),
      fault: `line ${lines(start)} of ${path}: “${text.slice(start, end).slice(0, 30)}” became “${replaced.slice(0, 30)}”`,
    }));
  } finally {
    tree.delete();
  }
}

function faultsBelow(node: Node): (Replaced & { readonly place: string })[] {
  if (SKIPPED.has(node.type) || isDocumentation(node) || isErrorMade(node)) return [];
  const around = node.parent === null || node.parent.text.length > LONGEST_PLACE ? node : node.parent;
  const own = faultsOfNode(node).map((each) => ({ ...each, place: around.text.slice(0, LONGEST_PLACE) }));
  return [...own, ...node.namedChildren.flatMap((child) => (child === null ? [] : faultsBelow(child)))];
}

function isDocumentation(node: Node): boolean {
  return node.type === 'expression_statement' && node.namedChildCount === 1 && node.namedChildren[0]?.type === 'string';
}

function isErrorMade(node: Node): boolean {
  const made = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  return made !== null && /(?:Error|Exception)$/.test(made.text);
}

function chosen<Item>(items: readonly Item[], seed: number, most: number): Item[] {
  const random = mulberry32(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map(({ item }) => item);
}
