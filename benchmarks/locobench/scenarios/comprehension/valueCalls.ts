/** Calls of what a value holds: which function that is nobody knows from names. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../../../../runtime/repository';
import { functionNode } from './innerFunctions';

const call = /^(call|call_expression|new_expression|function_call_expression|invocation_expression)$/u;
/** A call of a value that has no name: an element, a result, a choice. */
const nameless =
  /^(subscript|subscript_expression|index_expression|element_access_expression|call|call_expression|parenthesized_expression|ternary_expression|conditional_expression|await_expression|await)$/u;
const member = /^(member_expression|attribute|selector_expression|field_expression|member_access_expression)$/u;
const declaration =
  /^(variable_declarator|assignment|short_var_declaration|let_declaration|init_declarator|named_expression)$/u;

export interface KnownCalls {
  /** Constants and variables of the repository that the function uses: what their members are is not known. */
  readonly values: ReadonlySet<string>;
  /** Where names of calls stand whose definition is known: `line:column`, from 0. */
  readonly places: ReadonlySet<string>;
}

/**
 * Whether a function calls the element of a table, the result of a call, or a variable of its own that is no function written there,
 * or a member of a value of the repository.
 */
export function callsValues(root: Node, { range }: CodeSymbol, known: KnownCalls): boolean {
  const own = root.descendantForPosition(
    { row: range.start.line, column: range.start.column },
    { row: range.end.line, column: range.end.column },
  );
  return own !== null && holdsValueCall(own, valuesIn(own), known);
}

function holdsValueCall(node: Node, values: ReadonlySet<string>, known: KnownCalls): boolean {
  if (call.test(node.type) && isValueCall(node, values, known)) return true;
  return node.namedChildren.some((child) => child !== null && holdsValueCall(child, values, known));
}

function isValueCall(node: Node, values: ReadonlySet<string>, known: KnownCalls): boolean {
  const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  if (callee === null) return false;
  // A function that is called where it is written is no value.
  if (nameless.test(callee.type)) return !functionNode.test(callee.namedChild(0)?.type ?? '');
  if (callee.type === 'identifier') return values.has(callee.text);
  if (!member.test(callee.type)) return false;
  const name = ['property', 'attribute', 'field', 'name'].flatMap((each) => callee.childForFieldName(each) ?? [])[0];
  const place = name === undefined ? '' : `${name.startPosition.row}:${name.startPosition.column}`;
  return !known.places.has(place) && known.values.has(rootOf(callee).text);
}

function rootOf(node: Node): Node {
  const inner = node.childForFieldName('object') ?? node.childForFieldName('operand') ?? node.namedChild(0);
  return inner !== null && member.test(node.type) ? rootOf(inner) : node;
}

/** Variables of its own that are not set to a function that stands there. */
function valuesIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (each: Node): void => {
    if (declaration.test(each.type)) {
      const left = each.childForFieldName('name') ?? each.childForFieldName('left');
      const right = each.childForFieldName('value') ?? each.childForFieldName('right');
      if (left !== null && right !== null && !functionNode.test(right.type)) {
        for (const name of left.text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) names.add(name);
      }
    }
    for (const child of each.namedChildren) if (child !== null) visit(child);
  };
  visit(node);
  return names;
}
