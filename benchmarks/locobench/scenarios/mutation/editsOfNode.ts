import type { Node } from '@vscode/tree-sitter-wasm';
import type { MutationOperator } from './types';

/** A change of the text between two offsets in UTF-16 code units. */
export interface Edit {
  readonly operator: MutationOperator;
  readonly node: Node;
  readonly after: string;
}

const tokens: ReadonlyMap<string, readonly (readonly [MutationOperator, string])[]> = new Map([
  [
    '<',
    [
      ['boundary', '<='],
      ['relational', '>'],
    ],
  ],
  [
    '<=',
    [
      ['boundary', '<'],
      ['relational', '>'],
    ],
  ],
  [
    '>',
    [
      ['boundary', '>='],
      ['relational', '<'],
    ],
  ],
  [
    '>=',
    [
      ['boundary', '>'],
      ['relational', '<'],
    ],
  ],
  ['==', [['relational', '!=']]],
  ['!=', [['relational', '==']]],
  ['===', [['relational', '!==']]],
  ['!==', [['relational', '===']]],
  // No change of `+` that joins texts: languages with types would not compile it.
  ['-', [['arithmetic', '+']]],
  ['*', [['arithmetic', '+']]],
  ['/', [['arithmetic', '*']]],
  ['%', [['arithmetic', '*']]],
  ['&&', [['logical', '||']]],
  ['||', [['logical', '&&']]],
  ['and', [['logical', 'or']]],
  ['or', [['logical', 'and']]],
]);

const operations = /^(binary_expression|binary_operator|comparison_operator|boolean_operator)$/u;
const conditionals = /^(if_statement|if_expression|while_statement|while_expression|elif_clause|else_if_clause)$/u;
const argumentLists = /^(arguments|argument_list)$/u;
const plainArgument = /^(identifier|variable_name|name)$/u;

/** The faults that may be put in at one node of a syntax tree; `language` is a VS Code language id. */
export function editsOfNode(node: Node, language: string): readonly Edit[] {
  return [
    ...ofToken(node),
    ...ofLiteral(node),
    ...ofCondition(node, language),
    ...ofArguments(node),
    ...ofStatement(node),
  ];
}

function ofToken(node: Node): readonly Edit[] {
  if (node.isNamed || node.parent === null || !operations.test(node.parent.type)) return [];
  return (tokens.get(node.type) ?? []).map(([operator, after]) => ({ operator, node, after }));
}

function ofLiteral(node: Node): readonly Edit[] {
  if (node.childCount === 0 && /^(true|false)$/iu.test(node.text)) {
    const opposite = { true: 'false', false: 'true', True: 'False', False: 'True' }[node.text];
    return opposite === undefined ? [] : [{ operator: 'boolean', node, after: opposite }];
  }
  const number = /^(number|integer|int_literal|integer_literal|number_literal|decimal_integer_literal)$/u.test(
    node.type,
  );
  if (!number || !/^\d{1,9}$/u.test(node.text)) return [];
  return [{ operator: 'off-by-one', node, after: String(Number(node.text) + 1) }];
}

function ofCondition(node: Node, language: string): readonly Edit[] {
  if (!conditionals.test(node.type)) return [];
  const condition = node.childForFieldName('condition');
  if (condition === null || /let_c|declaration|condition_clause/u.test(condition.type)) return [];
  const not = language === 'python' ? 'not ' : '!';
  const bare = condition.type.startsWith('parenthesized');
  const negated = `${not}${bare ? condition.text : `(${condition.text})`}`;
  return [{ operator: 'negated-condition', node: condition, after: bare ? `(${negated})` : negated }];
}

function ofArguments(node: Node): readonly Edit[] {
  if (!argumentLists.test(node.type)) return [];
  const [first, second, third] = node.namedChildren.filter((child) => child !== null);
  if (first === undefined || second === undefined || third !== undefined || first.text === second.text) return [];
  if (![first, second].every((each) => plainArgument.test(each.type))) return [];
  return [{ operator: 'swapped-arguments', node, after: `(${second.text}, ${first.text})` }];
}

function ofStatement(node: Node): readonly Edit[] {
  if (node.type === 'await_expression' && node.text.startsWith('await ')) {
    return [{ operator: 'removed-await', node, after: node.text.slice('await '.length) }];
  }
  const only = node.type === 'expression_statement' && node.namedChildCount === 1 ? node.namedChild(0) : null;
  // A block of Python must not become empty, and a statement with a semicolon leaves one behind.
  if (only === null || !/^(call_expression|method_invocation|invocation_expression)$/u.test(only.type)) return [];
  return node.text.endsWith(';') ? [{ operator: 'removed-call', node, after: ';' }] : [];
}
