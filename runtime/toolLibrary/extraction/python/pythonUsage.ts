import type { SyntaxNode } from '../syntaxNode';
import { type Usage, UsageDraft } from '../usage/usage';
import { changingMethods, computingMethods, effectsOfBuiltin, effectsOfName, fileMethods } from './pythonEffects';
import { boundName, insideType, isTypeCheck, makesType, rootName, targetNames } from './pythonScope';
import { isConnection } from '../usage/connections';
import { type Bindings, bindingsOf } from './pythonBindings';
import type { PythonImport, PythonModule } from './pythonModule';

/** Where the names of a module's methods are: method → classes that have it. */
export type MethodIndex = ReadonlyMap<string, readonly string[]>;

export interface UsageScope {
  readonly module: PythonModule;
  readonly methods: MethodIndex;
  /** The class whose method it is. */
  readonly owner: string | undefined;
}

/** What a function (or a class without its methods) does and uses, by its text. @param node with decorators */
export function pythonUsage(node: SyntaxNode, scope: UsageScope): Usage {
  return new PythonUsageWalk(node, scope).walk();
}

class PythonUsageWalk {
  private readonly found = new UsageDraft();
  private readonly bindings: Bindings;
  /** Names that may stand for a value of the caller: arguments, and what was taken out of them. */
  private readonly shared = new Set<string>();
  private readonly body: SyntaxNode | undefined;
  private readonly self: string | undefined;

  constructor(
    private readonly node: SyntaxNode,
    private readonly scope: UsageScope,
  ) {
    const definition = node.type === 'decorated_definition' ? (node.child('definition') ?? node) : node;
    this.body = definition.child('body');
    const parameters = definition.child('parameters')?.named.map(boundName) ?? [];
    const names = parameters.filter((each) => each !== undefined);
    const isMethod = scope.owner !== undefined && (names[0] === 'self' || names[0] === 'cls');
    this.self = isMethod ? names[0] : undefined;
    this.bindings = bindingsOf(node, names);
    for (const { module: imported } of this.bindings.imports.values()) this.found.imports.add(imported);
    for (const name of names) {
      // A method may change its own object: whether that is the caller's is decided where it is called.
      if (name !== this.self) this.shared.add(name);
    }
  }

  walk(): Usage {
    for (const node of this.node.walk((each) => !this.isPlainMark(each))) {
      switch (node.type) {
        case 'identifier':
          this.name(node);
          break;
        case 'call':
          this.call(node);
          break;
        case 'attribute':
          if (node.parent?.type !== 'attribute') this.dotted(node);
          break;
        case 'assignment':
          this.assigned(node.child('left'), node.child('right'), node);
          break;
        case 'for_statement':
          this.assigned(node.child('left'), node.child('right'), node);
          break;
        case 'augmented_assignment':
          this.target(node.child('left'));
          break;
        case 'delete_statement':
          for (const each of node.named) this.target(each);
          break;
        case 'global_statement':
          this.found.effects.add('state');
          for (const each of node.named) this.found.changes.add(each.text);
          break;
      }
    }
    return this.found;
  }

  /** A decorator of the module that gives back what it is given: it does something once, when the module is read. */
  private isPlainMark(node: SyntaxNode): boolean {
    if (node.type !== 'decorator' || node.parent !== this.node) return false;
    const name = node.named[0]?.type === 'identifier' ? node.named[0].text : '';
    const definition = this.scope.module.definitions.get(name);
    if (definition?.kind !== 'function') return false;
    const [given] = definition.node.child('parameters')?.named.map(boundName) ?? [];
    const returns = [...definition.node.walk()].filter(({ type }) => type === 'return_statement');
    const isPlain =
      returns.length > 0 && returns.every((each) => each.named.length === 1 && each.named[0]?.text === given);
    if (isPlain) this.found.declares.add(name);
    return isPlain;
  }

  private imported(name: string): PythonImport | undefined {
    return (
      this.bindings.imports.get(name) ??
      (this.bindings.locals.has(name) ? undefined : this.scope.module.imports.get(name))
    );
  }

  private name(node: SyntaxNode): void {
    const { field, parent, text } = node;
    const isLabel =
      (field === 'attribute' && parent?.type === 'attribute') ||
      (field === 'name' && parent?.type === 'keyword_argument');
    if (isLabel) return;
    const imported = this.imported(text);
    const isGiven = parent?.type === 'argument_list' || (field === 'value' && parent?.type === 'keyword_argument');
    if (imported !== undefined) {
      this.found.imports.add(imported.module);
      // Given to somebody, it may be called: `map(remove, paths)`.
      if (isGiven && imported.name !== undefined && !isTypeCheck(node)) this.foreign(imported, []);
    } else if (isGiven && !this.bindings.locals.has(text) && !this.scope.module.definitions.has(text)) {
      for (const effect of effectsOfBuiltin(text) ?? []) this.found.effects.add(effect);
    } else if (!this.bindings.locals.has(text) && this.scope.module.definitions.has(text)) this.found.names.add(text);
  }

  /** A name with dots, whether it is called or not: `os.environ` alone says enough. */
  private dotted(node: SyntaxNode): void {
    const [head = ''] = node.text.split('.');
    const imported = this.imported(head);
    if (imported === undefined || !/^[\w.]+$/.test(node.text)) return;
    if (insideType(node)) return;
    this.foreign(imported, node.text.split('.').slice(1));
  }

