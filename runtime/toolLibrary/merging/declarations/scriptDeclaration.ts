import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { Declaration, DeclaredParameter, Unwritable } from './declaration';
import { childrenOf, nodesOf } from './nodes';

/**
 * A function at the top of a TypeScript or JavaScript module: a declaration, or a constant that holds a function.
 * @param tree of the whole file
 * @param name of the function in its module
 */
export function scriptDeclaration(tree: Tree, name: string): Declaration | Unwritable {
  if (name.includes('.')) return staticMethod(tree, name);
  const local = name === 'default' ? defaultName(tree) : name;
  const found = childrenOf(tree.rootNode).flatMap((statement) => {
    const held = local === undefined ? defaultFunction(statement) : functionOf(statement, local);
    return held === undefined ? [] : [{ statement, ...held }];
  });
  const [first] = found;
  if (first === undefined) return { reason: 'it is not a named function at the top of its file' };
  if (found.some(({ held }) => held.type === 'function_signature')) {
    return { reason: 'it has several signatures (overloads), and an adapter would have to serve each' };
  }
  if (found.length > 1) return { reason: `its file declares ${name} more than once` };
  return declarationOf(first, local ?? '', '');
}

interface FoundFunction extends HeldFunction {
  readonly statement: Node;
}

function declarationOf(
  { statement, whole, held }: FoundFunction,
  name: string,
  indentation: string,
): Declaration | Unwritable {
  const body = held.childForFieldName('body');
  if (body === null) return { reason: 'it has no body' };
  if (held.type.startsWith('generator') || held.children.some((each) => each?.type === '*')) {
    return { reason: 'it is a generator, whose values are made one by one' };
  }
  if (usesThis(body)) return { reason: 'it uses this or arguments' };
  const parameters = parametersOf(held);
  if ('reason' in parameters) return parameters;
  const documentation = documentationOf(statement);
  const span = { start: statement.startIndex, end: statement.endIndex };
  return {
    ...{ name, parameters: parameters.list, indentation, decorators: [] },
    ...{ start: whole.startIndex, end: whole.endIndex },
    asynchronous: held.children.some((each) => each?.type === 'async'),
    body: {
      start: body.startIndex,
      end: body.endIndex,
      kind: body.type === 'statement_block' ? 'block' : 'expression',
    },
    ...(documentation === undefined ? {} : { documentation }),
    statement: { start: documentation?.start ?? span.start, end: span.end },
  };
}

interface HeldFunction {
  /** What declares it, without `export`. */
  readonly whole: Node;
  readonly held: Node;
}

function functionOf(statement: Node, name: string): HeldFunction | undefined {
  const declared = statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
  if (declared === null) return undefined;
  if (declared.type === 'function_declaration' || declared.type === 'generator_function_declaration') {
    return declared.childForFieldName('name')?.text === name ? { whole: declared, held: declared } : undefined;
  }
  if (declared.type === 'function_signature') {
    return declared.childForFieldName('name')?.text === name ? { whole: declared, held: declared } : undefined;
  }
  if (declared.type !== 'lexical_declaration' || declared.namedChildCount !== 1) return undefined;
  const variable = declared.namedChild(0);
  const value = variable?.childForFieldName('value');
  if (variable?.childForFieldName('name')?.text !== name || value === undefined || value === null) return undefined;
  return ['arrow_function', 'function_expression', 'generator_function'].includes(value.type)
    ? { whole: declared, held: value }
    : undefined;
}

/** Name of the function that `export default` gives, where it has one in its file. */
function defaultName(tree: Tree): string | undefined {
  const statement = childrenOf(tree.rootNode).find(isDefault);
  const value = statement?.childForFieldName('value');
  return value?.type === 'identifier'
    ? value.text
    : statement?.childForFieldName('declaration')?.childForFieldName('name')?.text;
}

/** The function without a name that `export default` gives. */
function defaultFunction(statement: Node): HeldFunction | undefined {
  if (!isDefault(statement)) return undefined;
  const held = statement.childForFieldName('value') ?? statement.childForFieldName('declaration');
  return held !== null && ['arrow_function', 'function_expression', 'generator_function'].includes(held.type)
    ? { whole: statement, held }
    : undefined;
}

function isDefault(statement: Node): boolean {
  return statement.type === 'export_statement' && statement.children.some((each) => each?.type === 'default');
}

