/** Reads what the metrics ask for from tree-sitter's tree, in the terms of Python's own syntax tree. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { comparisonText } from './comparisonText';
import type { PythonFunction, PythonModule } from './pythonModule';

const branchKinds = new Set(['if_statement', 'elif_clause', 'while_statement', 'for_statement', 'try_statement']);
const checks = ['is None', 'is not None', 'len(', 'not ', '== 0', '!= 0'];

interface MutableFunction {
  readonly node: Node;
  branches: number;
  handlesErrors: boolean;
}

export function summarise(root: Node): PythonModule {
  const functions: PythonFunction[] = [];
  const names: string[] = [];
  const classes: { readonly methods: number }[] = [];
  let branches = 0;

  const walk = (node: Node, around: readonly MutableFunction[]): void => {
    let inside = around;
    if (node.type === 'identifier') {
      if (isVariable(node)) names.push(node.text);
      return;
    }
    if (isFunction(node)) {
      const own: MutableFunction = { node, branches: 0, handlesErrors: false };
      inside = [...around, own];
      for (const child of node.namedChildren) if (child !== null) walk(child, inside);
      functions.push(finished(own));
      return;
    }
    if (node.type === 'class_definition') classes.push({ methods: methodsOf(node) });
    if (isBranch(node)) {
      branches++;
      for (const each of inside) each.branches++;
    }
    if (handlesErrors(node)) for (const each of inside) each.handlesErrors = true;
    for (const child of node.namedChildren) if (child !== null) walk(child, inside);
  };
  walk(root, []);
  return { functions, names, classes, branches };
}

function isAsync(node: Node): boolean {
  return node.firstChild?.type === 'async';
}

function isFunction(node: Node): boolean {
  return node.type === 'function_definition' && !isAsync(node);
}

function isBranch(node: Node): boolean {
  return branchKinds.has(node.type) && !isAsync(node) && !isGroupTry(node);
}

/** `try` with `except*` is a node of another kind in Python. */
function isGroupTry(node: Node): boolean {
  return (
    node.type === 'try_statement' &&
    node.children.some((child) => child?.type === 'except_group_clause' || /^except\s*\*/.test(child?.text ?? ''))
  );
}

function handlesErrors(node: Node): boolean {
  if (node.type === 'try_statement') return !isGroupTry(node);
  if (node.type === 'raise_statement') return true;
  if (node.type !== 'if_statement' && node.type !== 'elif_clause') return false;
  let condition = node.childForFieldName('condition');
  while (condition?.type === 'parenthesized_expression') condition = condition.firstNamedChild;
  if (condition?.type !== 'comparison_operator') return false;
  const text = comparisonText(condition);
  return checks.some((check) => text.includes(check));
}

function finished({ node, branches, handlesErrors }: MutableFunction): PythonFunction {
  return {
    name: node.childForFieldName('name')?.text ?? '',
    lineSpan: lastRow(node) - node.startPosition.row,
    branches,
    handlesErrors,
    documented: isDocumented(node),
    annotated: isAnnotated(node),
  };
}

/** Row of the last token; comments at the end of a block are no part of it. */
function lastRow(node: Node): number {
  if (!/^block$|_(?:definition|statement|clause)$/.test(node.type)) return node.endPosition.row;
  const last = node.children.findLast((child) => child !== null && child.type !== 'comment') ?? undefined;
  return last === undefined ? node.endPosition.row : lastRow(last);
}

function statements(node: Node): readonly Node[] {
  const body = node.childForFieldName('body');
  return (body?.namedChildren ?? []).filter((child): child is Node => child !== null && child.type !== 'comment');
}

function isDocumented(node: Node): boolean {
  const [first] = statements(node);
  if (first?.type !== 'expression_statement' || first.namedChildCount !== 1) return false;
  let value = first.firstNamedChild;
  while (value?.type === 'parenthesized_expression') value = value.firstNamedChild;
  const parts = value?.type === 'concatenated_string' ? value.namedChildren : [value];
  return parts.every((part) => part?.type === 'comment' || (part?.type === 'string' && isPlain(part)));
}

/** Neither bytes nor formatted. */
function isPlain(string: Node): boolean {
  return !/^[a-zA-Z]*[bBfF]/.test(/^[a-zA-Z]*/.exec(string.text)?.[0] ?? '');
}

function isAnnotated(node: Node): boolean {
  if (node.childForFieldName('return_type') !== null) return true;
  const parameters = (node.childForFieldName('parameters')?.namedChildren ?? []).filter((child) => child !== null);
  const from = parameters.findIndex(({ type }) => type === 'positional_separator') + 1;
  for (const parameter of parameters.slice(from)) {
    if (parameter.type === 'keyword_separator' || parameter.type === 'list_splat_pattern') return false;
    if (parameter.type === 'typed_default_parameter') return true;
    if (parameter.type !== 'typed_parameter') continue;
    const kind = parameter.firstNamedChild?.type;
    if (kind === 'list_splat_pattern') return false;
    if (kind === 'identifier') return true;
  }
  return false;
}

function methodsOf(node: Node): number {
  return statements(node).filter((statement) =>
    statement.type === 'decorated_definition'
      ? statement.namedChildren.some((child) => child !== null && isFunction(child))
      : isFunction(statement),
  ).length;
}

/** Identifiers that are no variable in Python's tree: names of definitions, parameters, attributes, imports, keywords, patterns. */
function isVariable(node: Node): boolean {
  const parent = node.parent;
  if (parent === null) return true;
  const isField = (field: string) => parent.childForFieldName(field)?.id === node.id;
  switch (parent.type) {
    case 'attribute':
      return !isField('attribute');
    case 'keyword_argument':
    case 'function_definition':
    case 'class_definition':
    case 'typed_default_parameter':
    case 'default_parameter':
      return !isField('name');
    case 'parameters':
    case 'lambda_parameters':
    case 'typed_parameter':
    case 'global_statement':
    case 'nonlocal_statement':
    case 'aliased_import':
    case 'keyword_pattern':
    case 'splat_pattern':
      return false;
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return !isParameter(parent);
    case 'dotted_name':
      return isPatternValue(parent, node);
    case 'as_pattern_target':
      return isWithTarget(parent);
    case 'as_pattern':
      // In a pattern of `match` the name after `as` is no variable.
      return parent.firstNamedChild?.id === node.id && parent.parent?.type !== 'case_pattern';
    case 'except_clause':
      return !isField('alias');
    default:
      return true;
  }
}

function isParameter(splat: Node): boolean {
  return ['parameters', 'lambda_parameters', 'typed_parameter'].includes(splat.parent?.type ?? '');
}

/** Of `case A.B:` and `case A(...)` the `A`; a single name binds, and in imports nothing counts. */
function isPatternValue(dotted: Node, node: Node): boolean {
  if (dotted.firstNamedChild?.id !== node.id) return false;
  const parent = dotted.parent;
  if (parent?.type === 'class_pattern') return parent.firstNamedChild?.id === dotted.id;
  return (
    ['case_pattern', 'union_pattern', 'dict_pattern', 'keyword_pattern'].includes(parent?.type ?? '') &&
    dotted.namedChildCount > 1
  );
}

/** `with a as b` assigns a variable, `except A as b` does not. */
function isWithTarget(target: Node): boolean {
  return target.parent?.parent?.type !== 'except_clause' && target.parent?.parent?.type !== 'except_group_clause';
}
