import { enumValues } from './enumValues';
import { isPlainObject, type Known } from '../literal';
import type { ImportedName } from '../draft';
import type { SyntaxNode } from '../syntaxNode';
import { parseJsdoc } from './jsdoc';
import { bare, keyOf, type LookUp, scriptLiteral } from './scriptLiteral';

export interface ScriptDefinition {
  readonly kind: 'function' | 'class' | 'value' | 'type' | 'enum';
  readonly name: string;
  /** The function, the class, the value of a constant, the type. */
  readonly node: SyntaxNode;
  /** The statement, `export` included. */
  readonly whole: SyntaxNode;
  /** Its variable, for types that stand beside a name. */
  readonly declarator: SyntaxNode | undefined;
  readonly isConstant: boolean;
}

export interface ModuleOptions {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
  /** Another file of the collection, by its name in an import. */
  readonly other: (module: string) => ScriptModule | undefined;
  /** Parses a text of its own. */
  readonly parse: (text: string) => SyntaxNode;
}

export const functionTypes: ReadonlySet<string> = new Set([
  ...['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function'],
  ...['arrow_function', 'method_definition'],
]);

/** The names of one module. */
export class ScriptModule {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly definitions = new Map<string, ScriptDefinition>();
  readonly imports = new Map<string, ImportedName>();
  /** Exported name → name in the module. */
  readonly exports = new Map<string, string>();
  /** Handed on from other modules: exported name → where it is from; `*` for all. */
  readonly handedOn: { readonly exported: string; readonly module: string; readonly name: string }[] = [];
  readonly lookUp: LookUp;
  readonly other: (module: string) => ScriptModule | undefined;
  /** Parses a text of its own. */
  readonly parse: (text: string) => SyntaxNode;
  /** Types of comments: `@typedef`. */
  readonly typedefs = new Map<string, ReturnType<typeof parseJsdoc>>();
  private readonly values = new Map<string, Known>();

  constructor({ path, text, root, other, parse }: ModuleOptions) {
    this.path = path;
    this.text = text;
    this.root = root;
    this.other = other;
    this.parse = parse;
    this.lookUp = (name) => this.value(name);
    for (const statement of root.children) {
      if (statement.type === 'comment') {
        const doc = parseJsdoc(statement.text);
        if (doc.typedef !== undefined) this.typedefs.set(doc.typedef.name, doc);
      } else this.statement(statement, statement, false);
    }
  }

  /** A type that stands in a comment; undefined where it is none. */
  parseType(text: string): SyntaxNode | undefined {
    const [statement, ...more] = this.parse(`type T = ${text};`).named;
    return more.length === 0 && statement?.type === 'type_alias_declaration' ? statement.child('value') : undefined;
  }

  /** The only expression of a text; undefined where there are several, or none. */
  parseExpression(text: string): SyntaxNode | undefined {
    const [statement, ...more] = this.parse(`(${text})`).named;
    const isOne = more.length === 0 && statement?.type === 'expression_statement';
    return isOne ? bare(statement.named[0]) : undefined;
  }

  /** Whether the file is a module at all: a plain script shares everything. */
  get isModule(): boolean {
    return (
      this.exports.size > 0 ||
      this.handedOn.length > 0 ||
      this.root.named.some(({ type }) => type === 'import_statement' || type === 'export_statement')
    );
  }

  /** A definition with the module it stands in, through imports and what is handed on. */
  find(name: string, depth = 0): { readonly module: ScriptModule; readonly definition: ScriptDefinition } | undefined {
    const definition = this.definitions.get(name);
    if (definition !== undefined) return { module: this, definition };
    const imported = this.imports.get(name);
    if (imported?.name === undefined || depth > 8) return undefined;
    return this.other(imported.module)?.exported(imported.name, depth + 1);
  }

