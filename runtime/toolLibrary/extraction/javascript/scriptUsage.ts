import type { ImportedName } from '../draft';
import type { SyntaxNode } from '../syntaxNode';
import { type Usage, UsageDraft } from '../usage/usage';
import { changingMethods, computingMethods, effectsOfGlobal, effectsOfModule } from './scriptEffects';
import { bare } from './scriptLiteral';
import { functionTypes, type ScriptModule } from './scriptModule';
import { isConnection } from '../usage/connections';
import { patternNames, rootName, scopeNames } from './scriptScope';

export interface UsageScope {
  readonly module: ScriptModule;
  /** Method → classes of the module that have it. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
  /** The class whose method it is. */
  readonly owner: string | undefined;
}

/** What a function, or any other part of a module, does and uses by its text. */
export function scriptUsage(node: SyntaxNode, scope: UsageScope): Usage {
  return new ScriptUsageWalk(node, scope).walk();
}

class ScriptUsageWalk {
  private readonly found = new UsageDraft();
  private readonly locals: ReadonlySet<string>;
  private readonly callable: ReadonlySet<string>;
  /** Names that may stand for a value of the caller: arguments, and what was taken out of them. */
  private readonly shared: Set<string>;
  private readonly body: SyntaxNode | undefined;

  constructor(
    private readonly node: SyntaxNode,
    private readonly scope: UsageScope,
  ) {
    const { locals, callable, parameters } = scopeNames(node);
    this.locals = locals;
    this.callable = callable;
    this.shared = new Set(parameters);
    this.body = functionTypes.has(node.type) ? node.child('body') : undefined;
  }

  walk(): Usage {
    for (const node of this.node.walk()) {
      switch (node.type) {
        case 'identifier':
        case 'shorthand_property_identifier':
        case 'type_identifier':
          this.name(node);
          break;
        case 'call_expression':
          this.call(node);
          break;
        case 'new_expression':
          this.construct(node);
          break;
        case 'member_expression':
          if (node.parent?.type !== 'member_expression' || node.field !== 'object') this.dotted(node);
          break;
        case 'variable_declarator':
          this.assigned(node.child('name'), node.child('value'), node.parent);
          break;
        case 'assignment_expression':
          this.assigned(node.child('left'), node.child('right'), node.parent);
          break;
        case 'for_in_statement':
          this.assigned(node.child('left'), node.child('right'), undefined);
          break;
        case 'augmented_assignment_expression':
          this.target(node.child('left'));
          break;
        case 'update_expression':
          this.target(node.child('argument'));
          break;
        case 'unary_expression':
          if (node.child('operator')?.text === 'delete') this.target(node.child('argument'));
          break;
        case 'this':
          if (this.scope.owner === undefined && !insideClass(node)) this.found.effects.add('state');
          break;
      }
    }
    return this.found;
  }

  private imported(name: string): ImportedName | undefined {
    return this.locals.has(name) ? undefined : this.scope.module.imports.get(name);
  }

  private name(node: SyntaxNode): void {
    const { text } = node;
    if (this.locals.has(text) || (node.field === 'name' && node.parent === this.node)) return;
    const imported = this.scope.module.imports.get(text);
    if (imported !== undefined) {
      this.found.imports.add(imported.module);
      // Named without a call, it may be called by whoever it is given to.
      if (node.type === 'identifier' && imported.name !== undefined && node.parent?.type === 'arguments')
        this.foreign(imported, []);
    } else if (this.scope.module.definitions.has(text)) this.found.names.add(text);
    else if (node.type === 'identifier' && /^(document|window|localStorage|navigator|globalThis|global)$/.test(text)) {
      this.found.effects.add('state');
    } else if (node.type === 'identifier' && node.parent?.type === 'arguments') this.add(effectsOfGlobal(text) ?? []);
  }

  /** `process.env`, `Math.random`: a name with dots says what it does, called or not. */
  private dotted(node: SyntaxNode): void {
    const { text } = node;
    if (!/^[\w$.]+$/.test(text)) return;
    const [head = '', ...rest] = text.split('.');
    if (this.locals.has(head)) return;
    const imported = this.imported(head);
    if (imported !== undefined) this.foreign(imported, rest);
    else if (!this.scope.module.definitions.has(head)) this.add(effectsOfGlobal(text) ?? []);
  }

  private foreign({ module, name }: ImportedName, rest: readonly string[]): void {
    const isWhole = name === undefined || name === 'default' || name === '*';
    const effects = effectsOfModule(module, (isWhole ? rest : [name, ...rest]).join('.'));
    if (effects !== undefined) this.add(effects);
    else if (name !== undefined && name !== '*') this.found.use(module, name);
    else if (rest[0] !== undefined) this.found.use(module, rest[0]);
    else this.found.effects.add('unknown');
  }

  private add(effects: Iterable<Parameters<UsageDraft['effects']['add']>[0]>): void {
    for (const each of effects) this.found.effects.add(each);
  }

  private call(node: SyntaxNode): void {
    const callee = bare(node.child('function'));
    if (callee?.type === 'identifier') this.callByName(callee.text);
    else if (callee?.type === 'member_expression') this.callMember(callee, node);
    else if (callee?.type === 'super' || (callee !== undefined && functionTypes.has(callee.type))) return;
    else this.found.effects.add('unknown');
  }