  private foreign(imported: PythonImport, rest: readonly string[]): void {
    const parts = [...(imported.name === undefined ? [] : [imported.name]), ...rest];
    const effects = effectsOfName([imported.module, ...parts].join('.'));
    if (effects !== undefined) for (const effect of effects) this.found.effects.add(effect);
    else if (imported.name !== undefined) this.found.use(imported.module, imported.name);
    // `import pkg.mod`, `pkg.mod.f()`: all but the last part may be the module.
    else if (parts.length > 0) {
      this.found.use([imported.module, ...parts.slice(0, -1)].join('.'), parts.at(-1)!);
    }
  }

  private call(node: SyntaxNode): void {
    const written = node.child('function');
    // The grammar reads `[*f(x)]` as a call of `*f`.
    const callee = written?.type === 'list_splat' ? written.named[0] : written;
    if (callee?.type === 'identifier') this.callByName(callee.text);
    else if (callee?.type === 'attribute') this.callMember(callee);
    else this.found.effects.add('unknown');
  }

  private callByName(name: string): void {
    if (this.bindings.callable.has(name)) return;
    const imported = this.imported(name);
    if (imported !== undefined) {
      this.foreign(imported, []);
      return;
    }
    if (this.bindings.locals.has(name)) {
      // `cls(…)` of a class method makes one of its own.
      if (name !== this.self) this.found.effects.add('unknown');
      return;
    }
    const definition = this.scope.module.definitions.get(name);
    if (definition !== undefined) {
      if (
        definition.kind === 'value' &&
        definition.node.child('right')?.type !== 'lambda' &&
        !makesType(definition.node)
      ) {
        this.found.effects.add('unknown');
      }
      return;
    }
    for (const effect of effectsOfBuiltin(name) ?? (['unknown'] as const)) this.found.effects.add(effect);
  }

  private callMember(callee: SyntaxNode): void {
    const method = callee.child('attribute')?.text ?? '';
    const object = callee.child('object');
    const root = rootName(object);
    if (root !== undefined && this.imported(root) !== undefined && object !== undefined && /^[\w.]+$/.test(object.text))
      return;
    const { methods, module, owner } = this.scope;
    if (
      object?.type === 'identifier' &&
      !this.bindings.locals.has(object.text) &&
      module.class(object.text) !== undefined
    ) {
      this.found.names.add(`${object.text}.${method}`);
      return;
    }
    if (object?.text === this.self && this.self !== undefined && owner !== undefined) {
      if (methods.get(method)?.includes(owner) === true) this.found.names.add(`${owner}.${method}`);
      else this.found.effects.add('unknown');
      return;
    }
    if (object?.type === 'call' && object.child('function')?.text === 'super') return;
    const own = methods.get(method);
    if (own !== undefined) {
      for (const each of own) this.found.names.add(`${each}.${method}`);
      this.change(object);
    }
    if (changingMethods.has(method)) this.change(object);
    else if (fileMethods.has(method)) this.found.effects.add('files');
    else if (own === undefined && (!computingMethods.has(method) || isConnection(object?.text)))
      this.found.effects.add('unknown');
  }

  /** `a = …`, `for a in …`: whether `a` may now stand for a value of the caller. */
  private assigned(left: SyntaxNode | undefined, right: SyntaxNode | undefined, statement: SyntaxNode): void {
    if (left === undefined) return;
    if (left.type === 'subscript' || left.type === 'attribute') {
      this.target(left);
      return;
    }
    const isShared = right !== undefined && this.isShared(right);
    const isPlain = statement.type === 'assignment' && statement.parent?.parent === this.body;
    for (const name of targetNames(left)) {
      if (isShared) this.shared.add(name);
      else if (isPlain) this.shared.delete(name);
      if (this.bindings.globals.has(name)) this.found.changes.add(name);
    }
    for (const each of left.type === 'pattern_list' || left.type === 'tuple_pattern' ? left.named : []) {
      if (each.type === 'subscript' || each.type === 'attribute') this.target(each);
    }
  }

  private isShared(node: SyntaxNode): boolean {
    switch (node.type) {
      case 'identifier':
      case 'subscript':
      case 'attribute': {
        const root = rootName(node);
        return root !== undefined && (this.shared.has(root) || this.isOfModule(root));
      }
      case 'boolean_operator':
      case 'conditional_expression':
      case 'parenthesized_expression':
      case 'tuple':
      case 'expression_list':
        return node.named.some((each) => this.isShared(each));
      case 'call': {
        // `for key, value in given.items()`: the values are the caller's.
        const callee = node.child('function');
        const name = callee?.child('attribute')?.text ?? callee?.text ?? '';
        if (/^(items|values|get|setdefault)$/.test(name)) {
          const object = callee?.child('object');
          return object !== undefined && this.isShared(object);
        }
        if (/^(enumerate|zip|reversed|iter|next|filter)$/.test(name)) {
          return (node.child('arguments')?.named ?? []).some((each) => this.isShared(each));
        }
        return false;
      }
      default:
        return false;
    }
  }

  private isOfModule(name: string): boolean {
    const { module } = this.scope;
    return !this.bindings.locals.has(name) && module.definitions.get(name)?.kind === 'value';
  }

  private target(node: SyntaxNode | undefined): void {
    if (node?.type === 'subscript' || node?.type === 'attribute')
      this.change(node.child('value') ?? node.child('object'));
    else if (node?.type === 'identifier' && this.bindings.globals.has(node.text)) this.found.changes.add(node.text);
  }

  /** The value of an expression is changed in place. */
  private change(object: SyntaxNode | undefined): void {
    const root = rootName(object);
    if (root === undefined) return;
    if (this.shared.has(root)) this.found.effects.add('state');
    else if (this.isOfModule(root) || this.imported(root) !== undefined || this.bindings.globals.has(root)) {
      this.found.effects.add('state');
      this.found.changes.add(root);
    }
  }
}
