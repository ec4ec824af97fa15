/** What expectations ask of one file, read from its syntax tree: definitions, names, imports. Comments and texts are none of these. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile, parseKept } from '../../../../runtime/syntax';

export interface DefinitionFact {
  readonly name: string;
  /** Names around it, outermost first. */
  readonly container: readonly string[];
  /** undefined: takes none, e.g. a class. */
  readonly parameters: readonly string[] | undefined;
  /** The text of its head and of its whole. */
  readonly text: string;
  readonly lines: readonly [number, number];
}

export interface SyntaxFacts {
  readonly definitions: readonly DefinitionFact[];
  /** Every identifier that stands in it and names no definition -> how often. */
  readonly references: ReadonlyMap<string, number>;
  /** Every identifier with those that name definitions -> how often. */
  readonly identifiers: ReadonlyMap<string, number>;
  /** As they stand, without quotes. */
  readonly imports: readonly string[];
}

/** @returns undefined where the file has no grammar */
export async function syntaxFacts(path: string, text: string): Promise<SyntaxFacts | undefined> {
  const language = languageOfFile(path);
  if (language === undefined) return undefined;
  const tree = await parseKept(language, text);
  try {
    const facts: Facts = { definitions: [], references: new Map(), identifiers: new Map(), imports: [] };
    visit(tree.rootNode, [], facts, undefined);
    return facts;
  } finally {
    tree.delete();
  }
}

interface Facts {
  readonly definitions: DefinitionFact[];
  readonly references: Map<string, number>;
  readonly identifiers: Map<string, number>;
  readonly imports: string[];
}

const IDENTIFIER = /^(?:.*_)?identifier$|^name$|^constant$/;
/** Nodes that define what their name says; locals and parameters have other types or no name field. */
const DEFINITION = /(?:definition|declaration|declarator|_item|_spec|_signature|_pair|enum_assignment)$/;
const NO_DEFINITION = /^(?:import|export_specifier|using|namespace_use|call|parameter)/;
const IMPORTS: ReadonlySet<string> = new Set([
  ...['import_statement', 'import_from_statement', 'export_statement', 'import_declaration', 'import_spec'],
  ...['use_declaration', 'preproc_include', 'using_directive', 'namespace_use_declaration'],
]);

/** @param definedAbove id of the node whose name the parent defines; each question about a node costs a call into the parser, and types are asked once */
function visit(node: Node, container: readonly string[], facts: Facts, definedAbove: number | undefined): void {
  const { type } = node;
  if (IMPORTS.has(type)) addImport(node, facts);
  if (type === 'call_expression' || type === 'call') addRequire(node, facts);
  const defined = definedName(node, type);
  if (defined !== undefined) {
    facts.definitions.push({
      name: defined.text,
      container,
      parameters: parametersOf(node),
      text: node.text,
      lines: [node.startPosition.row + 1, node.endPosition.row + 1],
    });
  }
  if (node.namedChildCount === 0) {
    if (IDENTIFIER.test(type)) count(facts, node, definedAbove);
    return;
  }
  const inner = defined === undefined ? container : [...container, defined.text];
  for (const child of node.namedChildren) if (child !== null) visit(child, inner, facts, defined?.id);
}

/** The node of the name that a definition gives. */
function definedName(node: Node, type: string): Node | undefined {
  if (NO_DEFINITION.test(type)) return undefined;
  if (type === 'assignment' || type === 'assignment_expression') {
    // Python's variables, and JavaScript's `exports.a = …`.
    const left = node.childForFieldName('left');
    if (left === null) return undefined;
    if (type === 'assignment') return left.type === 'identifier' ? left : undefined;
    const object = left.childForFieldName('object')?.text;
    return object === 'exports' || object === 'module.exports'
      ? (left.childForFieldName('property') ?? undefined)
      : undefined;
  }
  if (type === 'pair' || type === 'method_definition' || DEFINITION.test(type)) {
    let name = node.childForFieldName('name') ?? (type === 'pair' ? node.childForFieldName('key') : null);
    // C: int *name(int a)
    for (let at = node.childForFieldName('declarator'); name === null && at !== null;) {
      if (at.namedChildCount === 0) name = at;
      at = at.childForFieldName('declarator');
    }
    return name?.namedChildCount === 0 && IDENTIFIER.test(name.type) ? name : undefined;
  }
  return undefined;
}

function parametersOf(node: Node): readonly string[] | undefined {
  const value = node.childForFieldName('value') ?? node.childForFieldName('right');
  const holder = [node, value, node.childForFieldName('declarator')].find((each) =>
    each?.childForFieldName('parameters'),
  );
  const list = holder?.childForFieldName('parameters');
  if (list === null || list === undefined) {
    const single = value?.childForFieldName('parameter');
    return single === null || single === undefined ? undefined : [single.text];
  }
  return list.namedChildren.flatMap((child) => {
    if (child === null || child.type === 'comment') return [];
    return firstIdentifier(child) ?? [];
  });
}

/** The name of a parameter: what stands in its pattern, or before its type; of types first, like in C, the declarator. */
function firstIdentifier(node: Node): string | undefined {
  if (node.namedChildCount === 0) return /identifier$|^name$|^self$/.test(node.type) ? node.text : undefined;
  for (const field of ['declarator', 'pattern', 'name', 'left']) {
    const inner = node.childForFieldName(field);
    if (inner !== null) return inner.namedChildCount === 0 ? inner.text : (firstIdentifier(inner) ?? inner.text);
  }
  for (const child of node.namedChildren) {
    const found = child === null ? undefined : firstIdentifier(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addImport(node: Node, facts: Facts): void {
  const from = ['source', 'module_name', 'path', 'argument'].flatMap((field) => node.childForFieldName(field) ?? []);
  const named = from.length > 0 ? from : node.childrenForFieldName('name').flatMap((each) => each ?? []);
  for (const each of named) {
    const name = each.childForFieldName('name') ?? each;
    facts.imports.push(name.text.replace(/^["'<`]|["'>`]$/g, ''));
  }
  if (named.length === 0 && node.type !== 'export_statement' && node.type !== 'import_declaration') {
    const child = node.namedChildren.find((each) => each !== null && /name|identifier|scoped/.test(each.type));
    if (child !== undefined && child !== null) facts.imports.push(child.text);
  }
  if (named.length === 0 && node.type === 'import_declaration') {
    const child = node.namedChildren.find((each) => each?.type === 'scoped_identifier');
    if (child !== undefined && child !== null) facts.imports.push(child.text);
  }
}

/** `require('./a')`, `import('./a')`. */
function addRequire(node: Node, facts: Facts): void {
  const called = node.childForFieldName('function')?.text;
  if (called !== 'require' && called !== 'import') return;
  const [first] = node.childForFieldName('arguments')?.namedChildren ?? [];
  if (first?.type === 'string') facts.imports.push(first.text.slice(1, -1));
}

function count(facts: Facts, node: Node, definedAbove: number | undefined): void {
  const name = node.text;
  facts.identifiers.set(name, (facts.identifiers.get(name) ?? 0) + 1);
  if (node.id !== definedAbove) facts.references.set(name, (facts.references.get(name) ?? 0) + 1);
}
