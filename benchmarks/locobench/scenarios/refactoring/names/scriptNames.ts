import type { Node } from '@vscode/tree-sitter-wasm';
import { field, NameCollector, named, spanOf, type Scope } from './nameCollector';
import { linkOfCall, linksOfStatement } from './scriptLinks';
import { exportsOf } from './scriptExports';
import type { Argument, FileNames } from './types';

const NAMES: ReadonlySet<string> = new Set([
  ...['identifier', 'type_identifier', 'property_identifier', 'private_property_identifier'],
  ...['shorthand_property_identifier', 'shorthand_property_identifier_pattern'],
]);
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function'],
  ...['arrow_function', 'method_definition', 'function_signature', 'method_signature', 'abstract_method_signature'],
  ...['call_signature', 'construct_signature', 'function_type', 'constructor_type', 'class_static_block'],
]);
const BLOCKS: ReadonlySet<string> = new Set([
  ...['class_declaration', 'abstract_class_declaration', 'class', 'interface_declaration', 'type_alias_declaration'],
  ...['conditional_type', 'index_signature', 'for_statement', 'for_in_statement', 'catch_clause', 'statement_block'],
  ...['switch_body'],
]);
/** Their names belong to the scope around them. */
const DECLARATIONS: ReadonlySet<string> = new Set([
  ...['function_declaration', 'generator_function_declaration', 'function_signature', 'class_declaration'],
  ...['abstract_class_declaration', 'interface_declaration', 'type_alias_declaration', 'enum_declaration'],
  ...['internal_module', 'module'],
]);

/** @param root of a tree of JavaScript or TypeScript, with or without JSX */
export function scriptNames(root: Node): FileNames {
  const names = new NameCollector();
  visit(root, names.top, names);
  return names.finish();
}

function visit(node: Node, outer: Scope, names: NameCollector): void {
  const { type } = node;
  if (NAMES.has(type)) {
    leaf(node, outer, names);
    return;
  }
  if (type === 'string') {
    const text = node.text.slice(1, -1);
    if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text)) names.strings.add(text);
    return;
  }
  if (DECLARATIONS.has(type)) {
    const name = field(node, 'name');
    if (name !== undefined && NAMES.has(name.type)) {
      names.declare(outer, name);
      // Without strict rules such a function is seen outside of its block too.
      if (type === 'function_declaration' && outer.kind === 'block') names.doubtful.add(name.text);
    }
  }
  const scope = FUNCTIONS.has(type)
    ? names.open(outer, 'function')
    : BLOCKS.has(type)
      ? names.open(outer, 'block')
      : outer;
  enter(node, scope, names);
  for (const child of named(node)) visit(child, scope, names);
}

function leaf(node: Node, scope: Scope, names: NameCollector): void {
  if (node.type === 'property_identifier' || node.type === 'private_property_identifier') {
    if (node.parent?.type !== 'member_expression' && node.parent?.type !== 'nested_identifier')
      names.member(node, undefined);
  } else if (node.type === 'shorthand_property_identifier') names.form(node, 'shorthand');
  else if (node.type === 'shorthand_property_identifier_pattern') names.form(node, 'pattern');
  names.meet(node, scope);
}

