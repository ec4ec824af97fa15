/** Options in objects and names of what is imported. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from '../code/codeFile';
import { isVariable } from '../code/names';

/** The value of a key of an object that stands there or in a variable. */
export function optionOf(file: CodeFile, node: Node, key: string): Node | undefined {
  if (isVariable(node)) {
    for (const { value } of file.assignments(node.text)) {
      const found = value.id === node.id ? undefined : optionOf(file, value, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!/^(object|dictionary|composite_literal|literal_value|initializer_expression)$/.test(node.type)) return undefined;
  for (const child of node.namedChildren) {
    if (child?.type === 'spread_element' && child.namedChild(0) !== null) {
      const found = optionOf(file, child.namedChild(0)!, key);
      if (found !== undefined) return found;
    }
    if (child?.type !== 'pair') continue;
    const name = child.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '');
    if (name === key) return child.childForFieldName('value') ?? undefined;
  }
  return undefined;
}

/** What a called name means: `run` is `exec` after `const run = promisify(exec)` or `import { exec as run }`. */
export function meaningOf(file: CodeFile, callee: string): string {
  const last = /[\w$]+$/.exec(callee)?.[0] ?? callee;
  if (last !== callee) return last;
  for (const { value } of file.assignments(callee)) {
    const call = file.callAt(value);
    if (call?.name === 'promisify' && call.args[0] !== undefined) return meaningOf(file, call.args[0].text);
    const member = /\.([\w$]+)$/.exec(value.text);
    if (value.type === 'member_expression' && member !== null) return member[1]!;
    const destructured = new RegExp(`([\\w$]+)\\s*:\\s*${callee.replace(/\W/g, '\\$&')}\\b`).exec(
      value.parent?.childForFieldName('name')?.text ?? '',
    );
    if (destructured !== null) return destructured[1]!;
  }
  const renamed = file.nodes.find(
    (node) => node.type === 'import_specifier' && node.childForFieldName('alias')?.text === callee,
  );
  return renamed?.childForFieldName('name')?.text ?? callee;
}
