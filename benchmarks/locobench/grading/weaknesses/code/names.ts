import type { Node } from '@vscode/tree-sitter-wasm';

const NAMES: ReadonlySet<string> = new Set([
  ...['identifier', 'shorthand_property_identifier_pattern', 'shorthand_property_identifier', 'variable_name'],
]);

/** Whether a node is a variable that is read. */
export function isVariable(node: Node): boolean {
  return NAMES.has(node.type);
}

/** Names that a pattern or a list of parameters gives, without those in types and defaults. */
export function boundNames(node: Node): readonly string[] {
  if (isVariable(node)) return [node.text];
  if (node.namedChildCount === 0 || /^(member|subscript|attribute|selector)/.test(node.type)) return [];
  const names: string[] = [];
  for (let at = 0; at < node.childCount; at++) {
    const child = node.child(at);
    if (!child?.isNamed) continue;
    const field = node.fieldNameForChild(at);
    const skipped = /^(type|value|right|default_value|return_type|size|key|index)$/.test(field ?? '');
    if (!skipped || (field === 'value' && node.type === 'pair_pattern')) names.push(...boundNames(child));
  }
  return names;
}

/** Words of a name in camel case, snake case or any other, in small letters. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

export function hasWord(name: string, words: ReadonlySet<string>): boolean {
  return wordsOf(name).some((word) => words.has(word));
}
