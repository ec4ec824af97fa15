import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../declarations/nodes';

export interface ScriptExports {
  /** Name for others -> name in the file. What is passed on from another file is not among them. */
  readonly local: ReadonlyMap<string, string>;
  /** Nodes of names that stand in lists of exports: `export { f }`, `module.exports = { f }`. */
  readonly listed: ReadonlySet<number>;
}

/** What a TypeScript or JavaScript file declares itself and gives to others. */
export function scriptExports(tree: Tree): ScriptExports {
  const local = new Map<string, string>();
  const listed = new Set<number>();
  const list = (exported: string, name: Node | null): void => {
    if (name === null) return;
    local.set(exported, name.text);
    listed.add(name.id);
  };
  for (const statement of childrenOf(tree.rootNode)) {
    if (statement.type === 'export_statement') {
      if (statement.childForFieldName('source') !== null) continue;
      const isDefault = statement.children.some((each) => each?.type === 'default');
      const value = statement.childForFieldName('value');
      if (value?.type === 'identifier') list('default', value);
      const declaration = statement.childForFieldName('declaration');
      for (const name of declaration === null ? [] : declaredNames(declaration)) {
        local.set(isDefault ? 'default' : name, name);
      }
      for (const specifier of childrenOf(statement)
        .filter(({ type }) => type === 'export_clause')
        .flatMap(childrenOf)) {
        const name = specifier.childForFieldName('name');
        list((specifier.childForFieldName('alias') ?? name)?.text ?? '', name);
      }
    }
    const assignment = statement.type === 'expression_statement' ? statement.namedChild(0) : null;
    if (assignment?.type === 'assignment_expression') commonExport(assignment, list);
  }
  return { local, listed };
}

function commonExport(assignment: Node, list: (exported: string, name: Node | null) => void): void {
  const left = assignment.childForFieldName('left')?.text ?? '';
  const right = assignment.childForFieldName('right');
  const member = /^(?:module\.)?exports\.([\w$]+)$/.exec(left)?.[1];
  if (member !== undefined && right?.type === 'identifier') list(member, right);
  if (left !== 'module.exports' || right?.type !== 'object') return;
  for (const each of childrenOf(right)) {
    if (each.type === 'shorthand_property_identifier') list(each.text, each);
    const value = each.type === 'pair' ? each.childForFieldName('value') : null;
    if (value?.type === 'identifier') list(each.childForFieldName('key')?.text ?? '', value);
  }
}

function declaredNames(declaration: Node): readonly string[] {
  if (declaration.type !== 'lexical_declaration' && declaration.type !== 'variable_declaration') {
    return [declaration.childForFieldName('name')?.text ?? []].flat();
  }
  return childrenOf(declaration).flatMap((each) => {
    const name = each.childForFieldName('name');
    return name?.type === 'identifier' ? [name.text] : [];
  });
}
