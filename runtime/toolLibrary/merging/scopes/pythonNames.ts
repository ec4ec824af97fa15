import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import { childrenOf, nodesOf } from '../declarations/nodes';
import { Scope, type Binding, type FileNames, type Reference } from './scope';

const comprehensions = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);
const lists = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'tuple',
  'list',
  'parenthesized_expression',
  'as_pattern_target',
]);

/** The names of a Python file, by the language's own rules of scope. */
export function pythonNames(tree: Tree): FileNames {
  const walk = new PythonWalk();
  const module = new Scope('module', undefined);
  walk.block(tree.rootNode, module);
  return { module, references: walk.references };
}

class PythonWalk {
  readonly references: Reference[] = [];

  /** The statements of a scope of its own. What they declare to be of another scope is known first. */
  block(node: Node, scope: Scope): void {
    for (const each of nodesOf(node, ['global_statement', 'nonlocal_statement'])) {
      if (!isOwn(each, node)) continue;
      const kind = each.type === 'global_statement' ? 'global' : 'nonlocal';
      for (const name of childrenOf(each)) scope.outward.set(name.text, kind);
    }
    this.children(node, scope);
  }

  private children(node: Node, scope: Scope): void {
    for (const each of childrenOf(node)) this.visit(each, scope);
  }

  private visit(node: Node, scope: Scope): void {
    if (comprehensions.has(node.type)) return this.comprehension(node, scope);
    switch (node.type) {
      case 'identifier':
        this.references.push({ name: node.text, node, scope });
        return;
      case 'function_definition':
      case 'lambda':
        return this.callable(node, scope);
      case 'class_definition': {
        bindName(node.childForFieldName('name'), node, 'class', scope);
        const body = node.childForFieldName('body');
        for (const each of childrenOf(node)) {
          if (each.id === body?.id) this.block(each, new Scope('class', scope));
          else if (each.id !== node.childForFieldName('name')?.id) this.visit(each, scope);
        }
        return;
      }
      case 'attribute':
        return this.optional(node.childForFieldName('object'), scope);
      case 'keyword_argument':
        return this.optional(node.childForFieldName('value'), scope);
      case 'import_statement':
      case 'import_from_statement':
        for (const name of importedNames(node)) scope.bind(name, { kind: 'import', node });
        return;
      case 'future_import_statement':
      case 'global_statement':
      case 'nonlocal_statement':
      case 'comment':
        return;
      case 'assignment':
      case 'augmented_assignment':
      case 'for_statement':
      case 'for_in_clause': {
        const left = node.childForFieldName('left');
        for (const each of childrenOf(node)) if (each.id !== left?.id) this.visit(each, scope);
        if (left !== null) this.target(left, scope, node.type === 'assignment' ? node : undefined);
        if (left?.type === 'identifier' && node.type === 'augmented_assignment') this.visit(left, scope);
        return;
      }
      case 'named_expression': {
        this.optional(node.childForFieldName('value'), scope);
        let holder = scope;
        while (holder.kind === 'block' && holder.parent !== undefined) holder = holder.parent;
        bindName(node.childForFieldName('name'), undefined, 'value', holder);
        return;
      }
      case 'delete_statement':
        for (const each of childrenOf(node)) this.target(each, scope, undefined);
        return;
      case 'as_pattern_target':
        return this.target(node, scope, undefined);
      case 'case_clause':
        for (const each of childrenOf(node)) {
          if (each.type === 'case_pattern') this.pattern(each, scope);
          else this.visit(each, scope);
        }
        return;
      default:
        this.children(node, scope);
    }
  }

  private optional(node: Node | null, scope: Scope): void {
    if (node !== null) this.visit(node, scope);
  }

  private callable(node: Node, scope: Scope): void {
    const name = node.childForFieldName('name');
    const body = node.childForFieldName('body');
    bindName(name, node, 'function', scope);
    const inner = new Scope('function', scope);
    for (const each of childrenOf(node)) {
      if (each.id === body?.id || each.id === name?.id) continue;
      if (each.id === node.childForFieldName('parameters')?.id) {
        for (const parameter of childrenOf(each)) this.parameter(parameter, inner, scope);
      } else this.visit(each, scope);
    }
    if (body !== null && node.type === 'lambda') this.visit(body, inner);
    else if (body !== null) this.block(body, inner);
  }

  private parameter(node: Node, inner: Scope, outer: Scope): void {
    switch (node.type) {
      case 'identifier':
        return inner.bind(node.text, { kind: 'parameter', node });
      case 'default_parameter':
      case 'typed_default_parameter':
        bindName(node.childForFieldName('name'), undefined, 'parameter', inner);
        this.optional(node.childForFieldName('type'), outer);
        return this.optional(node.childForFieldName('value'), outer);
      case 'typed_parameter': {
        const [pattern, ...rest] = childrenOf(node);
        if (pattern !== undefined) this.parameter(pattern, inner, outer);
        for (const each of rest) this.visit(each, outer);
        return;
      }
      default:
        for (const each of childrenOf(node)) this.parameter(each, inner, outer);
    }
  }

  private comprehension(node: Node, scope: Scope): void {
    const inner = new Scope('block', scope);
    const clauses = childrenOf(node).filter(({ type }) => type === 'for_in_clause');
    for (const each of childrenOf(node)) {
      // The first thing that is gone through is looked up outside.
      if (each.id === clauses[0]?.id) {
        const left = each.childForFieldName('left');
        if (left !== null) this.target(left, inner, undefined);
        for (const part of childrenOf(each)) if (part.id !== left?.id) this.visit(part, scope);
      } else this.visit(each, inner);
    }
  }

  private target(node: Node, scope: Scope, whole: Node | undefined): void {
    if (node.type === 'identifier') bindName(node, whole, 'value', scope);
    else if (lists.has(node.type)) for (const each of childrenOf(node)) this.target(each, scope, undefined);
    else this.visit(node, scope);
  }

  private pattern(node: Node, scope: Scope): void {
    const [first] = childrenOf(node);
    switch (node.type) {
      case 'dotted_name':
        if (node.namedChildCount === 1 && first !== undefined) bindName(first, undefined, 'value', scope);
        else if (first !== undefined) this.visit(first, scope);
        return;
      case 'class_pattern':
        for (const each of childrenOf(node)) {
          if (each.type === 'dotted_name') this.optional(each.namedChild(0), scope);
          else this.pattern(each, scope);
        }
        return;
      case 'keyword_pattern':
        for (const each of childrenOf(node).slice(1)) this.pattern(each, scope);
        return;
      case 'identifier':
        return bindName(node, undefined, 'value', scope);
      default:
        for (const each of childrenOf(node)) this.pattern(each, scope);
    }
  }
}

function bindName(name: Node | null, whole: Node | undefined, kind: Binding['kind'], scope: Scope): void {
  if (name !== null) scope.bind(name.text, { kind, node: whole ?? name });
}

function importedNames(node: Node): readonly string[] {
  const module = node.childForFieldName('module_name');
  return childrenOf(node)
    .filter((each) => each.id !== module?.id && each.type !== 'wildcard_import')
    .flatMap((each) => {
      if (each.type === 'aliased_import') return each.childForFieldName('alias')?.text ?? [];
      return module === null ? (each.text.split('.')[0] ?? []) : each.text;
    });
}

/** Whether a statement belongs to a body itself, not to a function or class inside it. */
function isOwn(statement: Node, body: Node): boolean {
  for (let at = statement.parent; at !== null && at.id !== body.id; at = at.parent) {
    if (['function_definition', 'class_definition', 'lambda'].includes(at.type)) return false;
  }
  return true;
}
