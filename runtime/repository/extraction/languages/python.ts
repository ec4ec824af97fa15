import type { Node } from '@vscode/tree-sitter-wasm';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const python: LanguageRules = {
  names: { identifier: 'read' },
  edges: {
    'call.function': 'call',
    'attribute.attribute': 'member',
    'attribute.object': 'read',
    'keyword_argument.name': 'skip',
    'assignment.left': 'write',
    'assignment.right': 'value',
    'assignment.type': 'type',
    'augmented_assignment.left': 'write',
    'pattern_list.*': 'inherit',
    'tuple_pattern.*': 'inherit',
    'list_pattern.*': 'inherit',
    'list_splat_pattern.*': 'inherit',
    'dictionary_splat_pattern.*': 'inherit',
    'parameters.*': 'bind',
    'lambda_parameters.*': 'bind',
    'typed_parameter.type': 'type',
    'default_parameter.name': 'bind',
    'default_parameter.value': 'value',
    'typed_default_parameter.name': 'bind',
    'typed_default_parameter.type': 'type',
    'typed_default_parameter.value': 'value',
    'type.*': 'type',
    'type_parameter.*': 'type',
    'class_definition.superclasses': 'type',
    'for_statement.left': 'bind',
    'for_in_clause.left': 'bind',
    'as_pattern_target.*': 'bind',
    'named_expression.name': 'bind',
    'global_statement.*': 'skip',
    'nonlocal_statement.*': 'skip',
    'subscript.value': 'read',
    'subscript.subscript': 'read',
    'import_from_statement.module_name': 'skip',
    'import_statement.*': 'skip',
    'aliased_import.alias': 'skip',
    'aliased_import.name': 'inherit',
  },
  definitions: {
    function_definition: functionDefinition,
    class_definition: classDefinition,
    assignment: assignment,
    type_alias_statement: typeAlias,
  },
  scopes: {
    function_definition: 'function',
    lambda: 'function',
    list_comprehension: 'function',
    set_comprehension: 'function',
    dictionary_comprehension: 'function',
    generator_expression: 'function',
  },
  wrappers: { decorated_definition: 'always', expression_statement: 'single' },
  comments: ['comment'],
  closed: ['integer', 'float', 'string_content'],
  importedNames: ['import_from_statement', 'future_import_statement'],
  imports: {
    import_statement: importStatement,
    import_from_statement: importFrom,
    future_import_statement: () => [],
  },
  globals: { global_statement: listed, nonlocal_statement: listed },
  assignmentBinds: true,
  separators: ['.'],
  selfNames: ['self', 'cls'],
};

function listed(node: Node): readonly string[] {
  return children(node).map(({ text }) => text);
}

function functionDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const body = field(node, 'body');
  const inClass = place.kind === 'class';
  const title = name.text;
  const isTest = title.startsWith('test') && (inClass ? isTestClass(place.name) : place.kind === undefined);
  return [
    {
      kind: inClass ? (title === '__init__' ? 'constructor' : 'method') : 'function',
      name,
      body,
      parameters: parametersOf(node),
      exported: place.exported && !place.inFunction && isPublic(title),
      documentation: docstring(body),
      holds: true,
      test: isTest ? title : undefined,
    },
  ];
}

/** pytest takes classes that begin with Test; unittest those that derive from TestCase, which end or begin with Test by custom. */
function isTestClass(name: string | undefined): boolean {
  return name !== undefined && /^Test|Tests?$|TestCase$/.test(name);
}

/** Names with two underscores on both sides are for everybody. */
function isPublic(name: string): boolean {
  return !name.startsWith('_') || /^__\w+__$/.test(name);
}

function classDefinition(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'name');
  if (name === undefined) return [];
  const body = field(node, 'body');
  return [
    {
      kind: 'class',
      name,
      body,
      exported: place.exported && !place.inFunction && isPublic(name.text),
      documentation: docstring(body),
      holds: true,
    },
  ];
}

