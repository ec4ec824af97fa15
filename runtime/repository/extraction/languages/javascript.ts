/** JavaScript, with JSX. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ImportBinding } from '../types';
import {
  children,
  field,
  isOf,
  type Definition,
  type LanguageRules,
  type Place,
  type RawImportAt,
  type TestCall,
} from '../rules';

const functionTypes = ['arrow_function', 'function_expression', 'generator_function', 'class'];

export const javascript: LanguageRules = {
  names: {
    identifier: 'read',
    property_identifier: 'read',
    private_property_identifier: 'read',
    shorthand_property_identifier: 'read',
    shorthand_property_identifier_pattern: 'read',
  },
  edges: {
    'call_expression.function': 'call',
    'new_expression.constructor': 'new',
    'member_expression.property': 'member',
    'member_expression.object': 'read',
    'assignment_expression.left': 'write',
    'assignment_expression.right': 'value',
    'augmented_assignment_expression.left': 'write',
    'update_expression.argument': 'write',
    'pair.key': 'skip',
    'pair_pattern.key': 'skip',
    'variable_declarator.name': 'bind',
    'variable_declarator.value': 'value',
    'formal_parameters.*': 'bind',
    'arrow_function.parameter': 'bind',
    'assignment_pattern.left': 'inherit',
    'assignment_pattern.right': 'value',
    'object_assignment_pattern.left': 'inherit',
    'object_assignment_pattern.right': 'value',
    'catch_clause.parameter': 'bind',
    'for_in_statement.left': 'bind',
    'function_expression.name': 'bind',
    'generator_function.name': 'bind',
    'class.name': 'bind',
    'class_heritage.*': 'type',
    'method_definition.name': 'skip',
    'field_definition.property': 'skip',
    'jsx_opening_element.name': 'call',
    'jsx_self_closing_element.name': 'call',
    'jsx_closing_element.*': 'skip',
    'jsx_attribute>property_identifier': 'skip',
    'import_specifier.alias': 'skip',
    'export_specifier.alias': 'skip',
    'namespace_export.*': 'skip',
    'export_statement.source': 'skip',
  },
  definitions: {
    function_declaration: functionDefinition,
    generator_function_declaration: functionDefinition,
    class_declaration: classDefinition,
    method_definition: methodDefinition,
    field_definition: (node, place) => fieldDefinition(node, place, field(node, 'property')),
    variable_declarator: variableDefinition,
    assignment_expression: assignedDefinition,
  },
  scopes: {
    function_declaration: 'function',
    generator_function_declaration: 'function',
    function_expression: 'function',
    generator_function: 'function',
    arrow_function: 'function',
    method_definition: 'function',
    class_static_block: 'function',
    class: 'type',
  },
  wrappers: {
    export_statement: 'always',
    lexical_declaration: 'single',
    variable_declaration: 'single',
    expression_statement: 'single',
  },
  comments: ['comment'],
  attributes: ['decorator'],
  closed: ['string', 'regex', 'number'],
  importedNames: ['import_statement', 'export_statement'],
  imports: { import_statement: importStatement, export_statement: reexport, call_expression: requireCall },
  guards: { call_expression: /require\s*\(|import\s*\(|(?:x?describe|context|suite|x?it|test|specify)\s*[.(]/y },
  testCalls: { call_expression: testCall },
  exports: { export_statement: exportedNames, assignment_expression: commonExports },
  separators: ['?.', '.'],
  selfNames: ['this'],
};

export function functionDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  return [
    {
      kind: 'function',
      name,
      body: field(node, 'body'),
      parameters: parametersOf(node),
      exported: isExported(place),
      holds: true,
    },
  ];
}

export function classDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  return [{ kind: 'class', name, body: field(node, 'body'), exported: isExported(place) }];
}

export function methodDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  // Methods of an object that a function makes belong to no definition.
  if (name === undefined || (place.parentType === 'object' && (place.inFunction || place.kind === undefined)))
    return [];
  const named = name.text;
  return [
    {
      kind: named === 'constructor' && place.kind === 'class' ? 'constructor' : 'method',
      name,
      named: unquoted(named),
      body: field(node, 'body'),
      parameters: parametersOf(node),
      exported: place.exported && isVisible(node),
      holds: true,
    },
  ];
}

export function fieldDefinition(node: Node, place: Place, name: Node | undefined): readonly Definition[] {
  if (name === undefined || (place.inFunction && place.kind === undefined)) return [];
  const value = field(node, 'value');
  const body = isOf(value, functionTypes) ? field(value, 'body') : undefined;
  const isMethod = value !== undefined && isOf(value, functionTypes) && value.type !== 'class';
  return [
    {
      kind: isMethod ? 'method' : 'field',
      name,
      named: unquoted(name.text),
      body: isOf(body, ['statement_block', 'class_body']) ? body : undefined,
      parameters: isMethod ? parametersOf(value) : undefined,
      exported: place.exported && isVisible(node),
      holds: isMethod,
    },
  ];
}

export function variableDefinition(node: Node, place: Place): readonly Definition[] {
  if (place.inFunction) return [];
  const name = field(node, 'name');
  const value = field(node, 'value');
  if (name === undefined) return [];
  const statement = node.parent;
  const exported = place.kind === undefined || place.kind === 'module' ? isInExport(statement) : place.exported;
  const constant = statement?.childForFieldName('kind')?.text === 'const';
  if (name.type !== 'identifier') {
    return patternNames(name).map((one) => ({
      kind: constant ? 'constant' : 'variable',
      name: one,
      whole: node,
      exported,
    }));
  }
  if (isOf(value, functionTypes)) {
    const body = field(value, 'body');
    return [
      {
        kind: value.type === 'class' ? 'class' : 'function',
        name,
        body: isOf(body, ['statement_block', 'class_body']) ? body : undefined,
        parameters: value.type === 'class' ? undefined : parametersOf(value),
        exported,
        holds: true,
      },
    ];
  }
  return [{ kind: constant ? 'constant' : 'variable', name, exported, holds: isOf(value, ['object']) }];
}

/** `exports.a = ...`, `module.exports = function () {}`, `A.prototype.b = function () {}` at the top level. */
function assignedDefinition(node: Node, place: Place): readonly Definition[] {
  if (place.inFunction || place.parentType !== 'expression_statement') return [];
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (!isOf(left, ['member_expression']) || right === undefined) return [];
  const object = field(left, 'object')?.text;
  const property = field(left, 'property');
  if (object === undefined || property === undefined) return [];
  const isFunction = isOf(right, functionTypes);
  const isModule = object === 'module' && property.text === 'exports';
  const isExport = object === 'exports' || object === 'module.exports';
  const prototype = /^([\w$]+)\.prototype$/.exec(object)?.[1];
  if (!(isModule && isFunction) && !isExport && !(prototype !== undefined && isFunction)) return [];
  const own = isFunction ? field(right, 'name') : undefined;
  const body = isFunction ? field(right, 'body') : undefined;
  return [
    {
      kind: !isFunction
        ? 'variable'
        : right.type === 'class'
          ? 'class'
          : prototype === undefined
            ? 'function'
            : 'method',
      name: isModule && own !== undefined ? own : property,
      body: isOf(body, ['statement_block', 'class_body']) ? body : undefined,
      parameters: isFunction && right.type !== 'class' ? parametersOf(right) : undefined,
      exported: true,
      holds: isFunction,
      owner: prototype,
    },
  ];
}

