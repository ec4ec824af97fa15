/** What the names in one file mean, by its syntax tree alone. Places are offsets in UTF-16 code units; a token is known by its start. */
export type Span = readonly [start: number, end: number];

export interface FileNames {
  /** By start. */
  readonly tokens: ReadonlyMap<number, NameToken>;
  /** The same by index in `bindings`, by name, and members by what stands before their dots. */
  readonly ofBinding: ReadonlyMap<number, readonly NameToken[]>;
  readonly named: ReadonlyMap<string, readonly NameToken[]>;
  readonly members: ReadonlyMap<number, NameToken>;
  readonly bindings: readonly Binding[];
  readonly links: readonly Link[];
  /** What others may import by name. */
  readonly exports: readonly ExportedName[];
  /** Texts of string literals that could be names. */
  readonly strings: ReadonlySet<string>;
  /** Names of which it is not certain here what they mean. */
  readonly doubtful: ReadonlySet<string>;
}

export interface NameToken {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /**
   * name: stands for a binding. shorthand: `{ a }` of an object. pattern: `{ a }` that takes an object apart. property: a key or a member.
   * imported: a name of another file in an import or re-export. exported: a name that others see.
   */
  readonly form: 'name' | 'shorthand' | 'pattern' | 'property' | 'imported' | 'exported';
  /** Index in `bindings`; undefined: of no binding in this file. */
  readonly binding: number | undefined;
  readonly declares: boolean;
  /** Of a member: the token right before the dot, where a name stands there. */
  readonly object: number | undefined;
  /** Where it is what is called, by itself or as a member. */
  readonly call: CallSite | undefined;
}

export interface CallSite {
  /** From the first sign of what is called to the closing parenthesis. */
  readonly span: Span;
  /** Between the parentheses. */
  readonly inner: Span;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  readonly span: Span;
  /** Name of a keyword argument. */
  readonly keyword: string | undefined;
  /** `...a`, `*a`, `**a`. */
  readonly spread: boolean;
  /** Whether evaluating it earlier, later or never changes nothing. */
  readonly pure: boolean;
}

export interface Binding {
  readonly name: string;
  /** At the top level of its file. */
  readonly topmost: boolean;
  /** Starts of the tokens that declare it. */
  readonly declarations: readonly number[];
}

/** Another file is imported, required or handed on. */
export interface Link {
  /** As it stands, without quotes. */
  readonly specifier: string;
  readonly form: 'import' | 'reexport' | 'require' | 'dynamic';
  /** The whole statement, or the call. */
  readonly statement: Span;
  /** The specifier, with its quotes where it has some. */
  readonly source: Span;
  readonly typeOnly: boolean;
  readonly names: readonly LinkName[];
  /** All of it is used in a way that no name tells: passed on, taken apart by a variable. */
  readonly escapes: boolean;
}

export interface LinkName {
  /** `*`: all of it as one value. `default`. */
  readonly imported: string;
  /** Python's `import a.b.c` binds `a`: what stands between it and the names of the file. */
  readonly through?: readonly string[] | undefined;
  /** Token of the imported name; undefined for `*`. */
  readonly at: number | undefined;
  /** Token that declares it here. */
  readonly local: number | undefined;
  /** Name under which it is handed on. */
  readonly exportedAs: string | undefined;
  /** With its alias and its `type`. */
  readonly span: Span;
}

export interface ExportedName {
  readonly name: string;
  /** Token that gives the name; undefined: `default` and the like. */
  readonly at: number | undefined;
  /** Token of the binding that is exported; undefined: an expression. */
  readonly of: number | undefined;
}