function docstring(body: Node | undefined): string | undefined {
  const [first] = body === undefined ? [] : children(body);
  const text = isOf(first, ['expression_statement']) ? children(first)[0] : undefined;
  return isOf(text, ['string']) ? text.text : undefined;
}

function parametersOf(node: Node): readonly string[] {
  const list = field(node, 'parameters');
  if (list === undefined) return [];
  return children(list).flatMap((parameter) => {
    const name =
      field(parameter, 'name') ?? (parameter.type === 'typed_parameter' ? children(parameter)[0] : parameter);
    if (name === undefined || ['keyword_separator', 'positional_separator', 'comment'].includes(name.type)) return [];
    return [name.text.replace(/^\*+/, '')];
  });
}

/** Variables of modules and classes, and `self.a = ...` in methods: the first assignment defines them. */
function assignment(node: Node, place: Place): readonly Definition[] {
  const left = field(node, 'left');
  if (left === undefined) return [];
  if (place.inFunction) return place.kind === 'constructor' || place.kind === 'method' ? selfField(left, place) : [];
  const names = isOf(left, ['pattern_list', 'tuple_pattern']) ? children(left) : [left];
  return names
    .filter((name) => name.type === 'identifier' && !place.isDefined(name.text))
    .map((name) => ({
      kind: place.kind === 'class' ? 'field' : /^[A-Z][A-Z0-9_]*$/.test(name.text) ? 'constant' : 'variable',
      name,
      exported: place.exported && isPublic(name.text),
      holds: false,
      ...(names.length > 1 ? { whole: node } : {}),
    }));
}

function selfField(left: Node, place: Place): readonly Definition[] {
  if (left.type !== 'attribute' || field(left, 'object')?.text !== 'self') return [];
  const name = field(left, 'attribute');
  if (name === undefined || place.isDefined(name.text, true)) return [];
  return [{ kind: 'field', name, exported: place.exported && isPublic(name.text), outwards: true, holds: false }];
}

function typeAlias(node: Node, place: Place): readonly Definition[] {
  const name = field(node, 'left');
  if (name === undefined) return [];
  const [identifier] = children(name);
  return identifier === undefined ? [] : [{ kind: 'type', name: identifier, exported: place.exported, holds: false }];
}

function importStatement(node: Node): readonly RawImportAt[] {
  const at = { start: node.startIndex, end: node.endIndex };
  return children(node)
    .filter(({ type }) => type !== 'comment')
    .map((one) => {
      const specifier = (one.type === 'aliased_import' ? field(one, 'name') : one)?.text ?? '';
      const local = one.type === 'aliased_import' ? field(one, 'alias')?.text : specifier.split('.')[0];
      return { ...at, specifier, form: 'module', bindings: [{ imported: '*', local }], typeOnly: isTypeOnly(node) };
    });
}

function importFrom(node: Node): readonly RawImportAt[] {
  const module = field(node, 'module_name');
  if (module === undefined) return [];
  const bindings = node.childrenForFieldName('name').flatMap((one) => {
    if (one === null) return [];
    const imported = (one.type === 'aliased_import' ? field(one, 'name') : one)?.text ?? '';
    return [{ imported, local: one.type === 'aliased_import' ? field(one, 'alias')?.text : imported }];
  });
  const all = children(node).some(({ type }) => type === 'wildcard_import');
  return [
    {
      start: node.startIndex,
      end: node.endIndex,
      specifier: module.text.replace(/\s+/g, ''),
      form: 'module',
      bindings: all ? [{ imported: '*', local: undefined }] : bindings,
      typeOnly: isTypeOnly(node),
    },
  ];
}

/** Below `if TYPE_CHECKING:`. */
function isTypeOnly(node: Node): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.type === 'function_definition') return false;
    if (outer.type === 'if_statement' && /\bTYPE_CHECKING$/.test(field(outer, 'condition')?.text ?? '')) return true;
  }
  return false;
}
