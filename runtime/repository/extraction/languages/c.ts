/** C, and what C++ has in common with it. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../../types';
import { children, field, isOf, type Definition, type LanguageRules, type Place, type RawImportAt } from '../rules';

export const c: LanguageRules = {
  names: { identifier: 'read', type_identifier: 'type', field_identifier: 'read' },
  edges: {
    'call_expression.function': 'call',
    'field_expression.field': 'member',
    'field_expression.argument': 'read',
    'assignment_expression.left': 'write',
    'assignment_expression.right': 'value',
    'update_expression.argument': 'write',
    'declaration.declarator': 'bind',
    'init_declarator.declarator': 'inherit',
    'init_declarator.value': 'value',
    'parameter_declaration.declarator': 'bind',
    'array_declarator.size': 'value',
    'goto_statement.*': 'skip',
    'field_designator.*': 'skip',
    'preproc_def.name': 'skip',
    'preproc_function_def.name': 'skip',
  },
  definitions: {
    function_definition: functionDefinition,
    declaration: declared,
    field_declaration: declared,
    struct_specifier: (node, place) => aggregate(node, place, 'struct'),
    union_specifier: (node, place) => aggregate(node, place, 'struct'),
    enum_specifier: (node, place) => aggregate(node, place, 'enum'),
    enumerator: (node, place) => named(node, place, 'constant'),
    type_definition: typedef,
    preproc_def: (node, place) => named(node, place, 'constant'),
    preproc_function_def: (node, place) => named(node, place, 'function'),
  },
  scopes: { function_definition: 'function' },
  wrappers: {},
  comments: ['comment'],
  closed: ['string_literal', 'char_literal', 'system_lib_string', 'preproc_arg'],
  importedNames: [],
  imports: { preproc_include: include },
  separators: ['->', '.'],
  selfNames: [],
};

/** The name that a declarator is about, and the list of parameters if it declares a function. */
export function declaredName(
  declarator: Node | undefined,
): { readonly name: Node; readonly parameters: Node | undefined } | undefined {
  let parameters: Node | undefined;
  let at = declarator;
  while (at !== undefined) {
    if (at.type === 'function_declarator') parameters = field(at, 'parameters') ?? parameters;
    if (/(^|_)identifier$|^(destructor|operator)_name$/.test(at.type)) return { name: at, parameters };
    // References of C++ have no field.
    at = field(at, 'declarator') ?? (at.namedChildCount > 0 ? children(at).at(-1) : undefined);
  }
  return undefined;
}

export function parameterNames(list: Node | undefined): readonly string[] | undefined {
  if (list === undefined) return undefined;
  return children(list).flatMap((one) => declaredName(field(one, 'declarator'))?.name.text ?? []);
}

export function isStatic(node: Node): boolean {
  return children(node).some((child) => child.type === 'storage_class_specifier' && child.text === 'static');
}

function functionDefinition(node: Node): readonly Definition[] {
  const found = declaredName(field(node, 'declarator'));
  if (found === undefined) return [];
  const parameters = parameterNames(found.parameters) ?? [];
  return [
    {
      kind: 'function',
      name: found.name,
      body: field(node, 'body'),
      parameters,
      exported: !isStatic(node),
      holds: true,
    },
  ];
}

/** Variables, prototypes and members. */
export function declared(node: Node, place: Place): readonly Definition[] {
  if (place.inFunction) return [];
  const declarators = node.childrenForFieldName('declarator').filter((one) => one !== null);
  const inType = place.kind === 'struct' || place.kind === 'class';
  return declarators.flatMap((one) => {
    const found = declaredName(one);
    if (found === undefined || found.name.type === 'qualified_identifier') return [];
    const isFunction = found.parameters !== undefined;
    const isConstant = children(node).some(
      (child) => child.type === 'type_qualifier' && child.text.startsWith('const'),
    );
    const kind = isFunction
      ? inType
        ? 'method'
        : 'function'
      : inType
        ? 'field'
        : isConstant
          ? 'constant'
          : 'variable';
    return [
      {
        kind,
        name: found.name,
        parameters: parameterNames(found.parameters),
        exported: place.exported && !isStatic(node),
        holds: false,
        ...(declarators.length > 1 ? { whole: one } : { whole: node }),
      },
    ];
  });
}

/** Only where it has a body: `struct a *b` names the type. */
export function aggregate(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  const body = field(node, 'body');
  if (name === undefined || body === undefined) return [];
  return [{ kind, name, body, exported: place.exported && !place.inFunction, holds: true }];
}

export function named(node: Node, place: Place, kind: SymbolKind): readonly Definition[] {
  const name = field(node, 'name');
  return name === undefined ? [] : [{ kind, name, exported: place.exported && !place.inFunction, holds: false }];
}

export function typedef(node: Node, place: Place): readonly Definition[] {
  if (place.inFunction) return [];
  const found = declaredName(field(node, 'declarator'));
  const type = field(node, 'type');
  if (found === undefined) return [];
  const body = type === undefined ? undefined : field(type, 'body');
  // `typedef struct { ... } A`: A is the name that everybody uses.
  const anonymous = body !== undefined && type !== undefined && field(type, 'name') === undefined;
  const kind = !anonymous ? 'type' : type.type === 'enum_specifier' ? 'enum' : 'struct';
  return [{ kind, name: found.name, body: anonymous ? body : undefined, exported: place.exported, holds: anonymous }];
}

function include(node: Node): readonly RawImportAt[] {
  const path = field(node, 'path');
  if (!isOf(path, ['string_literal', 'system_lib_string'])) return [];
  return [
    {
      start: node.startIndex,
      end: path.endIndex,
      specifier: path.text.slice(1, -1),
      form: path.type === 'string_literal' ? 'include' : 'system',
      bindings: [{ imported: '*', local: undefined }],
      typeOnly: false,
    },
  ];
}
