/**
 * Reads GBNF, says whether a text belongs to a grammar, and makes random texts that do. For tests: it is written from the
 * description of the form alone, and knows nothing of how grammars are made here.
 */

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

export class Gbnf {
  private readonly rules = new Map<string, Node>();
  private readonly depths = new Map<string, number>();

  constructor(text: string) {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const [, name, body] = /^([A-Za-z][A-Za-z0-9-]*) ::= (.*)$/.exec(line) ?? [];
      if (name === undefined || body === undefined) throw new Error(`Not a rule: ${line}`);
      if (this.rules.has(name)) throw new Error(`Twice: ${name}`);
      this.rules.set(name, new Parser(body).whole());
    }
    this.findDepths();
  }

  get ruleCount(): number {
    return this.rules.size;
  }

  accepts(text: string): boolean {
    const input = Array.from(text);
    const memo = new Map<string, ReadonlySet<number>>();
    const ends = (node: Node, at: number): ReadonlySet<number> => {
      switch (node.kind) {
        case 'text': {
          const chars = Array.from(node.text);
          return new Set(chars.every((char, index) => input[at + index] === char) ? [at + chars.length] : []);
        }
        case 'class': {
          const code = input[at]?.codePointAt(0);
          return new Set(code !== undefined && inClass(node, code) ? [at + 1] : []);
        }
        case 'rule': {
          const key = `${node.name} ${at}`;
          const known = memo.get(key);
          if (known !== undefined) return known;
          memo.set(key, new Set());
          const found = ends(this.rule(node.name), at);
          memo.set(key, found);
          return found;
        }
        case 'choice':
          return new Set(node.parts.flatMap((part) => [...ends(part, at)]));
        case 'sequence':
          return node.parts.reduce<ReadonlySet<number>>(
            (starts, part) => new Set([...starts].flatMap((start) => [...ends(part, start)])),
            new Set([at]),
          );
        case 'repeat': {
          const found = new Set<number>(node.min === 0 ? [at] : []);
          let starts: ReadonlySet<number> = new Set([at]);
          for (let times = 1; times <= node.max && starts.size > 0; times++) {
            const next: ReadonlySet<number> = new Set([...starts].flatMap((start) => [...ends(node.part, start)]));
            const fresh = [...next].filter((end) => !found.has(end));
            if (times >= node.min) for (const end of next) found.add(end);
            starts = times >= node.min ? new Set(fresh) : next;
          }
          return found;
        }
      }
    };
    return ends(this.rule('root'), 0).has(input.length);
  }

  /** @param depth rules within rules after which the shortest way to an end is taken */
  sample(random: (below: number) => number, depth = 12): string {
    let written = 0;
    const make = (node: Node, rulesLeft: number): string => {
      // Lists of lists of lists would have no end.
      const left = written > 300 ? 0 : rulesLeft;
      switch (node.kind) {
        case 'text':
          written += node.text.length;
          return node.text;
        case 'class':
          written++;
          return String.fromCodePoint(pick(node, random));
        case 'rule':
          return make(this.rule(node.name), left - 1);
        case 'sequence':
          return node.parts.map((part) => make(part, left)).join('');
        case 'choice': {
          const least = Math.min(...node.parts.map((part) => this.depthOf(part)));
          const parts = left > 0 ? node.parts : node.parts.filter((part) => this.depthOf(part) === least);
          return make(parts[random(parts.length)]!, left);
        }
        case 'repeat': {
          const more = left > 0 ? Math.min(node.max - node.min, [0, 1, 2, 5, node.max][random(5)]!, 30) : 0;
          return Array.from({ length: node.min + more }, () => make(node.part, left)).join('');
        }
      }
    };
    return make(this.rule('root'), depth);
  }

  private rule(name: string): Node {
    const node = this.rules.get(name);
    if (node === undefined) throw new Error(`There is no rule ${name}`);
    return node;
  }

  private findDepths(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const [name, node] of this.rules) {
        const depth = this.depthOf(node) + 1;
        if (depth < (this.depths.get(name) ?? Infinity)) {
          this.depths.set(name, depth);
          changed = true;
        }
      }
    }
  }

  private depthOf(node: Node): number {
    switch (node.kind) {
      case 'text':
      case 'class':
        return 0;
      case 'rule':
        return this.depths.get(node.name) ?? Infinity;
      case 'sequence':
        return Math.max(0, ...node.parts.map((part) => this.depthOf(part)));
      case 'choice':
        return Math.min(...node.parts.map((part) => this.depthOf(part)));
      case 'repeat':
        return node.min === 0 ? 0 : this.depthOf(node.part);
    }
  }
}

