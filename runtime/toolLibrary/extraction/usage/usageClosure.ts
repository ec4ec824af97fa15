import type { ToolEffect } from '../../types';
import type { FileUsage, Usage } from './usage';

/** The file of the collection that a module means; undefined: it is not part of the collection. */
export type ResolveModule = (from: string, module: string) => string | undefined;

export interface Closure {
  readonly effects: readonly ToolEffect[];
  readonly helpers: readonly string[];
  readonly imports: readonly string[];
}

const order: readonly ToolEffect[] = ['files', 'network', 'process', 'clock', 'random', 'state', 'unknown'];

/** Effects, helpers and imports through all that a definition uses, in its file and in other files of the collection. */
export class UsageClosure {
  private readonly changed = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly files: ReadonlyMap<string, FileUsage>,
    private readonly resolve: ResolveModule,
  ) {}

  /**
   * @param own usage of the definition itself
   * @param self its own name, which is no helper of it
   */
  of(path: string, own: Usage, self: string | undefined): Closure {
    const effects = new Set<ToolEffect>();
    const helpers = new Set<string>();
    const imports = new Set<string>();
    const seen = new Set<string>();
    const pending: { readonly path: string; readonly usage: Usage }[] = [{ path, usage: own }];
    const visit = (file: string, name: string): boolean => {
      const usage = this.files.get(file)?.definitions.get(name);
      if (usage === undefined) return false;
      const key = `${file}#${name}`;
      if (!seen.has(key)) {
        seen.add(key);
        pending.push({ path: file, usage });
      }
      return true;
    };
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { usage } = next;
      for (const effect of usage.effects) effects.add(effect);
      if (next.path === path) for (const module of usage.imports) imports.add(module);
      for (const name of usage.names) {
        if (this.changedIn(next.path).has(name)) effects.add('state');
        const [top = name] = name.split('.');
        if (next.path === path && top !== self) helpers.add(top);
        visit(next.path, name);
      }
      for (const name of usage.declares) this.declared(next.path, name, path === next.path ? helpers : undefined);
      for (const { module, name } of usage.foreign) {
        const file = this.resolve(next.path, module);
        if (file === undefined || !visit(file, name)) effects.add('unknown');
      }
    }
    return {
      effects: order.filter((each) => effects.has(each)),
      helpers: [...helpers].sort(),
      imports: [...imports].sort(),
    };
  }

  /** What has to be there for a declaration, with all that it uses; nothing of it happens in a call. */
  private declared(path: string, name: string, helpers: Set<string> | undefined): void {
    const [top = name] = name.split('.');
    if (helpers === undefined || helpers.has(top)) return;
    helpers.add(top);
    for (const each of this.files.get(path)?.definitions.get(name)?.names ?? []) this.declared(path, each, helpers);
  }

  /** Values at the top of a file that something in it changes: who reads them may get another answer each time. */
  private changedIn(path: string): ReadonlySet<string> {
    const known = this.changed.get(path);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const { changes } of this.files.get(path)?.definitions.values() ?? [])
      for (const name of changes) names.add(name);
    this.changed.set(path, names);
    return names;
  }
}
