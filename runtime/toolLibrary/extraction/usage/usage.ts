/** What a definition does and uses, by its text; the same for both languages. */
import type { ToolEffect } from '../../types';

export interface Usage {
  /** Of its own text. */
  readonly effects: ReadonlySet<ToolEffect>;
  /** Names at the top of its file; `Class.method` for methods. */
  readonly names: ReadonlySet<string>;
  /** Names that it needs to be declared, which do nothing when it is called: decorators that only register it. */
  readonly declares: ReadonlySet<string>;
  /** Modules, as the source names them. */
  readonly imports: ReadonlySet<string>;
  /** What it uses of other modules whose effects are not known by their name: `module` and the name there. */
  readonly foreign: readonly ForeignName[];
  /** Names at the top of its file whose values it changes. */
  readonly changes: ReadonlySet<string>;
}

export interface ForeignName {
  readonly module: string;
  readonly name: string;
}

/** One file's definitions. */
export interface FileUsage {
  readonly path: string;
  readonly definitions: ReadonlyMap<string, Usage>;
}

export class UsageDraft implements Usage {
  readonly effects = new Set<ToolEffect>();
  readonly names = new Set<string>();
  readonly declares = new Set<string>();
  readonly imports = new Set<string>();
  readonly foreign: ForeignName[] = [];
  readonly changes = new Set<string>();

  use(module: string, name: string): void {
    if (!this.foreign.some((each) => each.module === module && each.name === name)) this.foreign.push({ module, name });
  }
}
