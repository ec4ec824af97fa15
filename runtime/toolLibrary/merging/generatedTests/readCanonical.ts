/** A canonical result as a value that a test can write down. */
export type Expected =
  { readonly kind: 'raises'; readonly name: string } | { readonly kind: 'value'; readonly value: ExpectedValue };

export type ExpectedValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Digits as they were given. */
  | { readonly kind: 'integer' | 'float'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly ExpectedValue[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, ExpectedValue])[] };

/** @returns undefined for what has no literal: sets, objects of classes, what was printed, results that are shown in part */
export function readCanonical(text: string): Expected | undefined {
  const raised = /^!([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (raised !== undefined) return { kind: 'raises', name: raised };
  const reader = new Reader(text);
  const value = reader.value();
  return value !== undefined && reader.atEnd ? { kind: 'value', value } : undefined;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at === this.text.length;
  }

  value(): ExpectedValue | undefined {
    const word = this.take(/null|true|false/y);
    if (word === 'null') return { kind: 'null' };
    if (word !== undefined) return { kind: 'boolean', value: word === 'true' };
    const number = this.take(/-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.#])/y);
    if (number !== undefined) return { kind: /[.e]/.test(number) ? 'float' : 'integer', text: number };
    const quoted = this.take(/"(?:[^"\\]|\\.)*"/y);
    if (quoted !== undefined) return { kind: 'text', value: String(JSON.parse(quoted)) };
    if (this.take(/\[/y) !== undefined) return this.items('list', ']');
    if (this.take(/\(/y) !== undefined) return this.items('tuple', ')');
    return this.take(/\{/y) === undefined ? undefined : this.entries();
  }

  private items(kind: 'list' | 'tuple', end: string): ExpectedValue | undefined {
    const items: ExpectedValue[] = [];
    while (!this.skip(end)) {
      if (items.length > 0 && !this.skip(',')) return undefined;
      if (kind === 'tuple' && this.skip(end)) break;
      const item = this.value();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return { kind, items };
  }

  private entries(): ExpectedValue | undefined {
    const entries: (readonly [string, ExpectedValue])[] = [];
    while (!this.skip('}')) {
      if (entries.length > 0 && !this.skip(',')) return undefined;
      const key = this.value();
      const value = this.skip(':') ? this.value() : undefined;
      if (key?.kind !== 'text' || value === undefined) return undefined;
      entries.push([key.value, value]);
    }
    return { kind: 'object', entries };
  }

  private skip(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
