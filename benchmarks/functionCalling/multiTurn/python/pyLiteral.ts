/** Literals and calls as Python writes them. */
import { PyError } from './pyError';
import { pyKey, PyOther, type PyDict, type PyValue } from './pyValue';

/** `name(positional, key=named)`; a value may be a call whose result is meant. */
export interface PyCall {
  readonly name: string;
  readonly positional: readonly PyExpression[];
  readonly named: readonly (readonly [name: string, value: PyExpression])[];
}

export type PyExpression =
  | { readonly kind: 'value'; readonly value: PyValue }
  | { readonly kind: 'list'; readonly items: readonly PyExpression[] }
  | { readonly kind: 'call'; readonly call: PyCall };

/** Deeper nesting is refused rather than left to the call stack. */
const maxDepth = 200;

/** @throws PyError (SyntaxError) for what is no single call */
export function parsePyCall(text: string): PyCall {
  const reader = new PyReader(text);
  const call = reader.expression(0);
  reader.end();
  if (call.kind !== 'call') throw new PyError('SyntaxError', 'invalid syntax');
  return call.call;
}

/** @throws PyError (SyntaxError) for what is neither a call nor a list of calls */
export function parsePyCalls(text: string): readonly PyCall[] {
  const reader = new PyReader(text);
  const whole = reader.expression(0);
  reader.end();
  if (whole.kind === 'call') return [whole.call];
  const items = whole.kind === 'list' ? whole.items : [];
  const calls = items.flatMap((item) => (item.kind === 'call' ? [item.call] : []));
  const empty = whole.kind === 'value' && Array.isArray(whole.value) && whole.value.length === 0;
  if (calls.length !== items.length || (calls.length === 0 && !empty)) {
    throw new PyError('SyntaxError', 'not a list of calls');
  }
  return calls;
}

/** Reads one expression after another. */
export class PyReader {
  private at = 0;

