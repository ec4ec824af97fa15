/** CCS, UTP and ITP, from what a compiler and a test runner said. */
import type { Answer } from '../answer';
import { hasAny } from '../scoring';

/** What was recorded when an answer was compiled. Compilers are not run here. */
export type Compilation =
  | { readonly outcome: 'exception' }
  | {
      readonly outcome: 'finished';
      readonly success: boolean;
      /** Lines on standard error, with lines of context: not errors. */
      readonly errors: number;
      readonly warnings: number;
      readonly underFiveSeconds: boolean;
      /** A program of 1 to 9,999,999 bytes came out. Only the harness for Go looks. */
      readonly smallBinary: boolean;
    };

/**
 * CCS. Defects, as published: README.md, Cargo.toml and the like are renamed to source files and compiled; grades go by the lines that the
 * compiler printed; a missing compiler is one line and earns 0.3.
 */
export function compilationSuccess(compilation: Compilation): number {
  if (compilation.outcome === 'exception') return 0.2;
  const { success, errors, warnings, underFiveSeconds, smallBinary } = compilation;
  if (!success) {
    if (errors <= 2) return 0.3;
    return errors <= 5 ? 0.1 : 0;
  }
  const score = 0.8 + (underFiveSeconds ? 0.1 : 0) - warnings * 0.05 + (smallBinary ? 0.1 : 0);
  return Math.max(0, Math.min(1, score));
}

/** UTP. Defects, as published: `ok` inside any word is a pass, pytest's own `1 passed` is not; no test is ever generated. */
export function unitPassRate(stdout: string, stderr: string): number {
  if (hasAny(stdout, ['PASS', 'ok'])) return 1;
  return stdout.includes('FAIL') || stderr.includes('error') ? 0 : 0.5;
}

/** ITP. Defect, as published: the number of files, and the letters `import` or `from` anywhere in more than two of them. */
export function integrationScore(texts: readonly string[]): number {
  const importing = texts.filter((text) => hasAny(text, ['import', 'from'])).length;
  return (texts.length > 1 ? 0.7 : 0.3) + (importing > 2 ? 0.1 : 0);
}

export function answerIntegrationScore({ files }: Answer): number {
  return integrationScore(files.map(({ text }) => text));
}
