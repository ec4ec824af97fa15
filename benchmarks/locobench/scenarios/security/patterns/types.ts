/** Small functions that hold one weakness, each with a form of it that does not. */
export interface Pattern {
  readonly id: string;
  readonly cwe: string;
  /** Names that the function may have; none says what is wrong with it. */
  readonly names: readonly string[];
  /** Names of its parameters, `{a}` and so on in the texts: one of each list. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly weak: PatternText;
  readonly safe: PatternText;
  /** Texts that every repair keeps, e.g. the program that is called. */
  readonly keeps?: readonly string[] | undefined;
}

/**
 * `{name}` is the function's name, `{secret}` a made-up password, `{a}` to `{d}` parameters. What stands between `⟦` and `⟧` is left out
 * where a language has no types. Two blanks a level, single quotes, semicolons: the file's own habits are taken over.
 */
export interface PatternText {
  readonly imports: readonly ImportNeed[];
  readonly code: string;
}

export interface ImportNeed {
  readonly module: string;
  /** undefined: the module as a whole, under the name `as`. */
  readonly name?: string | undefined;
  readonly as?: string | undefined;
}
