import type { Node } from '@vscode/tree-sitter-wasm';
import type { Binding, CallSite, ExportedName, FileNames, Link, NameToken, Span } from './types';

export interface Scope {
  readonly parent: Scope | undefined;
  /** function: where `var` and Python's assignments belong. hidden: names of a class, which its methods do not see. */
  readonly kind: 'function' | 'block' | 'hidden';
  readonly names: Map<string, number>;
}

interface Seen {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly scope: Scope;
}

/** Collects what a walk over a syntax tree meets, and says in the end what each name means: scopes may declare below where they use. */
export class NameCollector {
  readonly top: Scope = { parent: undefined, kind: 'function', names: new Map() };
  readonly links: Link[] = [];
  readonly exports: ExportedName[] = [];
  readonly strings = new Set<string>();
  readonly doubtful = new Set<string>();
  readonly calls = new Map<number, CallSite>();
  private readonly forms = new Map<number, NameToken['form']>();
  private readonly objects = new Map<number, number>();
  private readonly declaring = new Map<number, Scope>();
  private readonly seen: Seen[] = [];
  private readonly bindings: { name: string; topmost: boolean; declarations: number[] }[] = [];

  open(parent: Scope, kind: Scope['kind']): Scope {
    return { parent, kind, names: new Map() };
  }

  functionScope(scope: Scope): Scope {
    let at = scope;
    while (at.kind === 'block' && at.parent !== undefined) at = at.parent;
    return at;
  }

  declare(scope: Scope, node: Node): void {
    const name = node.text;
    let binding = scope.names.get(name);
    if (binding === undefined) {
      binding = this.bindings.push({ name, topmost: scope === this.top, declarations: [] }) - 1;
      scope.names.set(name, binding);
    }
    this.bindings[binding]!.declarations.push(node.startIndex);
    this.declaring.set(node.startIndex, scope);
  }

  /** That a name is a property is the least that can be said of it. */
  form(node: Node, form: NameToken['form']): void {
    if (form !== 'property' || !this.forms.has(node.startIndex)) this.forms.set(node.startIndex, form);
  }

  /** @param object the node before the dot */
  member(node: Node, object: Node | undefined): void {
    this.form(node, 'property');
    if (object !== undefined) this.objects.set(node.startIndex, object.startIndex);
  }

  meet(node: Node, scope: Scope): void {
    const { startIndex: start, endIndex: end } = node;
    this.seen.push({ name: node.text, start, end, scope });
  }

  finish(): FileNames {
    const tokens = new Map<number, NameToken>();
    const ofBinding = new Map<number, NameToken[]>();
    const named = new Map<string, NameToken[]>();
    const members = new Map<number, NameToken>();
    for (const { name, start, end, scope } of this.seen) {
      const form = this.forms.get(start) ?? 'name';
      const declared = this.declaring.get(start);
      const means = form === 'name' || form === 'shorthand' || form === 'pattern';
      const token: NameToken = {
        ...{ name, start, end, form, declares: declared !== undefined },
        binding: !means ? undefined : (declared?.names.get(name) ?? lookUp(scope, name)),
        object: this.objects.get(start),
        call: this.calls.get(start),
      };
      tokens.set(start, token);
      add(named, name, token);
      if (token.binding !== undefined) add(ofBinding, token.binding, token);
      if (token.object !== undefined) members.set(token.object, token);
    }
    const bindings: readonly Binding[] = this.bindings;
    const { links, exports, strings, doubtful } = this;
    return { tokens, ofBinding, named, members, bindings, links, exports, strings, doubtful };
  }
}

function lookUp(scope: Scope, name: string): number | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.kind === 'hidden' && at !== scope ? undefined : at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function add<Key>(map: Map<Key, NameToken[]>, key: Key, token: NameToken): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [token]);
  else known.push(token);
}

export function spanOf(node: Node): Span {
  return [node.startIndex, node.endIndex];
}

export function named(node: Node | null | undefined): readonly Node[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null).filter(({ type }) => type !== 'comment');
}

export function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}
