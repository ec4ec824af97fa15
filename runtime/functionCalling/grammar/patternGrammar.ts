import { classCharacter, choice, literal, repeated } from './gbnf';

/** What may stand unescaped in a JSON string, as the inside of a negated class. */
export const notPlain = '"\\\\\\x7F\\x00-\\x1F';
const anyPlain = `[^${notPlain}]`;
const lineEnds = '\\n\\r\\u2028\\u2029';

const shorthands: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: ' ' };
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', b: '\b' };

/**
 * A regular expression (ECMA-262, as JSON Schema wants it) as the inside of a JSON string. Only texts without escapes but
 * those of quotes and backslashes are made, so that it accepts less than the expression, never more.
 *
 * @returns undefined for what cannot be said: look-around, back references, boundaries, classes by property
 */
export function patternGrammar(pattern: string): string | undefined {
  try {
    const reader = new PatternReader(pattern);
    return reader.whole();
  } catch (error) {
    if (error instanceof NoGrammar) return undefined;
    throw error;
  }
}

class NoGrammar extends Error {}

class PatternReader {
  private at = 0;

  constructor(private readonly pattern: string) {}

  whole(): string {
    const alternatives = this.alternatives(true);
    if (this.at < this.pattern.length) throw new NoGrammar();
    return choice(alternatives);
  }

  /** @param outer anchors may stand at the ends; without them anything may stand there */
  private alternatives(outer: boolean): string[] {
    const found: string[] = [];
    do {
      if (found.length > 0) this.at++;
      found.push(this.sequence(outer));
    } while (this.pattern[this.at] === '|');
    return found;
  }

  private sequence(outer: boolean): string {
    const parts: string[] = [];
    let from = false;
    let to = false;
    if (outer && this.pattern[this.at] === '^') {
      from = true;
      this.at++;
    }
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at]!)) {
      if (to) throw new NoGrammar();
      if (outer && this.pattern[this.at] === '$') {
        to = true;
        this.at++;
      } else parts.push(this.quantified());
    }
    if (outer && !from) parts.unshift(`${anyPlain}*`);
    if (outer && !to) parts.push(`${anyPlain}*`);
    return parts.length === 0 ? '""' : parts.join(' ');
  }

  private quantified(): string {
    const atom = this.atom();
    const rest = this.pattern.slice(this.at);
    const times = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(rest);
    if (times === null) return atom;
    this.at += times[0].length;
    if (this.pattern[this.at] === '?') this.at++;
    const [all, least, range, most] = times;
    if (all === '*') return repeated(atom, 0, undefined);
    if (all === '+') return repeated(atom, 1, undefined);
    if (all === '?') return repeated(atom, 0, 1);
    const max = range === undefined ? Number(least) : most === '' || most === undefined ? undefined : Number(most);
    if ((max ?? 0) > 1000 || Number(least) > 1000) throw new NoGrammar();
    return repeated(atom, Number(least), max);
  }

  private atom(): string {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        return `[^${notPlain}${lineEnds}]`;
      case '\\':
        return this.escape();
      case '^':
      case '$':
      case '*':
      case '+':
      case '?':
        throw new NoGrammar();
      default:
        return inString(char);
    }
  }

  private group(): string {
    if (this.pattern[this.at] === '?') {
      const named = /^\?(?::|<[A-Za-z_]\w*>)/.exec(this.pattern.slice(this.at));
      if (named === null) throw new NoGrammar();
      this.at += named[0].length;
    }
    const inner = this.alternatives(false);
    if (this.next() !== ')') throw new NoGrammar();
    return `(${inner.join(' | ')})`;
  }

  private escape(): string {
    const char = this.next();
    const shorthand = shorthands[char];
    if (shorthand !== undefined) return `[${shorthand}]`;
    if (char === 'D' || char === 'W' || char === 'S')
      return `[^${notPlain}${shorthands[char.toLowerCase()]}${char === 'S' ? unicodeSpaces : ''}]`;
    return inString(this.escaped(char));
  }

  /** The character that an escape stands for. */
  private escaped(char: string): string {
    if (char === 'b' || char === 'B' || char === 'p' || char === 'P' || char === 'k' || /[1-9]/.test(char))
      throw new NoGrammar();
    if (char === 'x' || char === 'u') {
      const digits = /^(?:[\da-fA-F]{2,4})/.exec(this.pattern.slice(this.at, this.at + (char === 'x' ? 2 : 4)))?.[0];
      if (digits?.length !== (char === 'x' ? 2 : 4)) throw new NoGrammar();
      this.at += digits.length;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (char === '0' || char === 'c') throw new NoGrammar();
    return controls[char] ?? char;
  }

  private characterClass(): string {
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at++;
    const ranges: string[] = [];
    const escapes: string[] = [];
    for (let char = this.next(); char !== ']'; char = this.next()) this.classMember(char, negated, ranges, escapes);
    if (negated) return `[^${notPlain}${ranges.join('')}]`;
    const plain = ranges.length > 0 ? [`[${ranges.join('')}]`] : [];
    if (plain.length + escapes.length === 0) throw new NoGrammar();
    return choice([...plain, ...escapes]);
  }

  private classMember(char: string, negated: boolean, ranges: string[], escapes: string[]): void {
    let first = char;
    if (char === '\\') {
      const escape = this.next();
      const shorthand = shorthands[escape];
      if (shorthand !== undefined) {
        ranges.push(shorthand + (escape === 's' && negated ? unicodeSpaces : ''));
        return;
      }
      if (/[DWSbB]/.test(escape)) throw new NoGrammar();
      first = this.escaped(escape);
    }
    if (this.pattern[this.at] === '-' && this.pattern[this.at + 1] !== ']') {
      this.at++;
      const end = this.next();
      const last = end === '\\' ? this.escaped(this.next()) : end;
      this.range(first, last, negated, ranges, escapes);
    } else this.range(first, first, negated, ranges, escapes);
  }

  private range(first: string, last: string, negated: boolean, ranges: string[], escapes: string[]): void {
    const [low, high] = [first.codePointAt(0)!, last.codePointAt(0)!];
    if (low > high) throw new NoGrammar();
    if (negated) {
      ranges.push(spanned(low, high));
      return;
    }
    // Quotes and backslashes are written with a backslash, controls are left out.
    for (const special of ['"', '\\']) {
      const code = special.charCodeAt(0);
      if (code >= low && code <= high) escapes.push(literal(`\\${special}`));
    }
    const gaps = [0x22, 0x5c, 0x7f].filter((code) => code >= low && code <= high);
    let from = Math.max(low, 0x20);
    for (const gap of [...gaps, high + 1]) {
      if (from < gap) ranges.push(spanned(from, gap - 1));
      from = gap + 1;
    }
  }

  private next(): string {
    const code = this.pattern.codePointAt(this.at);
    if (code === undefined) throw new NoGrammar();
    const char = String.fromCodePoint(code);
    this.at += char.length;
    return char;
  }
}

/** White space of JavaScript that a JSON string may hold as it is. */
const unicodeSpaces = '\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

function spanned(low: number, high: number): string {
  const [from, to] = [classCharacter(String.fromCodePoint(low)), classCharacter(String.fromCodePoint(high))];
  return low === high ? from : `${from}-${to}`;
}

/** One character as JSON writes it. */
function inString(char: string): string {
  return literal(JSON.stringify(char).slice(1, -1));
}