  constructor(private readonly text: string) {}

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail();
  }

  /** A literal: nothing in it is a call. */
  literal(): PyValue {
    const read = this.expression(0);
    if (read.kind !== 'value') return this.fail();
    return read.value;
  }

  expression(depth: number): PyExpression {
    if (depth > maxDepth) throw new PyError('SyntaxError', 'too many nested parentheses');
    this.space();
    const char = this.text[this.at] ?? '';
    if (char === '[') return listOf(this.items(']', depth));
    if (char === '(') return this.parenthesised(depth);
    if (char === '{') return { kind: 'value', value: this.dict(depth) };
    if (this.atString()) return { kind: 'value', value: this.strings() };
    if (/[\d.+-]/.test(char)) return { kind: 'value', value: this.number() };
    return this.named(depth);
  }

  /** Whether a name follows that is assigned, as in `NAME = [...]`. */
  assignment(): string | undefined {
    const found = /^([A-Za-z_]\w*)\s*=\s*(?!=)/.exec(this.text.slice(this.at));
    if (found === null) return undefined;
    this.at += found[0].length;
    return found[1];
  }

  /** @returns whether there is more after blanks and comments */
  more(): boolean {
    for (;;) {
      this.space();
      const comment = /^#.*/.exec(this.text.slice(this.at, this.at + 10_000));
      if (comment === null) return this.at < this.text.length;
      this.at += comment[0].length;
    }
  }

  private named(depth: number): PyExpression {
    const name = /^[A-Za-z_][\w.]*/.exec(this.text.slice(this.at, this.at + 1000))?.[0] ?? this.fail();
    this.at += name.length;
    const words: Readonly<Record<string, PyValue>> = { True: true, False: false, None: null };
    const word = words[name];
    if (word !== undefined) return { kind: 'value', value: word };
    this.space();
    if (this.text[this.at] !== '(') throw new PyError('NameError', `name '${name}' is not defined`);
    return { kind: 'call', call: { name, ...this.given(depth) } };
  }

  private given(depth: number): Omit<PyCall, 'name'> {
    const positional: PyExpression[] = [];
    const named: [string, PyExpression][] = [];
    this.at++;
    for (this.space(); this.text[this.at] !== ')'; this.space()) {
      const key = /^([A-Za-z_]\w*)\s*=(?!=)/.exec(this.text.slice(this.at, this.at + 1000));
      if (key === null && named.length > 0) {
        throw new PyError('SyntaxError', 'positional argument follows keyword argument');
      }
      this.at += key?.[0].length ?? 0;
      const value = this.expression(depth + 1);
      if (key === null) positional.push(value);
      else if (named.some(([name]) => name === key[1]))
        throw new PyError('SyntaxError', `keyword argument repeated: ${key[1]}`);
      else named.push([key[1] ?? '', value]);
      this.comma(')');
    }
    this.at++;
    return { positional, named };
  }

  private items(close: string, depth: number): readonly PyExpression[] {
    const items: PyExpression[] = [];
    this.at++;
    for (this.space(); this.text[this.at] !== close; this.space()) {
      if (this.text.startsWith('...', this.at)) {
        this.at += 3;
        items.push({ kind: 'value', value: new PyOther('Ellipsis') });
      } else items.push(this.expression(depth + 1));
      this.comma(close);
    }
    this.at++;
    return items;
  }

  /** `(1)` is 1, `(1,)` and `()` are tuples, which are lists here. */
  private parenthesised(depth: number): PyExpression {
    const items = this.items(')', depth);
    const tuple = /,\s*\)$/.test(this.text.slice(Math.max(0, this.at - 100), this.at));
    return items.length === 1 && !tuple ? items[0]! : listOf(items);
  }

  private dict(depth: number): PyDict {
    const dict: PyDict = new Map();
    this.at++;
    for (this.space(); this.text[this.at] !== '}'; this.space()) {
      const key = this.expression(depth + 1);
      this.space();
      if (this.text[this.at++] !== ':') this.fail();
      const value = this.expression(depth + 1);
      const known = key.kind === 'value' ? pyKey(key.value) : undefined;
      if (known === undefined || value.kind !== 'value') return this.fail();
      dict.set(known, value.value);
      this.comma('}');
    }
    this.at++;
    return dict;
  }

  private comma(close: string): void {
    this.space();
    if (this.text[this.at] === ',') this.at++;
    else if (this.text[this.at] !== close) this.fail();
  }

  private number(): PyValue {
    const literal = /^[+-]?\s*(?:0[xX][\da-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/.exec(
      this.text.slice(this.at, this.at + 5000),
    )?.[0];
    if (literal === undefined) return this.fail();
    this.at += literal.length;
    const digits = literal.replace(/[\s_+]/g, (char, offset: number) => (char === '+' && offset > 0 ? '+' : ''));
    if (/^-?\d+$/.test(digits)) return BigInt(digits);
    if (/^-?0[xX]/.test(digits)) return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
    return Number(digits);
  }

  private atString(): boolean {
    return /^(?:[rRbBuU]{0,2})['"]/.test(this.text.slice(this.at, this.at + 3));
  }

  /** Literals beside each other are one. */
  private strings(): string {
    let whole = '';
    for (; this.atString(); this.space()) whole += this.string();
    return whole;
  }

  private string(): string {
    const prefix = /^[rRbBuU]*/.exec(this.text.slice(this.at, this.at + 2))?.[0] ?? '';
    this.at += prefix.length;
    const quote = this.text[this.at] ?? '';
    const fence = this.text.startsWith(quote.repeat(3), this.at) ? quote.repeat(3) : quote;
    const from = (this.at += fence.length);
    while (!this.text.startsWith(fence, this.at)) {
      const char = this.text[this.at];
      if (char === undefined || (char === '\n' && fence.length === 1)) {
        throw new PyError('SyntaxError', 'unterminated string literal');
      }
      this.at += char === '\\' ? 2 : 1;
    }
    const raw = this.text.slice(from, this.at);
    this.at += fence.length;
    return /r/i.test(prefix) ? raw : unescaped(raw);
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(): never {
    throw new PyError('SyntaxError', `invalid syntax at character ${this.at + 1}`);
  }
}

function listOf(items: readonly PyExpression[]): PyExpression {
  const values = items.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
  return values.length === items.length ? { kind: 'value', value: values } : { kind: 'list', items };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** Unknown escapes stay as they are. */
function unescaped(raw: string): string {
  return raw.replace(
    /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g,
    (whole: string, escape: string) => {
      if (/^[xuU]./.test(escape)) return String.fromCodePoint(parseInt(escape.slice(1), 16));
      if (/^[0-7]/.test(escape)) return String.fromCodePoint(parseInt(escape, 8));
      return simpleEscapes[escape] ?? whole;
    },
  );
}