  private callByName(name: string): void {
    if (this.callable.has(name)) return;
    if (this.locals.has(name)) {
      this.found.effects.add('unknown');
      return;
    }
    const imported = this.imported(name);
    if (imported !== undefined) {
      this.foreign(imported, []);
      return;
    }
    const definition = this.scope.module.definitions.get(name);
    if (definition === undefined) {
      if (name === 'Date') this.found.effects.add('clock');
      this.add(effectsOfGlobal(name) ?? ['unknown']);
    } else if (definition.kind === 'value') this.found.effects.add('unknown');
  }

  private construct(node: SyntaxNode): void {
    const maker = bare(node.child('constructor'));
    if (maker?.type !== 'identifier') {
      if (maker?.type !== 'member_expression') this.found.effects.add('unknown');
      return;
    }
    const { text } = maker;
    if (text === 'Date' && (node.child('arguments')?.named.length ?? 0) === 0) this.found.effects.add('clock');
    const imported = this.imported(text);
    if (imported !== undefined) this.foreign(imported, []);
    else if (this.locals.has(text)) this.add(this.callable.has(text) ? [] : ['unknown']);
    else if (!this.scope.module.definitions.has(text)) this.add(effectsOfGlobal(text) ?? ['unknown']);
  }

  private callMember(callee: SyntaxNode, node: SyntaxNode): void {
    const method = callee.child('property')?.text ?? '';
    const object = bare(callee.child('object'));
    const { module, methods, owner } = this.scope;
    const root = rootName(object);
    if (object?.type === 'this' || object?.type === 'super') {
      if (owner !== undefined && methods.get(method)?.includes(owner) === true)
        this.found.names.add(`${owner}.${method}`);
      else if (object.type === 'this') this.found.effects.add('unknown');
      return;
    }
    if (root !== undefined && !this.locals.has(root)) {
      // By `dotted`.
      if (this.imported(root) !== undefined && object?.type === 'identifier') return;
      const definition = module.definitions.get(root);
      if (definition === undefined && this.imported(root) === undefined) {
        if (effectsOfGlobal(root) === undefined) this.found.effects.add('unknown');
        if (root === 'Object' && /^(assign|defineProperty|defineProperties|setPrototypeOf)$/.test(method))
          this.change(node.child('arguments')?.named[0]);
        return;
      }
      if (definition?.kind === 'class' && object?.type === 'identifier') {
        this.found.names.add(`${root}.${method}`);
        return;
      }
      if (definition?.kind === 'type' || definition?.kind === 'enum') return;
    }
    const own = methods.get(method);
    if (own !== undefined) {
      for (const each of own) this.found.names.add(`${each}.${method}`);
      this.change(object);
    }
    if (changingMethods.has(method)) this.change(object);
    else if (own === undefined && (!computingMethods.has(method) || isConnection(object?.text)))
      this.found.effects.add('unknown');
  }

  /** `a = …`: whether `a` may now stand for a value of the caller. */
  private assigned(
    left: SyntaxNode | undefined,
    right: SyntaxNode | undefined,
    statement: SyntaxNode | undefined,
  ): void {
    if (left === undefined) return;
    if (left.type === 'member_expression' || left.type === 'subscript_expression') {
      this.target(left);
      return;
    }
    const isShared = right !== undefined && this.isShared(right);
    const isPlain = statement?.parent === this.body && this.body !== undefined;
    for (const name of patternNames(left)) {
      if (isShared) this.shared.add(name);
      else if (isPlain) this.shared.delete(name);
      if (!this.locals.has(name) && this.scope.module.definitions.has(name)) this.changesModule(name);
    }
  }

  private isShared(given: SyntaxNode): boolean {
    const node = bare(given);
    switch (node?.type) {
      case 'identifier':
      case 'member_expression':
      case 'subscript_expression': {
        const root = rootName(node);
        return root !== undefined && (this.shared.has(root) || this.isOfModule(root));
      }
      case 'binary_expression':
        return (
          /^(\?\?|\|\||&&)$/.test(node.child('operator')?.text ?? '') && node.named.some((each) => this.isShared(each))
        );
      case 'ternary_expression':
      case 'await_expression':
        return node.named.some((each) => this.isShared(each));
      case 'call_expression': {
        const callee = bare(node.child('function'));
        const method = callee?.child('property')?.text ?? '';
        // What comes out of a list or a map is the caller's still.
        if (/^(get|at|find|findLast|values|entries|pop|shift|sort|reverse|fill)$/.test(method)) {
          const object = callee?.child('object');
          return object !== undefined && this.isShared(object);
        }
        return (
          /^Object\.(values|entries|assign|freeze)$/.test(callee?.text ?? '') &&
          (node.child('arguments')?.named ?? []).some((each) => this.isShared(each))
        );
      }
      default:
        return false;
    }
  }

  private isOfModule(name: string): boolean {
    return !this.locals.has(name) && this.scope.module.definitions.get(name)?.kind === 'value';
  }

  private target(given: SyntaxNode | undefined): void {
    const node = bare(given);
    if (node?.type === 'member_expression' || node?.type === 'subscript_expression') this.change(node.child('object'));
    else if (
      node?.type === 'identifier' &&
      !this.locals.has(node.text) &&
      this.scope.module.definitions.has(node.text)
    ) {
      this.changesModule(node.text);
    }
  }

  private changesModule(name: string): void {
    this.found.effects.add('state');
    this.found.changes.add(name);
  }

  /** The value of an expression is changed in place. */
  private change(object: SyntaxNode | undefined): void {
    const root = rootName(object);
    if (root === undefined) return;
    if (this.shared.has(root)) this.found.effects.add('state');
    else if (this.isOfModule(root) || this.imported(root) !== undefined) this.changesModule(root);
  }
}

function insideClass(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at.type === 'class_body') return true;
  return false;
}