export function patternNames(pattern: Node): readonly Node[] {
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [pattern];
    case 'pair_pattern':
      return patternNames(field(pattern, 'value') ?? pattern);
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternNames(field(pattern, 'left') ?? pattern);
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      return children(pattern).flatMap(patternNames);
    default:
      return [];
  }
}

export function parametersOf(node: Node): readonly string[] {
  const single = field(node, 'parameter');
  if (single !== undefined) return [single.text];
  const list = field(node, 'parameters');
  return list === undefined ? [] : children(list).flatMap(parameterName);
}

function parameterName(parameter: Node): readonly string[] {
  const pattern = field(parameter, 'pattern') ?? parameter;
  if (pattern.type === 'comment' || pattern.type === 'this') return [];
  const left = pattern.type === 'assignment_pattern' ? (field(pattern, 'left') ?? pattern) : pattern;
  if (left.type === 'rest_pattern') return [left.text.replace(/^\.+\s*/, '')];
  return [left.text.replace(/\s+/g, ' ')];
}

function isExported(place: Place): boolean {
  return place.kind === undefined || place.kind === 'module'
    ? place.parentType === 'export_statement'
    : !place.inFunction && place.exported;
}

function isInExport(statement: Node | null): boolean {
  return statement?.parent?.type === 'export_statement';
}

