import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../declarations/nodes';
import { Scope, type Binding, type FileNames, type Reference } from './scope';

const functions = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
  // Types and signatures name parameters too.
  'function_signature',
  'function_type',
  'constructor_type',
  'call_signature',
  'construct_signature',
  'method_signature',
  'abstract_method_signature',
  'index_signature',
]);
const blocks = new Set(['statement_block', 'for_statement', 'switch_body', 'class_static_block']);
const declarations = new Set(['function_declaration', 'generator_function_declaration', 'function_signature']);
const classes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);

/** The names of a TypeScript or JavaScript file. Names of types count only where a class or an import gives them. */
export function scriptNames(tree: Tree): FileNames {
  const walk = new ScriptWalk();
  const module = new Scope('module', undefined);
  walk.children(tree.rootNode, module);
  walk.settle();
  return { module, references: walk.references };
}

class ScriptWalk {
  readonly references: Reference[] = [];
  /** Names that get another value: whatever declares them, they may be something else afterwards. */
  private readonly changed: Reference[] = [];

  settle(): void {
    for (const { name, node, scope } of this.changed) {
      (scope.find(name)?.scope ?? scope.module).bind(name, { kind: 'value', node });
    }
  }

  children(node: Node, scope: Scope): void {
    for (const each of childrenOf(node)) this.visit(each, scope);
  }

  private visit(node: Node, scope: Scope): void {
    if (functions.has(node.type)) return this.callable(node, scope);
    if (blocks.has(node.type)) return this.children(node, new Scope('block', scope));
    if (classes.has(node.type)) {
      const inner = node.type === 'class' ? new Scope('block', scope) : scope;
      const name = node.childForFieldName('name');
      if (name !== null) inner.bind(name.text, { kind: 'class', node });
      for (const each of childrenOf(node)) if (each.id !== name?.id) this.visit(each, inner);
      return;
    }
    switch (node.type) {
      case 'identifier':
      case 'type_identifier':
      case 'shorthand_property_identifier':
        this.references.push({ name: node.text, node, scope });
        return;
      case 'import_statement':
        for (const name of importedNames(node)) scope.module.bind(name, { kind: 'import', node });
        return;
      case 'export_statement':
        return this.exported(node, scope);
      case 'variable_declarator':
        return this.declarator(node, node.parent?.type === 'variable_declaration' ? functionOf(scope) : scope);
      case 'for_in_statement':
        return this.forIn(node, new Scope('block', scope));
      case 'catch_clause': {
        const inner = new Scope('block', scope);
        const parameter = node.childForFieldName('parameter');
        if (parameter !== null) this.pattern(parameter, inner, 'value');
        for (const each of childrenOf(node)) if (each.id !== parameter?.id) this.visit(each, inner);
        return;
      }
      case 'assignment_expression':
      case 'augmented_assignment_expression':
      case 'update_expression': {
        const left = node.childForFieldName('left') ?? node.childForFieldName('argument');
        if (left !== null) this.write(left, scope);
        for (const each of childrenOf(node)) {
          if (each.id !== left?.id || left.type === 'member_expression' || left.type === 'subscript_expression')
            this.visit(each, scope);
        }
        return;
      }
      case 'enum_declaration':
      case 'internal_module': {
        const name = node.childForFieldName('name');
        if (name !== null) scope.bind(name.text, { kind: 'value', node });
        for (const each of childrenOf(node)) if (each.id !== name?.id) this.visit(each, scope);
        return;
      }
      case 'enum_body': {
        const inner = new Scope('block', scope);
        for (const each of childrenOf(node)) {
          const name = each.childForFieldName('name') ?? each;
          inner.bind(name.text, { kind: 'value', node: name });
        }
        return this.children(node, inner);
      }
      case 'interface_declaration':
      case 'type_alias_declaration': {
        const name = node.childForFieldName('name');
        if (name !== null) scope.bind(name.text, { kind: 'class', node });
        for (const each of childrenOf(node)) if (each.id !== name?.id) this.visit(each, scope);
        return;
      }
      default:
        this.children(node, scope);
    }
  }

