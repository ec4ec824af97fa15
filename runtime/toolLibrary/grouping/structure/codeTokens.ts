import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, namedChildrenOf } from './children';
import { localNames } from './localNames';

const functions = new Set([
  'function_definition',
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
]);
/** Says nothing of what is computed. */
const leftOut = new Set([
  'comment',
  'type',
  'type_annotation',
  'decorator',
  'type_parameters',
  'accessibility_modifier',
]);
const identifiers = new Set(['identifier', 'shorthand_property_identifier', 'shorthand_property_identifier_pattern']);

/**
 * Tokens of the first function in a tree, in the order of its text, without documentation, comments and types: local names are numbered as they
 * come, its own name is `@self`. An arrow that is one expression reads like a function that returns it.
 *
 * @returns undefined where there is no function
 */
export function codeTokens(root: Node): readonly string[] | undefined {
  return codeTokenNodes(root)?.map(({ text }) => text);
}

export interface CodeToken {
  readonly text: string;
  /** Where it stands; missing for what is only read into the code. */
  readonly node?: Node;
}

/** As `codeTokens`, with the places of tokens. */
export function codeTokenNodes(root: Node): readonly CodeToken[] | undefined {
  const declaration = firstFunction(root);
  if (declaration === undefined) return undefined;
  const body = declaration.childForFieldName('body');
  if (body === null) return undefined;
  const own = declaration.childForFieldName('name')?.text ?? declaration.parent?.childForFieldName('name')?.text;
  const names = new Map<string, string>();
  for (const name of localNames(declaration)) names.set(name, '');
  if (own !== undefined) names.set(own, '@self');
  let numbered = 0;
  const tokens: CodeToken[] = [];
  const nameOf = (name: string) => {
    let short = names.get(name);
    if (short === '') names.set(name, (short = `@${numbered++}`));
    return short ?? name;
  };
  const write = (node: Node) => {
    if (leftOut.has(node.type) || node.equals(body)) return;
    writeAll(node);
  };
  const writeAll = (node: Node) => {
    if (leftOut.has(node.type) || isColonOfType(node)) return;
    if (identifiers.has(node.type)) tokens.push({ text: isName(node) ? nameOf(node.text) : node.text, node });
    else if (node.childCount === 0 || node.type === 'string') {
      const text = node.type === 'string' ? plainString(node.text) : node.text;
      if (text.trim() !== '' && text !== ';') tokens.push({ text, node });
    } else for (const child of childrenOf(node)) writeAll(child);
  };
  const parameters = declaration.childForFieldName('parameters') ?? declaration.childForFieldName('parameter');
  if (parameters !== null) write(parameters);
  tokens.push({ text: '=>' });
  if (declaration.type === 'arrow_function' && body.type !== 'statement_block') {
    tokens.push({ text: '{' }, { text: 'return' });
    writeAll(body);
    tokens.push({ text: '}' });
  } else {
    const documentation = docstringOf(body);
    for (const child of childrenOf(body))
      if (documentation === undefined || !child.equals(documentation)) writeAll(child);
  }
  return tokens;
}

function firstFunction(root: Node): Node | undefined {
  const pending: Node[] = [root];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (functions.has(node.type)) return node;
    pending.push(...namedChildrenOf(node));
  }
  return undefined;
}

/** Attributes and names of keyword arguments are identifiers in Python's grammar, and never local. */
function isName(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'attribute') return parent.childForFieldName('attribute')?.equals(node) !== true;
  if (parent?.type === 'keyword_argument') return parent.childForFieldName('name')?.equals(node) !== true;
  return true;
}

const isColonOfType = (node: Node) => node.type === ':' && (node.parent?.type.startsWith('typed_') ?? false);

function docstringOf(body: Node): Node | undefined {
  const [first] = namedChildrenOf(body).filter((child) => child.type !== 'comment');
  if (first?.type === 'string') return first;
  return first?.type === 'expression_statement' && first.namedChildren[0]?.type === 'string' ? first : undefined;
}

/** One kind of quotes. Strings with places for values keep their text, in which local names stay as they are. */
function plainString(text: string): string {
  const quoted = /^'([^'"\\]*)'$/.exec(text);
  return quoted === null ? text : `"${quoted[1]!}"`;
}
