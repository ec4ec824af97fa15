import type { Node } from '@vscode/tree-sitter-wasm';

/** What makes a name known. */
export interface Binding {
  readonly kind: 'import' | 'function' | 'class' | 'parameter' | 'value';
  /** The whole declaration: an import statement, a function with its body, one declarator, else the name alone. */
  readonly node: Node;
}

/** A stretch of a file in which names have one meaning. `class`: names that functions inside do not see (Python). */
export class Scope {
  readonly bindings = new Map<string, Binding[]>();
  /** Names that Python's `global` and `nonlocal` declare to be those of a scope further out. */
  readonly outward = new Map<string, 'global' | 'nonlocal'>();

  constructor(
    readonly kind: 'module' | 'function' | 'class' | 'block',
    readonly parent: Scope | undefined,
  ) {}

  bind(name: string, binding: Binding): void {
    const outward = this.outward.get(name);
    const holder =
      outward === undefined ? this : ((outward === 'global' ? this.module : this.outer(name)?.scope) ?? this.module);
    const known = holder.bindings.get(name);
    if (known === undefined) holder.bindings.set(name, [binding]);
    else if (!known.some(({ node }) => node.id === binding.node.id)) known.push(binding);
  }

  /** What a name that stands here means; undefined: nothing in the file makes it known. */
  find(name: string): { readonly scope: Scope; readonly bindings: readonly Binding[] } | undefined {
    const outward = this.outward.get(name);
    if (outward !== undefined) return outward === 'global' ? this.module.own(name) : this.outer(name);
    return this.own(name) ?? this.outer(name);
  }

  get module(): Scope {
    return this.parent?.module ?? this;
  }

  private own(name: string): { readonly scope: Scope; readonly bindings: readonly Binding[] } | undefined {
    const bindings = this.bindings.get(name);
    return bindings === undefined ? undefined : { scope: this, bindings };
  }

  private outer(name: string): ReturnType<Scope['find']> {
    for (let at = this.parent; at !== undefined; at = at.parent) {
      const found = at.kind === 'class' ? undefined : at.own(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** A name that is used. Members behind a dot and names of keyword arguments are none. */
export interface Reference {
  readonly name: string;
  readonly node: Node;
  readonly scope: Scope;
}

/** The names of one file. */
export interface FileNames {
  readonly module: Scope;
  /** In order of place. */
  readonly references: readonly Reference[];
}

/** References that mean what the file itself declares or imports under a name. */
export function usesOf(names: FileNames, name: string): readonly Reference[] {
  return names.references.filter((each) => each.name === name && each.scope.find(name)?.scope === names.module);
}
