/** What rules look at in one file: calls, assignments and functions, alike for all languages. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { Family } from './family';
import { boundNames, isVariable } from './names';

export interface Call {
  readonly node: Node;
  /** As it stands, without blanks, e.g. `fs.promises.readFile`. */
  readonly callee: string;
  /** Its last part. */
  readonly name: string;
  readonly object: Node | undefined;
  /** Without their names. */
  readonly args: readonly Node[];
  readonly named: ReadonlyMap<string, Node>;
  /** Of an object by its class. */
  readonly constructs: boolean;
}

export interface Assignment {
  readonly name: string;
  readonly value: Node;
  readonly node: Node;
  /** Replaces what was there: neither `+=` nor an element nor one of many turns. */
  readonly whole: boolean;
  readonly owner: CodeFunction | undefined;
}

export interface CodeFunction {
  readonly node: Node;
  readonly name: string | undefined;
  readonly parameters: readonly string[];
  readonly list: Node | undefined;
  readonly body: Node;
  readonly owner: CodeFunction | undefined;
}

const FUNCTIONS =
  /^(function_declaration|function_expression|function|arrow_function|method_definition|generator_function(_declaration)?|function_definition|lambda|lambda_expression|method_declaration|func_literal|constructor_declaration|local_function_statement|anonymous_method_expression|anonymous_function(_creation_expression)?)$/;
const CALLS =
  /^(call_expression|new_expression|call|method_invocation|object_creation_expression|invocation_expression|function_call_expression|member_call_expression|scoped_call_expression)$/;
const ASSIGNS =
  /^(variable_declarator|assignment_expression|augmented_assignment_expression|assignment|augmented_assignment|named_expression|short_var_declaration|assignment_statement|var_spec|const_spec|init_declarator|for_in_statement|for_statement|for_in_clause|range_clause|enhanced_for_statement|foreach_statement|as_pattern|const_element)$/;
/** Calls that put something into what they are called on. */
const MUTATES = /^(push|unshift|append|add|extend|insert|write|writeln|writeString|WriteString|Append\w*|set|concat)$/;

export class CodeFile {
  readonly calls: Call[] = [];
  readonly functions: CodeFunction[] = [];
  readonly nodes: Node[] = [];
  private readonly byType = new Map<string, Node[]>();
  private readonly assigned = new Map<string, Assignment[]>();
  private readonly byNode = new Map<number, CodeFunction>();
  private readonly callByNode = new Map<number, Call>();

  constructor(
    readonly path: string,
    readonly family: Family,
    readonly root: Node,
  ) {
    this.visit(root, undefined);
  }

  callAt(node: Node): Call | undefined {
    return this.callByNode.get(node.id);
  }

  assignments(name: string): readonly Assignment[] {
    return this.assigned.get(name) ?? [];
  }

  allAssignments(): readonly Assignment[] {
    return [...this.assigned.values()].flat();
  }