function inClass(node: Node & { readonly kind: 'class' }, code: number): boolean {
  return node.ranges.some(([low, high]) => low <= code && code <= high) !== node.negated;
}

function pick(node: Node & { readonly kind: 'class' }, random: (below: number) => number): number {
  if (!node.negated) {
    const [low, high] = node.ranges[random(node.ranges.length)]!;
    return low + random(high - low + 1);
  }
  const candidates = Array.from("aZ09 .,:;-_/{}[]()'#é🙂\u2028~").map((char) => char.codePointAt(0)!);
  const fitting = candidates.filter((code) => inClass(node, code));
  return fitting[random(fitting.length)] ?? 0x4e00;
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Node {
    const node = this.choice();
    if (this.at < this.text.length) throw new Error(`Cannot read: ${this.text.slice(this.at)}`);
    return node;
  }

  private choice(): Node {
    const parts = [this.sequence()];
    while (this.text[this.at] === '|') {
      this.at++;
      parts.push(this.sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    for (this.space(); this.at < this.text.length && !'|)'.includes(this.text[this.at]!); this.space()) {
      parts.push(this.repeated(this.atom()));
    }
    return { kind: 'sequence', parts };
  }

  private repeated(part: Node): Node {
    const times = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(this.text.slice(this.at));
    if (times === null) return part;
    const [all, least = '0', range, most = ''] = times;
    this.at += all.length;
    if (all === '*') return { kind: 'repeat', part, min: 0, max: Infinity };
    if (all === '+') return { kind: 'repeat', part, min: 1, max: Infinity };
    if (all === '?') return { kind: 'repeat', part, min: 0, max: 1 };
    const max = range === undefined ? Number(least) : most === '' ? Infinity : Number(most);
    return { kind: 'repeat', part, min: Number(least), max };
  }

  private atom(): Node {
    const char = this.text[this.at]!;
    if (char === '(') {
      this.at++;
      const node = this.choice();
      if (this.text[this.at++] !== ')') throw new Error(`No end of a group: ${this.text}`);
      return node;
    }
    if (char === '"') {
      let text = '';
      for (this.at++; this.text[this.at] !== '"';) text += String.fromCodePoint(this.character());
      this.at++;
      return { kind: 'text', text };
    }
    if (char === '[') return this.characterClass();
    const name = /^[A-Za-z][A-Za-z0-9-]*/.exec(this.text.slice(this.at))?.[0];
    if (name === undefined) throw new Error(`Cannot read: ${this.text.slice(this.at)}`);
    this.at += name.length;
    return { kind: 'rule', name };
  }

  private characterClass(): Node {
    this.at++;
    const negated = this.text[this.at] === '^';
    if (negated) this.at++;
    const ranges: (readonly [number, number])[] = [];
    while (this.text[this.at] !== ']') {
      const low = this.character();
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']') {
        this.at++;
        ranges.push([low, this.character()]);
      } else ranges.push([low, low]);
    }
    this.at++;
    return { kind: 'class', negated, ranges };
  }

  private character(): number {
    if (this.at >= this.text.length) throw new Error(`No end: ${this.text}`);
    const code = this.text.codePointAt(this.at)!;
    this.at += code > 0xffff ? 2 : 1;
    if (code !== 0x5c) return code;
    const escape = this.text[this.at++]!;
    const digits = { x: 2, u: 4, U: 8 }[escape];
    if (digits !== undefined) {
      const value = parseInt(this.text.slice(this.at, this.at + digits), 16);
      this.at += digits;
      return value;
    }
    const known = { n: 10, r: 13, t: 9 }[escape];
    if (known === undefined && !'\\"[]'.includes(escape)) throw new Error(`llama.cpp knows no escape \\${escape}`);
    return known ?? escape.codePointAt(0)!;
  }

  private space(): void {
    while (this.text[this.at] === ' ') this.at++;
  }
}