function isVisible(member: Node): boolean {
  const [first] = children(member).filter(({ type }) => type !== 'decorator');
  if (first?.type === 'accessibility_modifier') return first.text !== 'private';
  return (field(member, 'name') ?? field(member, 'property'))?.type !== 'private_property_identifier';
}

export function unquoted(text: string): string {
  return /^(["'`]).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

function importStatement(node: Node): readonly RawImportAt[] {
  const at = { start: node.startIndex, end: node.endIndex };
  const typeOnly = /^import\s+type\s+(?!from\b|,)/.test(node.text.slice(0, 40));
  const required = children(node).find(({ type }) => type === 'import_require_clause');
  const source = field(node, 'source') ?? (required === undefined ? undefined : field(required, 'source'));
  if (source === undefined) return [];
  const specifier = unquoted(source.text);
  if (required !== undefined) {
    const local = children(required).find(({ type }) => type === 'identifier')?.text;
    return [{ ...at, specifier, form: 'module', bindings: [{ imported: '*', local }], typeOnly }];
  }
  const clause = children(node).find(({ type }) => type === 'import_clause');
  if (clause === undefined) return [{ ...at, specifier, form: 'module', bindings: [], typeOnly }];
  const bindings: ImportBinding[] = [];
  const typed: boolean[] = [];
  for (const part of children(clause)) {
    if (part.type === 'identifier') bindings.push({ imported: 'default', local: part.text });
    else if (part.type === 'namespace_import') bindings.push({ imported: '*', local: children(part)[0]?.text });
    else if (part.type === 'named_imports') {
      for (const one of children(part).filter(({ type }) => type === 'import_specifier')) {
        const imported = unquoted(field(one, 'name')?.text ?? '');
        bindings.push({ imported, local: field(one, 'alias')?.text ?? imported });
        typed.push(one.text.startsWith('type '));
      }
    }
  }
  const allTyped = typed.length > 0 && typed.length === bindings.length && typed.every(Boolean);
  return [{ ...at, specifier, form: 'module', bindings, typeOnly: typeOnly || allTyped }];
}

function reexport(node: Node): readonly RawImportAt[] {
  const source = field(node, 'source');
  if (source === undefined) return [];
  const parts = children(node);
  const clause = parts.find(({ type }) => type === 'export_clause');
  const namespace = parts.find(({ type }) => type === 'namespace_export');
  const bindings =
    clause !== undefined
      ? children(clause)
          .filter(({ type }) => type === 'export_specifier')
          .map((one) => {
            const imported = unquoted(field(one, 'name')?.text ?? '');
            return { imported, local: unquoted(field(one, 'alias')?.text ?? imported) };
          })
      : [{ imported: '*', local: namespace === undefined ? undefined : children(namespace)[0]?.text }];
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: unquoted(source.text),
      form: 'reexport',
      bindings,
      typeOnly: /^export\s+type\b/.test(node.text.slice(0, 20)),
    },
  ];
}

/** `require('a')` and `import('a')`, with the names that they are taken apart into. */
function requireCall(node: Node): readonly RawImportAt[] {
  const called = field(node, 'function');
  if (called === undefined || (called.type !== 'import' && called.text !== 'require')) return [];
  const list = field(node, 'arguments');
  const argument = list === undefined ? undefined : children(list)[0];
  if (!isOf(argument, ['string'])) return [];
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: unquoted(argument.text),
      form: 'module',
      bindings: requiredNames(node),
      typeOnly: false,
      ...(called.type === 'import' ? { deferred: true } : {}),
    },
  ];
}