  /** The innermost function around a node, or the one that it is. */
  functionOf(node: Node): CodeFunction | undefined {
    for (let at: Node | null = node; at !== null; at = at.parent) {
      const found = this.byNode.get(at.id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  functionNamed(name: string): CodeFunction | undefined {
    return this.functions.find((each) => each.name === name);
  }

  /** Nodes of the whole file by their types. */
  ofType(...types: readonly string[]): readonly Node[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  private visit(node: Node, owner: CodeFunction | undefined): void {
    this.nodes.push(node);
    const alike = this.byType.get(node.type);
    if (alike === undefined) this.byType.set(node.type, [node]);
    else alike.push(node);
    let inner = owner;
    if (FUNCTIONS.test(node.type)) {
      const made = functionAt(node, owner);
      if (made !== undefined) {
        this.functions.push(made);
        this.byNode.set(node.id, made);
        inner = made;
      }
    } else if (CALLS.test(node.type)) this.addCall(node, owner);
    if (ASSIGNS.test(node.type)) this.addAssignments(node, inner);
    for (const child of node.namedChildren) if (child !== null) this.visit(child, inner);
  }

  private addCall(node: Node, owner: CodeFunction | undefined): void {
    const call = callOf(node);
    if (call === undefined) return;
    this.calls.push(call);
    this.callByNode.set(node.id, call);
    if (call.object !== undefined && isVariable(call.object) && MUTATES.test(call.name)) {
      for (const value of call.args) this.add({ name: call.object.text, value, node, whole: false, owner });
    }
    // C writes into its first argument.
    const [target, ...sources] = call.args;
    if (
      this.family === 'c' &&
      target !== undefined &&
      isVariable(target) &&
      /^(v?sn?printf|str\w*cpy|str\w*cat|memcpy)$/.test(call.name)
    ) {
      for (const value of sources) this.add({ name: target.text, value, node, whole: false, owner });
    }
  }

  private addAssignments(node: Node, owner: CodeFunction | undefined): void {
    const { left, right } = sidesOf(node);
    if (left === undefined || right === undefined) return;
    const loops = /^(for|range|enhanced|foreach)/.test(node.type);
    const adds = /augmented|^as_pattern/.test(node.type) || operatorOf(node) !== '=';
    const [lefts, rights] = [listOf(left), listOf(right)];
    for (const [index, target] of lefts.entries()) {
      const value = lefts.length === rights.length ? rights[index]! : right;
      const names = boundNames(target);
      for (const name of names) this.add({ name, value, node, whole: !loops && !adds, owner });
      if (names.length > 0) continue;
      const base = baseOf(target);
      if (base !== undefined) this.add({ name: base, value, node, whole: false, owner });
    }
  }

  private add(assignment: Assignment): void {
    const list = this.assigned.get(assignment.name);
    if (list === undefined) this.assigned.set(assignment.name, [assignment]);
    else list.push(assignment);
  }
}

function functionAt(node: Node, owner: CodeFunction | undefined): CodeFunction | undefined {
  const body = node.childForFieldName('body');
  if (body === null) return undefined;
  const declarator = declaratorOf(node);
  const list =
    node.childForFieldName('parameters') ??
    node.childForFieldName('parameter') ??
    declarator?.childForFieldName('parameters') ??
    undefined;
  return {
    ...{ node, body, owner, list },
    name: (node.childForFieldName('name') ?? declarator?.childForFieldName('declarator') ?? givenName(node))?.text,
    parameters: list === undefined ? [] : boundNames(list),
  };
}

/** Of C: the function below its pointers. */
function declaratorOf(node: Node): Node | undefined {
  let at = node.childForFieldName('declarator');
  while (at !== null && at.type !== 'function_declarator') at = at.childForFieldName('declarator');
  return at ?? undefined;
}

/** `const name = () => …`, `exports.name = function …`. */
function givenName({ parent }: Node): Node | undefined {
  if (parent === null) return undefined;
  const left = parent.childForFieldName('name') ?? parent.childForFieldName('left') ?? parent.childForFieldName('key');
  return left?.childForFieldName('property') ?? left ?? undefined;
}

function callOf(node: Node): Call | undefined {
  const called =
    node.childForFieldName('function') ?? node.childForFieldName('constructor') ?? node.childForFieldName('type');
  const constructs = /^(new_expression|object_creation_expression)$/.test(node.type);
  const list =
    node.childForFieldName('arguments') ?? node.namedChildren.find((child) => child?.type === 'arguments') ?? null;
  // A tagged template is no list of arguments.
  if (list?.type.includes('template_string') === true) return undefined;
  const name = node.childForFieldName('name');
  const object = node.childForFieldName('object') ?? node.childForFieldName('scope') ?? undefined;
  const target = called ?? name ?? node.namedChild(0);
  if (target === null) return undefined;
  const callee = called === null && name !== null && object !== undefined ? `${object.text}.${name.text}` : target.text;
  const args: Node[] = [];
  const named = new Map<string, Node>();
  // Python: a generator needs no parentheses of its own.
  for (const argument of list?.type === 'generator_expression' ? [list] : (list?.namedChildren ?? [])) {
    if (argument === null || argument.type === 'comment') continue;
    const key = argument.childForFieldName('name');
    if (/^(keyword_)?argument$/.test(argument.type)) {
      const value =
        argument.childForFieldName('value') ?? argument.namedChild(argument.namedChildCount - 1) ?? argument;
      if (key === null) args.push(value);
      else named.set(key.text, value);
    } else args.push(argument);
  }
  const plain = callee.replace(/\s+/g, '').replace(/\?\./g, '.').replace(/->|::/g, '.');
  const receiver =
    object ??
    called?.childForFieldName('object') ??
    called?.childForFieldName('operand') ??
    called?.childForFieldName('expression') ??
    called?.childForFieldName('argument') ??
    undefined;
  return {
    node,
    callee: plain,
    name: /[\w$]+(?=[^\w$]*$)/.exec(plain)?.[0] ?? plain,
    object: receiver,
    args,
    named,
    constructs,
  };
}

function sidesOf(node: Node): { readonly left: Node | undefined; readonly right: Node | undefined } {
  if (node.type === 'as_pattern') {
    return { left: node.childForFieldName('alias') ?? undefined, right: node.namedChild(0) ?? undefined };
  }
  const left = node.childForFieldName('left') ?? node.childForFieldName('name') ?? node.childForFieldName('declarator');
  let right = node.childForFieldName('right') ?? node.childForFieldName('value');
  if (node.type === 'foreach_statement' && left === null) {
    return { left: node.namedChild(1) ?? undefined, right: node.namedChild(0) ?? undefined };
  }
  // C#: the value has no field.
  if (right === null && left !== null && /^(variable_declarator|const_element)$/.test(node.type)) {
    const last = node.namedChild(node.namedChildCount - 1);
    if (last !== null && last.id !== left.id) right = last;
  }
  return { left: left ?? undefined, right: right ?? undefined };
}

function operatorOf(node: Node): string {
  const operator = node.childForFieldName('operator')?.text;
  return operator === undefined || operator === ':=' ? '=' : operator;
}

function listOf(node: Node): readonly Node[] {
  return /^(expression_list|pattern_list|tuple_pattern|tuple)$/.test(node.type)
    ? node.namedChildren.flatMap((child) => child ?? [])
    : [node];
}

/** The variable whose part is assigned. */
function baseOf(target: Node): string | undefined {
  let at: Node | null = target;
  while (at !== null && !isVariable(at)) {
    const next: Node | null =
      at.childForFieldName('object') ??
      at.childForFieldName('operand') ??
      at.childForFieldName('expression') ??
      at.childForFieldName('argument') ??
      at.childForFieldName('value') ??
      at.childForFieldName('declarator') ??
      at.namedChild(0);
    at = next;
  }
  return at?.text;
}
