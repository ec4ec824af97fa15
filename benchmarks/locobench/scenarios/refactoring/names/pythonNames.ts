import type { Node } from '@vscode/tree-sitter-wasm';
import { field, NameCollector, named, spanOf, type Scope } from './nameCollector';
import type { Argument, FileNames, Link, LinkName } from './types';

const COMPREHENSIONS: ReadonlySet<string> = new Set([
  ...['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'],
]);

/** @param root of a tree of Python */
export function pythonNames(root: Node): FileNames {
  const names = new NameCollector();
  visit(root, names.top, names);
  const { top } = names;
  const listed = names.exports.map(({ name }) => name);
  for (const binding of top.names.keys()) {
    // Everything at the top level can be imported.
    if (!listed.includes(binding)) names.exports.push({ name: binding, at: undefined, of: undefined });
  }
  return names.finish();
}

function visit(node: Node, outer: Scope, names: NameCollector): void {
  switch (node.type) {
    case 'identifier':
      names.meet(node, outer);
      return;
    case 'string':
      text(node, outer, names);
      return;
    case 'function_definition':
    case 'class_definition': {
      const name = field(node, 'name');
      if (name !== undefined) {
        // Methods and fields are reached as members only.
        if (outer.kind === 'hidden') names.form(name, 'property');
        else names.declare(outer, name);
      }
      const inner = names.open(outer, node.type === 'class_definition' ? 'hidden' : 'function');
      for (const child of named(node)) {
        // Defaults, decorators and bases are read outside.
        const isOutside = child.id === name?.id || child.id === field(node, 'superclasses')?.id;
        visit(child, isOutside ? outer : inner, names);
      }
      return;
    }
    case 'lambda':
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression': {
      const inner = names.open(outer, COMPREHENSIONS.has(node.type) ? 'block' : 'function');
      for (const child of named(node)) visit(child, inner, names);
      return;
    }
    case 'import_statement':
      for (const link of importStatement(node, outer, names)) names.links.push(link);
      return;
    case 'import_from_statement':
      names.links.push(importFrom(node, outer, names));
      return;
    case 'global_statement':
    case 'nonlocal_statement':
      // Which scope they mean depends on the order of statements.
      for (const each of named(node)) {
        names.doubtful.add(each.text);
        names.meet(each, outer);
      }
      return;
    case 'keyword_pattern':
    case 'class_pattern':
    case 'case_pattern':
      for (const each of node.descendantsOfType('identifier')) if (each !== null) names.doubtful.add(each.text);
      break;
  }
  enter(node, outer, names);
  for (const child of named(node)) visit(child, outer, names);
}

function enter(node: Node, scope: Scope, names: NameCollector): void {
  const own = names.functionScope(scope);
  switch (node.type) {
    case 'parameters':
    case 'lambda_parameters':
      for (const each of named(node)) {
        bind(field(each, 'name') ?? (each.type === 'typed_parameter' ? named(each)[0] : each), scope, names);
      }
      return;
    case 'assignment':
      bind(field(node, 'left'), own, names);
      if (scope === names.top && field(node, 'left')?.text === '__all__') exportList(field(node, 'right'), names);
      return;
    case 'augmented_assignment':
      bind(field(node, 'left'), own, names);
      return;
    case 'for_statement':
      bind(field(node, 'left'), own, names);
      return;
    case 'for_in_clause':
      bind(field(node, 'left'), scope, names);
      return;
    case 'named_expression':
      bind(field(node, 'name'), own, names);
      return;
    case 'as_pattern_target':
      for (const each of named(node)) bind(each, own, names);
      return;
    case 'delete_statement':
      for (const each of named(node)) bind(each, own, names);
      return;
    case 'keyword_argument': {
      const name = field(node, 'name');
      if (name !== undefined) names.form(name, 'property');
      return;
    }
    case 'attribute': {
      const [object, attribute] = [field(node, 'object'), field(node, 'attribute')];
      if (attribute !== undefined) names.member(attribute, lastName(object));
      return;
    }
    case 'call':
      call(node, names);
      return;
  }
}

function bind(target: Node | undefined, scope: Scope, names: NameCollector): void {
  if (target === undefined) return;
  if (target.type === 'identifier') {
    if (scope.kind === 'hidden') names.form(target, 'property');
    names.declare(scope, target);
    return;
  }
  if (
    /^(?:pattern_list|tuple_pattern|list_pattern|tuple|list|list_splat_pattern|dictionary_splat_pattern)$/.test(
      target.type,
    )
  ) {
    for (const each of named(target)) bind(each, scope, names);
  }
}

