import type { Node } from '@vscode/tree-sitter-wasm';
import { field, named, type NameCollector } from './nameCollector';
import type { ExportedName } from './types';

/** What an export statement, or an assignment to `exports`, gives to other files. */
export function exportsOf(node: Node, names: NameCollector): readonly ExportedName[] {
  if (node.type === 'assignment_expression') return commonExports(node, names);
  if (field(node, 'source') !== undefined) return [];
  const declaration = field(node, 'declaration');
  const isDefault = node.children.some((child) => child?.type === 'default');
  if (isDefault || field(node, 'value') !== undefined) {
    const value = declaration === undefined ? field(node, 'value') : field(declaration, 'name');
    return [{ name: 'default', at: undefined, of: value?.type === 'object' ? undefined : value?.startIndex }];
  }
  if (declaration !== undefined) {
    return declared(declaration).map((name) => ({ name: name.text, at: name.startIndex, of: name.startIndex }));
  }
  const clause = named(node).find(({ type }) => type === 'export_clause');
  // `export = a`
  if (clause === undefined) return named(node).map((value) => ({ name: '=', at: undefined, of: value.startIndex }));
  return named(clause).flatMap((one) => {
    const [name, alias] = [field(one, 'name'), field(one, 'alias')];
    if (name === undefined) return [];
    if (alias !== undefined) names.form(alias, 'exported');
    return [{ name: (alias ?? name).text, at: (alias ?? name).startIndex, of: name.startIndex }];
  });
}

function declared(declaration: Node): readonly Node[] {
  const name = field(declaration, 'name');
  if (name !== undefined) return [name];
  return named(declaration).flatMap((each) => {
    if (each.type !== 'variable_declarator') return declaration.type === 'ambient_declaration' ? declared(each) : [];
    const pattern = field(each, 'name');
    return pattern === undefined ? [] : pattern.type === 'identifier' ? [pattern] : patternNames(pattern);
  });
}

function patternNames(pattern: Node): readonly Node[] {
  return pattern
    .descendantsOfType(['identifier', 'shorthand_property_identifier_pattern'])
    .filter((each) => each !== null);
}

/** `module.exports = { a, b: c }`, `exports.a = b`. What is no object gives all of it as one value. */
function commonExports(node: Node, names: NameCollector): readonly ExportedName[] {
  const [left, right] = [field(node, 'left'), field(node, 'right')];
  if (left?.type !== 'member_expression' || right === undefined) return [];
  const object = field(left, 'object')?.text;
  const property = field(left, 'property');
  if (object === 'module' && property?.text === 'exports') {
    if (right.type !== 'object') return [{ name: '=', at: undefined, of: right.startIndex }];
    return named(right).map((part) => {
      const key =
        part.type === 'pair' ? field(part, 'key') : part.type === 'method_definition' ? field(part, 'name') : part;
      if (!key?.type.endsWith('identifier')) return { name: '*', at: undefined, of: undefined };
      if (part.type === 'shorthand_property_identifier')
        return { name: part.text, at: part.startIndex, of: part.startIndex };
      names.form(key, 'exported');
      const value = field(part, 'value');
      return { name: key.text, at: key.startIndex, of: value?.type === 'identifier' ? value.startIndex : undefined };
    });
  }
  if ((object !== 'exports' && object !== 'module.exports') || property === undefined) return [];
  names.form(property, 'exported');
  return [
    { name: property.text, at: property.startIndex, of: right.type === 'identifier' ? right.startIndex : undefined },
  ];
}