function staticMethod(tree: Tree, access: string): Declaration | Unwritable {
  const [owner, name, ...more] = access.split('.');
  const classes = childrenOf(tree.rootNode)
    .map((each) => each.childForFieldName('declaration') ?? each)
    .filter((each) => each.type.endsWith('class_declaration') && each.childForFieldName('name')?.text === owner);
  const body = classes[0]?.childForFieldName('body');
  if (more.length > 0 || classes.length !== 1 || body === null || body === undefined) {
    return { reason: 'it is a method of something that is no class at the top of its file' };
  }
  const found = childrenOf(body).filter((each) => each.childForFieldName('name')?.text === name);
  const [method] = found;
  if (found.length > 1) {
    return { reason: 'it has several signatures (overloads), and an adapter would have to serve each' };
  }
  if (method?.type !== 'method_definition') return { reason: 'it is not a method that is written out in its class' };
  if (!method.children.some((each) => each?.type === 'static')) {
    return { reason: 'it is a method that takes its object, which an adapter cannot give away' };
  }
  if (method.children.some((each) => each?.type === 'get' || each?.type === 'set')) {
    return { reason: 'it is read and written like a value' };
  }
  const decorator = method.previousNamedSibling?.type === 'decorator' ? method.previousNamedSibling : undefined;
  if (decorator !== undefined) return { reason: `what its decorator ${decorator.text.slice(1)} does is not known` };
  return declarationOf(
    { statement: method, whole: method, held: method },
    name ?? '',
    ' '.repeat(method.startPosition.column),
  );
}

function documentationOf(statement: Node): { readonly start: number; readonly end: number } | undefined {
  const before = statement.previousSibling;
  return before?.type === 'comment' && before.text.startsWith('/**')
    ? { start: before.startIndex, end: before.endIndex }
    : undefined;
}

function usesThis(body: Node): boolean {
  return (
    nodesOf(body, ['this', 'super']).length > 0 || nodesOf(body, 'identifier').some(({ text }) => text === 'arguments')
  );
}

function parametersOf(held: Node): { readonly list: readonly DeclaredParameter[] } | Unwritable {
  const single = held.childForFieldName('parameter');
  if (single !== null) return { list: [{ name: single.text, passing: 'positional' }] };
  const parameters: DeclaredParameter[] = [];
  const list = held.childForFieldName('parameters');
  for (const each of list === null ? [] : childrenOf(list)) {
    if (each.type === 'comment') continue;
    const pattern = patternOf(each);
    if (pattern?.type === 'identifier') {
      parameters.push({ name: pattern.text, passing: 'positional', ...defaultOf(each) });
    } else if (pattern?.type === 'rest_pattern' && pattern.namedChild(0)?.type === 'identifier') {
      parameters.push({ name: pattern.namedChild(0)?.text ?? '', passing: 'rest' });
    } else if (pattern?.type === 'object_pattern' && list?.namedChildCount === 1) {
      const fields = childrenOf(pattern).map(fieldOf);
      if (fields.includes(undefined))
        return { reason: 'its parameters are taken apart in a form that is not rewritten' };
      parameters.push(...fields.flatMap((field) => field ?? []));
    } else return { reason: `its parameter ${each.text} has a form that is not rewritten` };
  }
  return { list: parameters };
}

function patternOf(parameter: Node): Node | null {
  // JavaScript's grammar has patterns as they are, TypeScript's wraps them with their types.
  const pattern = parameter.childForFieldName('pattern') ?? parameter;
  return pattern.type === 'assignment_pattern' ? pattern.childForFieldName('left') : pattern;
}

/** Of a parameter or of one of the names that it is taken apart into. */
function defaultOf(each: Node | null): Pick<DeclaredParameter, 'default'> {
  const pattern = each?.childForFieldName('pattern') ?? each;
  const value =
    (pattern?.type === 'assignment_pattern' ? pattern.childForFieldName('right') : undefined) ??
    each?.childForFieldName('value') ??
    each?.childForFieldName('right');
  return value === null || value === undefined ? {} : { default: value.text };
}

function fieldOf(field: Node): DeclaredParameter | undefined {
  switch (field.type) {
    case 'shorthand_property_identifier_pattern':
      return { name: field.text, passing: 'field' };
    case 'object_assignment_pattern': {
      const left = field.childForFieldName('left');
      return left?.type === 'shorthand_property_identifier_pattern'
        ? { name: left.text, passing: 'field', ...defaultOf(field) }
        : undefined;
    }
    case 'pair_pattern': {
      const key = field.childForFieldName('key');
      const value = field.childForFieldName('value');
      const local = value?.type === 'assignment_pattern' ? value.childForFieldName('left') : value;
      return key?.type === 'property_identifier' && local?.type === 'identifier'
        ? { name: key.text, passing: 'field', local: local.text, ...defaultOf(value) }
        : undefined;
    }
    default:
      return undefined;
  }
}
