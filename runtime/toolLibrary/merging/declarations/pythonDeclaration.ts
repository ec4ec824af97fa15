import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { Declaration, DeclaredParameter, Unwritable } from './declaration';
import { childrenOf, nodesOf } from './nodes';

/**
 * A function at the top of a Python module. Where a name is defined twice, the last one is what callers reach.
 * @param tree of the whole file
 * @param text of the whole file
 */
export function pythonDeclaration(tree: Tree, text: string, name: string): Declaration | Unwritable {
  const place = placeOf(tree, name);
  if ('reason' in place) return place;
  const found = place.statements.filter((each) => definitionOf(each)?.childForFieldName('name')?.text === place.name);
  const statement = found.at(-1);
  const definition = statement === undefined ? undefined : definitionOf(statement);
  if (statement === undefined || definition === undefined)
    return { reason: 'it is not a function at the top of its file' };
  if (found.some((each) => decoratorsOf(each).some((one) => /(^|\.)overload$/.test(one.name)))) {
    return { reason: 'it has several signatures (overloads), and an adapter would have to serve each' };
  }
  if (found.length > 1) return { reason: `its file defines ${name} more than once` };
  const body = definition.childForFieldName('body');
  const list = definition.childForFieldName('parameters');
  if (body === null || list === null) return { reason: 'its declaration is incomplete' };
  if (yields(body)) return { reason: 'it is a generator, whose values are made one by one' };
  const decorators = decoratorsOf(statement);
  const isStatic = decorators.some((each) => each.name === 'staticmethod');
  if (place.isMethod && !isStatic)
    return { reason: 'it is a method that takes its object or class, which an adapter cannot give away' };
  const parameters = parametersOf(list);
  if ('reason' in parameters) return parameters;
  const documentation = documentationOf(body);
  return {
    ...{ name, parameters: parameters.list, indentation: indentationOf(body, text) },
    ...{ start: definition.startIndex, end: definition.endIndex },
    asynchronous: definition.child(0)?.type === 'async',
    body: { start: colonOf(definition) ?? body.startIndex, end: body.endIndex, kind: 'block' },
    ...(documentation === undefined ? {} : { documentation }),
    // What makes it static stays.
    decorators: place.isMethod ? decorators.filter((each) => each.name !== 'staticmethod') : decorators,
    statement: { start: statement.startIndex, end: statement.endIndex },
  };
}

interface Place {
  readonly statements: readonly Node[];
  readonly name: string;
  readonly isMethod: boolean;
}

/** Where a function is looked for: at the top of the file, or in a class there. */
function placeOf(tree: Tree, access: string): Place | Unwritable {
  const [owner = '', name, ...more] = access.split('.');
  const top = childrenOf(tree.rootNode);
  if (name === undefined) return { statements: top, name: owner, isMethod: false };
  const classes = top
    .map((each) => each.childForFieldName('definition') ?? each)
    .filter((each) => each.type === 'class_definition' && each.childForFieldName('name')?.text === owner);
  const body = classes[0]?.childForFieldName('body');
  if (more.length > 0 || classes.length !== 1 || body === null || body === undefined) {
    return { reason: 'it is a method of a class that does not stand at the top of its file' };
  }
  return { statements: childrenOf(body), name, isMethod: true };
}

function decoratorsOf(statement: Node): Declaration['decorators'] {
  return childrenOf(statement)
    .filter(({ type }) => type === 'decorator')
    .map((each) => ({ start: each.startIndex, end: each.endIndex, name: decoratorName(each) }));
}

function definitionOf(statement: Node): Node | undefined {
  if (statement.type === 'function_definition') return statement;
  if (statement.type !== 'decorated_definition') return undefined;
  const definition = statement.childForFieldName('definition');
  return definition?.type === 'function_definition' ? definition : undefined;
}

function colonOf(definition: Node): number | undefined {
  return definition.children.find((each) => each?.type === ':')?.endIndex;
}

function indentationOf(body: Node, text: string): string {
  const written = text.slice(text.lastIndexOf('\n', body.startIndex - 1) + 1, body.startIndex);
  return /^[ \t]+$/.test(written) ? written : '    ';
}

function documentationOf(body: Node): { readonly start: number; readonly end: number } | undefined {
  const first = childrenOf(body).find(({ type }) => type !== 'comment');
  const text = first?.type === 'expression_statement' ? first.namedChild(0) : undefined;
  return text?.type === 'string' ? { start: text.startIndex, end: text.endIndex } : undefined;
}

function decoratorName(decorator: Node): string {
  const expression = decorator.namedChild(0);
  const called = expression?.type === 'call' ? expression.childForFieldName('function') : expression;
  return called?.text ?? '';
}

function yields(body: Node): boolean {
  return nodesOf(body, 'yield').some((each) => ownerOf(each, body));
}

/** Whether a node belongs to the function itself, not to one inside it. */
function ownerOf(node: Node, body: Node): boolean {
  for (let each = node.parent; each !== null && each.id !== body.id; each = each.parent) {
    if (['function_definition', 'lambda', 'class_definition'].includes(each.type)) return false;
  }
  return true;
}

function parametersOf(list: Node): { readonly list: readonly DeclaredParameter[] } | Unwritable {
  const parameters: DeclaredParameter[] = [];
  let passing: 'either' | 'keyword' = 'either';
  for (const each of childrenOf(list)) {
    if (each.type === 'comment') continue;
    if (each.type === 'positional_separator') {
      for (let at = 0; at < parameters.length; at += 1) {
        const before = parameters[at];
        if (before !== undefined) parameters[at] = { ...before, passing: 'positional' };
      }
      continue;
    }
    if (each.type === 'keyword_separator') {
      passing = 'keyword';
      continue;
    }
    const name = nameOf(each);
    if (name === undefined) return { reason: `its parameter ${each.text} has a form that is not rewritten` };
    const starred = starOf(each);
    if (starred === 'rest') passing = 'keyword';
    const value = each.childForFieldName('value')?.text;
    parameters.push({ name, passing: starred ?? passing, ...(value === undefined ? {} : { default: value }) });
  }
  return { list: parameters };
}

function nameOf(parameter: Node): string | undefined {
  switch (parameter.type) {
    case 'identifier':
      return parameter.text;
    case 'default_parameter':
    case 'typed_default_parameter':
      return parameter.childForFieldName('name')?.text;
    case 'typed_parameter':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const inner = parameter.namedChild(0);
      return inner === null ? undefined : inner.type === 'identifier' ? inner.text : nameOf(inner);
    }
    default:
      return undefined;
  }
}

function starOf(parameter: Node): 'rest' | 'keywordRest' | undefined {
  const pattern = parameter.type === 'typed_parameter' ? parameter.namedChild(0) : parameter;
  if (pattern?.type === 'list_splat_pattern') return 'rest';
  return pattern?.type === 'dictionary_splat_pattern' ? 'keywordRest' : undefined;
}
