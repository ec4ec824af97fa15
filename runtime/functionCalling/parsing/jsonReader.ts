import type { Json } from '../../gateway/types';

/** What was not JSON and was read all the same. */
export type JsonRepair = 'single-quotes' | 'python-words' | 'trailing-comma' | 'control-character' | 'escape';

/** Told as values begin and end. `depth`: containers around the value. Offsets are into `JsonReader.text`. */
export interface JsonListener {
  readonly begin?: (depth: number, key: string | number | undefined, first: string, from: number) => void;
  readonly end?: (depth: number, key: string | number | undefined, value: Json, from: number, to: number) => void;
}

/** 'before': the value ended before this character, which belongs to what follows. */
export type JsonStep = 'more' | 'done' | 'before' | 'bad';

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

interface Frame {
  readonly kind: 'object' | 'array';
  readonly from: number;
  readonly members: [string, Json][];
  readonly items: Json[];
  key: string | undefined;
}

interface StringState {
  readonly quote: string;
  readonly from: number;
  /** An escape that is not complete yet, with its backslash. */
  escape: string;
  value: string;
}

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
]);
const pythonWords: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Deeper nesting is bad: no call needs it, and a reply must not be able to exhaust anything. */
const maxDepth = 128;

/**
 * Reads one JSON value character by character, and forgives what models get wrong: Python's quotes and words, trailing
 * commas, raw line ends and unknown escapes in strings. `text` is the value as true JSON, as far as it was read.
 */
export class JsonReader {
  text = '';
  readonly repairs = new Set<JsonRepair>();
  value: Json | undefined;
  private readonly frames: Frame[] = [];
  private expected: Expected = 'value';
  private string: StringState | undefined;
  private scalar: { readonly from: number; source: string } | undefined;
  /** A comma and what follows it, until it turns out not to be a trailing one. */
  private comma = '';
  private step: JsonStep = 'more';

  constructor(private readonly listener: JsonListener = {}) {}

  /** @param char one UTF-16 code unit */
  push(char: string): JsonStep {
    if (this.step === 'more') this.step = this.next(char);
    return this.step;
  }

  private next(char: string): JsonStep {
    if (this.string !== undefined) return this.inString(this.string, char);
    if (this.scalar !== undefined) {
      if (/[\w.+-]/.test(char)) {
        this.scalar.source += char;
        return 'more';
      }
      const ended = this.endScalar(this.scalar);
      if (ended === 'bad') return 'bad';
      if (ended === 'done') return 'before';
    }
    if (/\s/.test(char)) {
      if (this.comma !== '') this.comma += char;
      else this.text += char;
      return 'more';
    }
    return this.token(char);
  }

  private token(char: string): JsonStep {
    switch (this.expected) {
      case 'value-or-end':
        return char === ']' ? this.close('array') : this.begin(char);
      case 'value':
        return this.begin(char);
      case 'key-or-end':
        return char === '}' ? this.close('object') : this.beginKey(char);
      case 'key':
        return this.beginKey(char);
      case 'colon':
        if (char !== ':') return 'bad';
        this.text += char;
        this.expected = 'value';
        return 'more';
      case 'comma-or-end': {
        const kind = this.frames.at(-1)?.kind;
        if (char !== ',') return this.close(char === ']' ? 'array' : char === '}' ? 'object' : undefined);
        this.comma = ',';
        this.expected = kind === 'array' ? 'value-or-end' : 'key-or-end';
        return 'more';
      }
    }
  }

  private begin(char: string): JsonStep {
    this.keepComma();
    const from = this.text.length;
    if (char === '{' || char === '[') {
      if (this.frames.length >= maxDepth) return 'bad';
      this.listener.begin?.(this.frames.length, this.place(), char, from);
      this.frames.push({ kind: char === '{' ? 'object' : 'array', from, members: [], items: [], key: undefined });
      this.text += char;
      this.expected = char === '{' ? 'key-or-end' : 'value-or-end';
      return 'more';
    }
    if (char === '"' || char === "'") {
      this.listener.begin?.(this.frames.length, this.place(), char, from);
      return this.beginString(char);
    }
    if (!/[\w-]/.test(char)) return 'bad';
    this.listener.begin?.(this.frames.length, this.place(), char, from);
    this.scalar = { from, source: char };
    return 'more';
  }

