/** What the speed benchmark types and completes: places in a file of ordinary source code (fixtures/session.txt). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../core/packageRoot';
import type { CursorContext } from '../infilling/cursor';

export const LANGUAGE = 'typescript';

/** Tokens of context in all, and of them after the cursor. */
export const CONTEXT_TOKENS = 512;
export const SUFFIX_TOKENS = 64;

/** A line being typed: the same file again and again, each time with one more character before the cursor. */
export type TypingSeries = readonly CursorContext[];

export class Workload {
  private readonly lines: readonly string[];
  /** Tokens of each line with its line end. */
  private readonly tokens: readonly number[];

  /** @param encode token ids of a text */
  constructor(encode: (text: string) => readonly number[]) {
    const file = path.join(packageRoot(), 'benchmarks', 'speed', 'fixtures', 'session.txt');
    this.lines = readFileSync(file, 'utf8').split('\n');
    this.tokens = this.lines.map((line) => encode(`${line}\n`).length);
  }

  /**
   * Places in the middle of lines, each with about CONTEXT_TOKENS tokens around it: the text begins so far above the
   * cursor that the prefix is as long as it may be.
   *
   * @param reserve tokens to leave free before the cursor
   */
  places(count: number, reserve = 0): CursorContext[] {
    return this.spread(count, reserve).map(({ first, line }) => {
      const text = this.lines[line] ?? '';
      // Half-way through the content of the line.
      const column = Math.ceil((text.length + text.search(/\S/)) / 2);
      return {
        prefix: [...this.lines.slice(first, line), text.slice(0, column)].join('\n'),
        suffix: [text.slice(column), ...this.lines.slice(line + 1)].join('\n'),
      };
    });
  }

  /** Lines typed character by character; the first entry of each is the empty line. */
  typing(count: number, characters: number): TypingSeries[] {
    return this.spread(count, characters).map(({ first, line }) => {
      const text = this.lines[line] ?? '';
      const before = this.lines.slice(first, line).join('\n');
      const suffix = ['', ...this.lines.slice(line + 1)].join('\n');
      const length = Math.min(text.length, characters);
      return Array.from({ length: length + 1 }, (_, typed) => ({
        prefix: `${before}\n${text.slice(0, typed)}`,
        suffix,
      }));
    });
  }

  /** Lines with content, evenly over the file, each with the first line of its context. */
  private spread(count: number, reserve: number): { readonly first: number; readonly line: number }[] {
    const wanted = CONTEXT_TOKENS - SUFFIX_TOKENS - reserve;
    const found = [...this.lines.entries()].flatMap(([line, text]) => {
      const first = this.startOfContext(line, wanted);
      return text.trim().length < 16 || first === undefined || !this.hasSuffix(line) ? [] : [{ first, line }];
    });
    const step = found.length / count;
    return step < 1 ? found : Array.from({ length: count }, (_, index) => found[Math.floor(index * step)]!);
  }

  /** First line of the longest context that ends with the line and has at most so many tokens; undefined if shorter. */
  private startOfContext(line: number, tokens: number): number | undefined {
    let left = tokens;
    for (let first = line; first >= 0; first--) {
      left -= this.tokens[first] ?? 0;
      if (left < 0) {
        return first + 1;
      }
    }
    return undefined;
  }

  private hasSuffix(line: number): boolean {
    return this.tokens.slice(line + 1).reduce((sum, count) => sum + count, 0) >= SUFFIX_TOKENS;
  }
}