function requiredNames(call: Node): readonly ImportBinding[] {
  let value = call;
  for (
    let outer = call.parent;
    outer !== null && /^(await|parenthesized)_expression$/.test(outer.type);
    outer = outer.parent
  ) {
    value = outer;
  }
  const { parent } = value;
  if (isOf(parent, ['member_expression'])) {
    const imported = field(parent, 'property')?.text ?? '*';
    const declared = isOf(parent.parent, ['variable_declarator']) ? field(parent.parent, 'name')?.text : undefined;
    return [{ imported, local: declared }];
  }
  if (!isOf(parent, ['variable_declarator'])) {
    return isOf(parent, ['expression_statement']) ? [] : [{ imported: '*', local: undefined }];
  }
  const pattern = field(parent, 'name');
  if (pattern === undefined) return [];
  if (pattern.type === 'identifier') return [{ imported: '*', local: pattern.text }];
  return children(pattern).flatMap((one) => {
    const [local] = patternNames(one);
    if (local === undefined) return [];
    const imported = one.type === 'pair_pattern' ? (field(one, 'key')?.text ?? local.text) : local.text;
    return [{ imported: unquoted(imported), local: local.text }];
  });
}

const groups = new Set(['describe', 'xdescribe', 'context', 'suite']);

function testCall(node: Node): TestCall | undefined {
  const called = field(node, 'function');
  if (called === undefined || called.type === 'import') return undefined;
  // `it.only`, `test.each(table)`, `describe.skip`.
  const match =
    /^(x?describe|context|suite|x?it|test|specify)(\.(only|skip|todo|each|concurrent|fails|describe|sequential)\b.*)?$/s.exec(
      called.text.slice(0, 2000),
    );
  const list = field(node, 'arguments');
  const [title, ...rest] = list === undefined ? [] : children(list).filter(({ type }) => type !== 'comment');
  if (match === null || !isOf(title, ['string', 'template_string'])) return undefined;
  const body = rest.at(-1);
  const group = groups.has(match[1] ?? '') || match[3] === 'describe';
  if (
    !group &&
    rest.length > 0 &&
    !rest.some((one) => isOf(one, [...functionTypes, 'identifier', 'call_expression']))
  ) {
    return undefined;
  }
  if (group && body === undefined) return undefined;
  return { title: unquoted(title.text), group };
}

/** `export { a, b as c }` and `export default a`. */
function exportedNames(node: Node): readonly string[] {
  if (field(node, 'source') !== undefined) return [];
  const value = field(node, 'value');
  if (isOf(value, ['identifier'])) return [value.text];
  return children(node)
    .filter(({ type }) => type === 'export_clause')
    .flatMap(children)
    .flatMap((one) => field(one, 'name')?.text ?? []);
}

/** `module.exports = { a, b: c }`, `module.exports = a`, `exports.a = b`. */
function commonExports(node: Node): readonly string[] {
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (!isOf(left, ['member_expression']) || right === undefined) return [];
  if (!/^(module\.exports|exports)\b/.test(left.text)) return [];
  if (right.type === 'identifier') return [right.text];
  if (right.type !== 'object') return [];
  return children(right).flatMap((one) => {
    if (one.type === 'shorthand_property_identifier') return [one.text];
    const value = one.type === 'pair' ? field(one, 'value') : undefined;
    return value?.type === 'identifier' ? [value.text] : [];
  });
}