  private beginKey(char: string): JsonStep {
    if (char !== '"' && char !== "'") return 'bad';
    this.keepComma();
    return this.beginString(char);
  }

  private beginString(quote: string): JsonStep {
    if (quote === "'") this.repairs.add('single-quotes');
    this.string = { quote, from: this.text.length, escape: '', value: '' };
    this.text += '"';
    return 'more';
  }

  private inString(string: StringState, char: string): JsonStep {
    if (string.escape !== '') return this.inEscape(string, char);
    if (char === '\\') {
      string.escape = char;
      return 'more';
    }
    if (char !== string.quote) {
      if (char < ' ') this.repairs.add('control-character');
      this.append(string, char);
      return 'more';
    }
    this.text += '"';
    this.string = undefined;
    const frame = this.frames.at(-1);
    if (frame?.kind === 'object' && frame.key === undefined) {
      frame.key = string.value;
      this.expected = 'colon';
      return 'more';
    }
    return this.ended(string.value, string.from);
  }

  private inEscape(string: StringState, char: string): JsonStep {
    const escape = string.escape + char;
    if (escape.startsWith('\\u') && (escape.length === 2 || /[\da-fA-F]/.test(char))) {
      string.escape = escape.length < 6 ? escape : '';
      if (escape.length === 6) this.append(string, String.fromCharCode(parseInt(escape.slice(2), 16)), escape);
      return 'more';
    }
    string.escape = '';
    const meant = escape.length === 2 ? (simpleEscapes.get(char) ?? (char === "'" ? char : undefined)) : undefined;
    if (meant !== undefined) {
      if (char === "'") this.repairs.add('escape');
      this.append(string, meant, char === "'" ? char : escape);
      return 'more';
    }
    // A backslash that begins no escape stands for itself, as in paths and patterns.
    this.repairs.add('escape');
    for (const each of escape.slice(0, -1)) this.append(string, each);
    return this.inString(string, char);
  }

  private append(string: StringState, char: string, written = inJson(char)): void {
    string.value += char;
    this.text += written;
  }

  private endScalar({ from, source }: { readonly from: number; readonly source: string }): JsonStep {
    this.scalar = undefined;
    const word = words.get(source);
    if (word !== undefined) {
      if (pythonWords.has(source)) this.repairs.add('python-words');
      this.text += pythonWords.get(source) ?? source;
      return this.ended(word, from);
    }
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(source)) return 'bad';
    this.text += source;
    return this.ended(Number(source), from);
  }

  private close(kind: 'object' | 'array' | undefined): JsonStep {
    const frame = this.frames.at(-1);
    if (frame?.kind !== kind || frame === undefined) return 'bad';
    if (this.comma !== '') this.repairs.add('trailing-comma');
    this.comma = '';
    this.frames.pop();
    this.text += kind === 'object' ? '}' : ']';
    return this.ended(kind === 'object' ? Object.fromEntries(frame.members) : frame.items, frame.from);
  }

  private ended(value: Json, from: number): JsonStep {
    this.listener.end?.(this.frames.length, this.place(), value, from, this.text.length);
    const frame = this.frames.at(-1);
    if (frame === undefined) {
      this.value = value;
      return 'done';
    }
    if (frame.kind === 'array') frame.items.push(value);
    else if (frame.key !== undefined) frame.members.push([frame.key, value]);
    frame.key = undefined;
    this.expected = 'comma-or-end';
    return 'more';
  }

  private place(): string | number | undefined {
    const frame = this.frames.at(-1);
    return frame?.kind === 'array' ? frame.items.length : frame?.key;
  }

  private keepComma(): void {
    this.text += this.comma;
    this.comma = '';
  }
}

/** Halves of a pair come one by one and are not escaped. */
function inJson(char: string): string {
  return /[\ud800-\udfff]/.test(char) ? char : JSON.stringify(char).slice(1, -1);
}