function enter(node: Node, scope: Scope, names: NameCollector): void {
  switch (node.type) {
    case 'variable_declarator': {
      const kind = node.parent?.type === 'variable_declaration' ? names.functionScope(scope) : scope;
      bind(field(node, 'name'), kind, names);
      const own = ownName(node);
      // const a = function a() {}: one name, though JavaScript has two.
      if (own !== undefined) names.declare(kind, own);
      return;
    }
    case 'formal_parameters':
      for (const each of named(node)) bind(field(each, 'pattern') ?? each, scope, names);
      return;
    case 'arrow_function':
    case 'catch_clause':
      bind(field(node, 'parameter'), scope, names);
      return;
    case 'for_in_statement': {
      const kind = field(node, 'kind')?.text;
      if (kind !== undefined) bind(field(node, 'left'), kind === 'var' ? names.functionScope(scope) : scope, names);
      return;
    }
    case 'function_expression':
    case 'generator_function':
    case 'class': {
      const name = field(node, 'name');
      const { parent } = node;
      const isOuter = parent?.type === 'variable_declarator' && ownName(parent) !== undefined;
      if (name !== undefined && !isOuter) names.declare(scope, name);
      return;
    }
    case 'type_parameter':
    case 'mapped_type_clause': {
      const name = field(node, 'name');
      if (name !== undefined) doubtfulType(name, scope, names);
      return;
    }
    case 'infer_type':
      doubtfulType(named(node)[0], scope, names);
      return;
    case 'index_signature':
      bind(field(node, 'name'), scope, names);
      return;
    case 'enum_body':
      for (const member of node.descendantsOfType('identifier')) if (member !== null) names.doubtful.add(member.text);
      return;
    case 'member_expression':
    case 'nested_identifier': {
      const property = field(node, 'property');
      if (property !== undefined) names.member(property, lastName(field(node, 'object')));
      return;
    }
    case 'nested_type_identifier': {
      const name = field(node, 'name');
      if (name !== undefined) names.member(name, lastName(field(node, 'module')));
      return;
    }
    case 'jsx_opening_element':
    case 'jsx_self_closing_element':
    case 'jsx_closing_element': {
      const name = field(node, 'name');
      // Names in lower case are elements of the page.
      if (name?.type === 'identifier' && /^[a-z]/.test(name.text)) names.form(name, 'property');
      return;
    }
    case 'import_alias': {
      const [local] = named(node);
      if (local !== undefined) names.declare(scope, local);
      return;
    }
    case 'import_statement':
      names.links.push(...linksOfStatement(node, names));
      return;
    case 'export_statement':
      names.links.push(...linksOfStatement(node, names));
      names.exports.push(...exportsOf(node, names));
      return;
    case 'assignment_expression':
      names.exports.push(...exportsOf(node, names));
      return;
    case 'call_expression':
    case 'new_expression':
      call(node, names);
      return;
  }
}

/** The name that a function or class has itself, where the variable that it is given to has the same. */
function ownName(declarator: Node): Node | undefined {
  const value = field(declarator, 'value');
  const own = value === undefined || value.type === 'arrow_function' ? undefined : field(value, 'name');
  const isNamed = value !== undefined && /^(?:function_expression|generator_function|class)$/.test(value.type);
  return isNamed && own?.text === field(declarator, 'name')?.text ? own : undefined;
}

/** Declares every name of a pattern. */
function bind(pattern: Node | undefined, scope: Scope, names: NameCollector): void {
  if (pattern === undefined) return;
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      names.declare(scope, pattern);
      return;
    case 'pair_pattern':
      bind(field(pattern, 'value'), scope, names);
      return;
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      bind(field(pattern, 'left'), scope, names);
      return;
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      for (const each of named(pattern)) bind(each, scope, names);
      return;
  }
}

/** Types and values have names of their own; the scopes here do not tell them apart. */
function doubtfulType(name: Node | undefined, scope: Scope, names: NameCollector): void {
  if (name === undefined || !NAMES.has(name.type)) return;
  names.declare(scope, name);
  names.doubtful.add(name.text);
}

function lastName(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'identifier') return node;
  if (node.type === 'member_expression' || node.type === 'nested_identifier') return field(node, 'property');
  // (await import('./a')).b
  return undefined;
}

function call(node: Node, names: NameCollector): void {
  const called = field(node, 'function') ?? field(node, 'constructor');
  const list = field(node, 'arguments');
  const link = linkOfCall(node, names);
  if (link !== undefined) names.links.push(link);
  if (called === undefined || list?.type !== 'arguments') return;
  const name = called.type === 'identifier' ? called : lastName(called);
  if (name === undefined) return;
  names.calls.set(name.startIndex, {
    span: [called.startIndex, list.endIndex],
    inner: [list.startIndex + 1, list.endIndex - 1],
    arguments: named(list).map(argumentOf),
  });
}

const PURE = new Set([
  ...['identifier', 'number', 'string', 'true', 'false', 'null', 'undefined', 'this', 'regex', 'arrow_function'],
  ...['function_expression'],
]);

function argumentOf(node: Node): Argument {
  return { span: spanOf(node), keyword: undefined, spread: node.type === 'spread_element', pure: isPure(node) };
}

function isPure(node: Node): boolean {
  if (PURE.has(node.type)) return true;
  if (node.type === 'member_expression') {
    const object = field(node, 'object');
    return object !== undefined && isPure(object);
  }
  const plain = ['array', 'object', 'pair', 'property_identifier', 'shorthand_property_identifier', 'unary_expression'];
  return plain.includes(node.type) && named(node).every(isPure);
}
