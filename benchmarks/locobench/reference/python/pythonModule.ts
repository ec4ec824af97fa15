/** What the published metrics read from a Python syntax tree. Functions are those with `def`; `async def` never counts. */

export interface PythonFunction {
  readonly name: string;
  /** Line of the end less the line of `def`. */
  readonly lineSpan: number;
  /** `if` (and `elif`), `while`, `for` and `try` inside. */
  readonly branches: number;
  /** There is a `try`, a `raise`, or an `if` with a comparison that looks like a check. */
  readonly handlesErrors: boolean;
  /** The first statement is a string. */
  readonly documented: boolean;
  /** There is a return annotation, or one of an ordinary positional parameter. */
  readonly annotated: boolean;
}

export interface PythonModule {
  /** Nested ones and methods too. */
  readonly functions: readonly PythonFunction[];
  /** Variables, each time that they occur. */
  readonly names: readonly string[];
  readonly classes: readonly { readonly methods: number }[];
  /** `if` (and `elif`), `while`, `for` and `try`. */
  readonly branches: number;
}

export interface PythonParser {
  /** @returns undefined when the text is not Python 3 */
  parse(text: string): PythonModule | undefined;
}
