import type { Json } from '../../../core/runs/types';

/** Deeper nesting is refused: no judge needs it, and an answer must not be able to exhaust the stack. */
const maxDepth = 64;
const pythonWords: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const jsonWords: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

/**
 * One literal of Python (dicts, lists, tuples, strings, numbers, words), as `ast.literal_eval` reads it, or of JSON.
 * @param words 'python': `true`, `false` and `null` are refused; 'both': they are read too
 * @returns undefined where the text is none
 */
export function readLiteral(text: string, words: 'python' | 'both'): Json | undefined {
  const reader = new LiteralReader(text, words === 'python' ? [pythonWords] : [pythonWords, jsonWords]);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof NotLiteralError) return undefined;
    throw error;
  }
}

class NotLiteralError extends Error {
  override readonly name = 'NotLiteralError';
}

class LiteralReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly words: readonly ReadonlyMap<string, Json>[],
  ) {}

  whole(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw new NotLiteralError();
    return value;
  }

  private value(depth: number): Json {
    if (depth > maxDepth) throw new NotLiteralError();
    this.space();
    const char = this.text[this.at];
    if (char === '{') return this.dictionary(depth);
    if (char === '[') return this.items(depth, ']').items;
    if (char === '(') return this.parenthesis(depth);
    if (char === '"' || char === "'") return this.strings();
    return this.scalar();
  }

  private dictionary(depth: number): Json {
    const entries: [string, Json][] = [];
    this.at++;
    while (!this.closes('}')) {
      const key = this.value(depth + 1);
      if (typeof key === 'object') throw new NotLiteralError();
      this.expect(':');
      entries.push([String(key), this.value(depth + 1)]);
      if (!this.takes(',')) {
        this.expect('}');
        break;
      }
    }
    return Object.fromEntries(entries);
  }

  private items(depth: number, end: string): { readonly items: readonly Json[]; readonly commas: number } {
    const items: Json[] = [];
    let commas = 0;
    this.at++;
    while (!this.closes(end)) {
      items.push(this.value(depth + 1));
      if (!this.takes(',')) {
        this.expect(end);
        break;
      }
      commas++;
    }
    return { items, commas };
  }

  /** A tuple, or one value in parentheses. */
  private parenthesis(depth: number): Json {
    const { items, commas } = this.items(depth, ')');
    return items.length === 1 && commas === 0 ? items[0]! : items;
  }

  /** Strings beside each other are one. */
  private strings(): string {
    let value = '';
    do {
      value += this.string();
      this.space();
    } while (this.text[this.at] === '"' || this.text[this.at] === "'");
    return value;
  }

  private string(): string {
    const quote = this.text[this.at]!;
    const long = this.text.startsWith(quote.repeat(3), this.at);
    const end = long ? quote.repeat(3) : quote;
    this.at += end.length;
    let value = '';
    while (!this.text.startsWith(end, this.at)) {
      const char = this.text[this.at++];
      if (char === undefined) throw new NotLiteralError();
      // JSON of models has raw line ends in strings; Python has not.
      if (char === '\n' && !long && this.words.length === 1) throw new NotLiteralError();
      value += char === '\\' ? this.escape() : char;
    }
    this.at += end.length;
    return value;
  }

  private escape(): string {
    const char = this.text[this.at++];
    if (char === undefined) throw new NotLiteralError();
    const length = { u: 4, x: 2, U: 8 }[char];
    if (length === undefined)
      return char === '\n' ? '' : (escapes[char] ?? (/["'\\/]/u.test(char) ? char : `\\${char}`));
    const code = this.text.slice(this.at, this.at + length);
    if (!/^[\da-f]+$/iu.test(code) || code.length < length) throw new NotLiteralError();
    this.at += length;
    const point = Number.parseInt(code, 16);
    if (point > 0x10ffff) throw new NotLiteralError();
    return length === 8 ? String.fromCodePoint(point) : String.fromCharCode(point);
  }

  private scalar(): Json {
    const [source = ''] = /^[+\-\w.]+/u.exec(this.text.slice(this.at, this.at + 400)) ?? [];
    this.at += source.length;
    for (const words of this.words) {
      const word = words.get(source);
      if (word !== undefined) return word;
    }
    if (!/^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(source)) throw new NotLiteralError();
    return Number(source.replaceAll('_', ''));
  }

  private closes(end: string): boolean {
    this.space();
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  private takes(char: string): boolean {
    return this.closes(char);
  }

  private expect(char: string): void {
    if (!this.closes(char)) throw new NotLiteralError();
  }

  private space(): void {
    while (/\s/u.test(this.text[this.at] ?? '')) this.at++;
  }
}