  private callable(node: Node, scope: Scope): void {
    const name = node.childForFieldName('name');
    const inner = new Scope('function', scope);
    if (name?.type === 'identifier') {
      if (declarations.has(node.type)) scope.bind(name.text, { kind: 'function', node });
      else inner.bind(name.text, { kind: 'function', node });
    }
    const single = node.childForFieldName('parameter');
    if (single !== null) this.pattern(single, inner, 'parameter');
    const body = node.childForFieldName('body');
    for (const each of childrenOf(node)) {
      if (each.id === name?.id || each.id === single?.id) continue;
      if (each.type === 'formal_parameters') {
        for (const parameter of childrenOf(each)) this.parameter(parameter, inner);
      } else if (node.type === 'index_signature' && each.type === 'identifier') this.pattern(each, inner, 'parameter');
      else if (each.id === body?.id && body.type === 'statement_block') this.children(body, inner);
      else this.visit(each, inner);
    }
  }

  private parameter(node: Node, inner: Scope): void {
    const pattern = node.childForFieldName('pattern');
    if (pattern === null) return this.pattern(node, inner, 'parameter');
    this.pattern(pattern, inner, 'parameter');
    for (const each of childrenOf(node)) if (each.id !== pattern.id) this.visit(each, inner);
  }

  private declarator(node: Node, scope: Scope): void {
    const name = node.childForFieldName('name');
    const value = node.childForFieldName('value');
    const held = value !== null && functions.has(value.type);
    if (name !== null) this.pattern(name, scope, held ? 'function' : 'value', node);
    for (const each of childrenOf(node)) if (each.id !== name?.id) this.visit(each, scope);
  }

  private forIn(node: Node, inner: Scope): void {
    const left = node.childForFieldName('left');
    const kind = node.childForFieldName('kind')?.text;
    if (left !== null && kind === undefined) this.write(left, inner);
    else if (left !== null) this.pattern(left, kind === 'var' ? functionOf(inner) : inner, 'value');
    for (const each of childrenOf(node)) if (each.id !== left?.id) this.visit(each, inner);
  }

  private exported(node: Node, scope: Scope): void {
    // What another file is said to hold is no name of this one.
    if (node.childForFieldName('source') !== null) return;
    for (const each of childrenOf(node)) {
      if (each.type !== 'export_clause') this.visit(each, scope);
      else {
        for (const specifier of childrenOf(each)) {
          const name = specifier.childForFieldName('name');
          if (name !== null) this.visit(name, scope);
        }
      }
    }
  }

  private pattern(node: Node, scope: Scope, kind: Binding['kind'], whole?: Node): void {
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        return scope.bind(node.text, { kind, node: whole ?? node });
      case 'assignment_pattern':
      case 'object_assignment_pattern': {
        const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
        if (left !== null) this.pattern(left, scope, kind, whole);
        if (right !== null) this.visit(right, scope);
        return;
      }
      case 'pair_pattern': {
        const [key, value] = [node.childForFieldName('key'), node.childForFieldName('value')];
        if (key?.type === 'computed_property_name') this.visit(key, scope);
        if (value !== null) this.pattern(value, scope, kind, whole);
        return;
      }
      case 'object_pattern':
      case 'array_pattern':
      case 'rest_pattern':
        for (const each of childrenOf(node)) this.pattern(each, scope, kind, whole);
        return;
      default:
        this.visit(node, scope);
    }
  }

  private write(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        this.changed.push({ name: node.text, node, scope });
        return;
      case 'member_expression':
      case 'subscript_expression':
        return;
      default:
        for (const each of childrenOf(node)) this.write(each, scope);
    }
  }
}

/** Where `var` declares its names. */
function functionOf(scope: Scope): Scope {
  let at = scope;
  while (at.kind === 'block' && at.parent !== undefined) at = at.parent;
  return at;
}

function importedNames(node: Node): readonly string[] {
  return childrenOf(node).flatMap((clause) => {
    if (clause.type === 'import_require_clause') return clause.namedChild(0)?.text ?? [];
    if (clause.type !== 'import_clause') return [];
    return childrenOf(clause).flatMap((part) => {
      if (part.type === 'identifier') return part.text;
      if (part.type === 'namespace_import') return part.namedChild(0)?.text ?? [];
      return childrenOf(part)
        .filter(({ type }) => type === 'import_specifier')
        .flatMap((each) => (each.childForFieldName('alias') ?? each.childForFieldName('name'))?.text ?? []);
    });
  });
}
