/** The declaration of a function in a file, and those of the same file that it uses. */
import type { Node } from '@vscode/tree-sitter-wasm';

const FUNCTIONS = new Set([
  'function_definition',
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
  'variable_declarator',
]);
const CLASSES = new Set(['class_definition', 'class_declaration']);

/** @returns the function's node first; empty when the file has none of that name */
export function functionNodes(root: Node, access: string): Node[] {
  const named = declarations(root);
  const first = named.get(access) ?? named.get(access === 'default' ? defaultName(root) : access);
  if (first === undefined) return [];
  const found = [first];
  for (const node of found) {
    for (const name of identifiers(node)) {
      const other = named.get(name);
      if (other !== undefined && !found.includes(other) && !found.some((each) => holds(each, other))) found.push(other);
    }
  }
  return found;
}

function declarations(root: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  const visit = (node: Node, prefix: string): void => {
    for (const child of node.namedChildren) {
      if (child === null) continue;
      const name = child.childForFieldName('name')?.text;
      if (name !== undefined && FUNCTIONS.has(child.type)) {
        if (child.type !== 'variable_declarator' || isFunction(child.childForFieldName('value'))) {
          found.set(prefix + name, child);
        } else if (prefix === '') {
          // A table or constant that functions look things up in.
          found.set(name, child);
        }
      } else if (CLASSES.has(child.type)) {
        visit(child.childForFieldName('body') ?? child, `${name ?? 'default'}.`);
      } else if (child.type === 'export_statement' && child.children.some((each) => each?.type === 'default')) {
        const value = child.childForFieldName('value') ?? child.childForFieldName('declaration');
        if (value !== null) found.set('default', value);
        visit(child, prefix);
      } else if (child.type === 'assignment' && prefix === '') {
        found.set(child.childForFieldName('left')?.text ?? '', child);
      } else if (!isFunction(child)) {
        visit(child, prefix);
      }
    }
  };
  visit(root, '');
  return found;
}

function isFunction(node: Node | null): boolean {
  return /function|^lambda$/.test(node?.type ?? '');
}

function defaultName(root: Node): string {
  const statement = root.namedChildren.find(
    (child) => child?.type === 'export_statement' && child.children.some((each) => each?.type === 'default'),
  );
  return statement?.childForFieldName('value')?.text ?? '';
}

function identifiers(node: Node): Set<string> {
  return new Set(node.descendantsOfType('identifier').flatMap((each) => (each === null ? [] : [each.text])));
}

function holds(outer: Node, inner: Node): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