  /** What others get under a name. */
  exported(name: string, depth = 0): ReturnType<ScriptModule['find']> {
    const local = this.exports.get(name);
    if (local !== undefined) return this.find(local, depth);
    if (depth > 8) return undefined;
    for (const each of this.handedOn) {
      if (each.exported !== name && each.exported !== '*') continue;
      const found = this.other(each.module)?.exported(each.exported === '*' ? name : each.name, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private statement(node: SyntaxNode, whole: SyntaxNode, isExported: boolean): void {
    switch (node.type) {
      case 'export_statement':
        this.exportStatement(node);
        break;
      case 'function_declaration':
      case 'generator_function_declaration':
        this.define('function', node.child('name')?.text, node, whole, isExported);
        break;
      case 'class_declaration':
      case 'abstract_class_declaration':
        this.define('class', node.child('name')?.text, node, whole, isExported);
        break;
      case 'interface_declaration':
      case 'type_alias_declaration':
        this.define('type', node.child('name')?.text, node, whole, isExported);
        break;
      case 'enum_declaration':
        this.define('enum', node.child('name')?.text, node, whole, isExported);
        break;
      case 'lexical_declaration':
      case 'variable_declaration':
        this.variables(node, whole, isExported);
        break;
      case 'import_statement':
        this.importStatement(node);
        break;
      case 'expression_statement':
        this.commonJs(node);
        break;
    }
  }

  private define(
    kind: ScriptDefinition['kind'],
    name: string | undefined,
    node: SyntaxNode,
    whole: SyntaxNode,
    isExported: boolean,
    declarator?: SyntaxNode,
    isConstant = true,
  ): void {
    if (name === undefined) return;
    // The compiler lets a type and a value share a name.
    const key = kind === 'type' && this.definitions.has(name) ? `type ${name}` : name;
    this.definitions.set(key, { kind, name, node, whole, declarator, isConstant });
    if (isExported) this.exports.set(name, name);
  }

  private variables(node: SyntaxNode, whole: SyntaxNode, isExported: boolean): void {
    const isConstant = node.child('kind')?.text === 'const';
    for (const each of node.named) {
      if (each.type !== 'variable_declarator') continue;
      const left = each.child('name');
      const value = bare(each.child('value'));
      if (left?.type === 'identifier') {
        const kind =
          value !== undefined && functionTypes.has(value.type)
            ? 'function'
            : value?.type === 'class'
              ? 'class'
              : 'value';
        this.define(kind, left.text, value ?? each, whole, isExported, each, isConstant);
        this.require(left.text, undefined, value);
      } else if (left?.type === 'object_pattern') {
        for (const part of left.named) {
          const name = part.child('key')?.text ?? part.text;
          this.require(part.child('value')?.text ?? name, name, value);
        }
      }
    }
  }

  private require(local: string, name: string | undefined, value: SyntaxNode | undefined): void {
    if (value?.type !== 'call_expression' || value.child('function')?.text !== 'require') return;
    const module = scriptLiteral(value.child('arguments')?.named[0])?.value;
    if (typeof module !== 'string') return;
    this.imports.set(local, { module, name });
    this.definitions.delete(local);
  }

  private importStatement(node: SyntaxNode): void {
    const module = scriptLiteral(node.child('source'))?.value;
    if (typeof module !== 'string') return;
    for (const part of node.first('import_clause')?.named ?? []) {
      if (part.type === 'identifier') this.imports.set(part.text, { module, name: 'default' });
      if (part.type === 'namespace_import') this.imports.set(part.named[0]?.text ?? '', { module, name: undefined });
      if (part.type !== 'named_imports') continue;
      for (const each of part.named) {
        const name = each.child('name')?.text ?? '';
        this.imports.set(each.child('alias')?.text ?? name, { module, name });
      }
    }
  }

  private exportStatement(node: SyntaxNode): void {
    const declaration = node.child('declaration');
    const source = scriptLiteral(node.child('source'))?.value;
    if (declaration !== undefined) {
      this.statement(declaration, node, true);
      const name = declaration.child('name')?.text;
      if (node.has('default') && name !== undefined) {
        this.exports.delete(name);
        this.exports.set('default', name);
      }
      return;
    }
    const clause = node.first('export_clause');
    for (const each of clause?.named ?? []) {
      const name = each.child('name')?.text ?? '';
      const exported = each.child('alias')?.text ?? name;
      if (typeof source === 'string') this.handedOn.push({ exported, module: source, name });
      else this.exports.set(exported, name);
    }
    if (clause === undefined && typeof source === 'string')
      this.handedOn.push({ exported: '*', module: source, name: '*' });
    const value = bare(node.child('value'));
    if (value === undefined) return;
    if (value.type === 'identifier') this.exports.set('default', value.text);
    else {
      const name = value.child('name')?.text ?? 'default';
      this.define(
        functionTypes.has(value.type) ? 'function' : value.type === 'class' ? 'class' : 'value',
        name,
        value,
        node,
        false,
      );
      this.exports.set('default', name);
    }
  }

  /** `module.exports = { f, g() {} }`, `exports.f = …`. */
  private commonJs(node: SyntaxNode): void {
    const [expression] = node.named;
    if (expression?.type !== 'assignment_expression') return;
    const target = expression.child('left')?.text ?? '';
    const value = bare(expression.child('right'));
    const single = /^(?:module\.)?exports\.([\w$]+)$/.exec(target);
    if (single !== null && value !== undefined) {
      if (value.type === 'identifier') this.exports.set(single[1]!, value.text);
      else if (functionTypes.has(value.type)) this.define('function', single[1], value, node, true);
    } else if (target === 'module.exports' && value?.type === 'object') {
      for (const part of value.named) this.exportedMember(part);
    } else if (target === 'module.exports' && value?.type === 'identifier') this.exports.set('default', value.text);
  }

  private exportedMember(part: SyntaxNode): void {
    if (part.type === 'shorthand_property_identifier') this.exports.set(part.text, part.text);
    const name = keyOf(part.child(part.type === 'pair' ? 'key' : 'name'));
    const value = part.type === 'pair' ? bare(part.child('value')) : part;
    if (name === undefined || value === undefined) return;
    if (value.type === 'identifier') this.exports.set(name, value.text);
    else if (functionTypes.has(value.type)) this.define('function', name, value, part, true);
  }

  private value(name: string): Known {
    if (this.values.has(name)) return this.values.get(name);
    // A value that is made of itself is none.
    this.values.set(name, undefined);
    const known = this.read(name);
    this.values.set(name, known);
    return known;
  }

  private read(name: string): Known {
    const [head = '', member, ...rest] = name.split('.');
    const found = this.find(head);
    if (found === undefined || rest.length > 0) return undefined;
    const { module, definition } = found;
    if (definition.kind === 'enum') {
      const values = enumValues(definition.node, module.lookUp);
      return member !== undefined && values?.has(member) === true ? { value: values.get(member) } : undefined;
    }
    if (definition.kind !== 'value' || !definition.isConstant) return undefined;
    const known = scriptLiteral(definition.node, module.lookUp);
    if (member === undefined) return known;
    return isPlainObject(known?.value) && Object.hasOwn(known.value, member)
      ? { value: known.value[member] }
      : undefined;
  }
}