/** Strings of `__all__` are names. */
function exportList(list: Node | undefined, names: NameCollector): void {
  for (const each of named(list)) {
    const content = named(each).find(({ type }) => type === 'string_content');
    if (each.type !== 'string' || content === undefined) continue;
    names.form(content, 'exported');
    names.meet(content, names.top);
    names.exports.push({ name: content.text, at: content.startIndex, of: undefined });
  }
}

function text(node: Node, scope: Scope, names: NameCollector): void {
  const content = named(node).find(({ type }) => type === 'string_content');
  const isListed = names.exports.some(({ at }) => at !== undefined && at === content?.startIndex);
  if (content !== undefined && !isListed && /^\w+$/.test(content.text)) names.strings.add(content.text);
  for (const part of named(node)) if (part.type === 'interpolation') visit(part, scope, names);
}

function lastName(node: Node | undefined): Node | undefined {
  if (node?.type === 'identifier') return node;
  return node?.type === 'attribute' ? field(node, 'attribute') : undefined;
}

function importStatement(node: Node, scope: Scope, names: NameCollector): readonly Link[] {
  return named(node).map((one): Link => {
    const alias = field(one, 'alias');
    const module = alias === undefined ? one : (field(one, 'name') ?? one);
    const parts = module.text.split('.');
    const local = alias ?? named(module)[0] ?? module;
    names.declare(names.functionScope(scope), local);
    names.meet(local, scope);
    const name: LinkName = {
      ...{ imported: '*', at: undefined, local: local.startIndex, exportedAs: undefined, span: spanOf(one) },
      through: alias === undefined ? parts.slice(1) : [],
    };
    return {
      ...{ specifier: module.text, form: 'import', statement: spanOf(node), source: spanOf(module) },
      ...{ typeOnly: false, names: [name], escapes: false },
    };
  });
}

function importFrom(node: Node, scope: Scope, names: NameCollector): Link {
  const module = field(node, 'module_name')!;
  const taken = node.childrenForFieldName('name').filter((each) => each !== null);
  const all = named(node).find(({ type }) => type === 'wildcard_import');
  const link = {
    specifier: module.text.replace(/\s+/g, ''),
    form: 'import' as const,
    ...{ statement: spanOf(node), source: spanOf(module), typeOnly: false, escapes: false },
  };
  if (all !== undefined) {
    return { ...link, names: [{ imported: '*', at: undefined, local: undefined, exportedAs: '*', span: spanOf(all) }] };
  }
  return {
    ...link,
    names: taken.flatMap((one) => {
      const alias = field(one, 'alias');
      const name = named(alias === undefined ? one : field(one, 'name')).at(0) ?? one;
      const local = alias ?? name;
      names.declare(names.functionScope(scope), local);
      names.meet(name, scope);
      if (alias !== undefined) {
        names.form(name, 'imported');
        names.meet(alias, scope);
      }
      const places = { at: name.startIndex, local: local.startIndex, span: spanOf(one) };
      return [{ imported: name.text, exportedAs: undefined, ...places }];
    }),
  };
}

function call(node: Node, names: NameCollector): void {
  const [called, list] = [field(node, 'function'), field(node, 'arguments')];
  const name = lastName(called);
  if (called === undefined || list?.type !== 'argument_list' || name === undefined) return;
  names.calls.set(name.startIndex, {
    span: [called.startIndex, list.endIndex],
    inner: [list.startIndex + 1, list.endIndex - 1],
    arguments: named(list).map(argumentOf),
  });
}

function argumentOf(node: Node): Argument {
  const value = node.type === 'keyword_argument' ? field(node, 'value') : node;
  return {
    span: spanOf(node),
    keyword: node.type === 'keyword_argument' ? field(node, 'name')?.text : undefined,
    spread: node.type.endsWith('splat'),
    pure: value !== undefined && isPure(value),
  };
}

function isPure(node: Node): boolean {
  if (['identifier', 'integer', 'float', 'string', 'true', 'false', 'none', 'lambda'].includes(node.type)) return true;
  if (node.type === 'attribute') {
    const object = field(node, 'object');
    return object !== undefined && isPure(object);
  }
  return ['list', 'tuple', 'dictionary', 'pair', 'unary_operator'].includes(node.type) && named(node).every(isPure);
}
