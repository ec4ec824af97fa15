/**
 * Pieces of GBNF, llama.cpp's form of grammars (https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md).
 * An expression is text that can stand in a sequence as it is.
 */

/** The text itself. */
export function literal(text: string): string {
  const escaped = text.replace(/[\\"\n\r\t]|[^ -~]/gu, (char) => {
    const known: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
    return known[char] ?? char;
  });
  return `"${escaped}"`;
}

/** JSON of a text, as a literal. */
export function jsonLiteral(json: string): string {
  return literal(json);
}

export function choice(expressions: readonly string[]): string {
  const different = [...new Set(expressions)];
  return different.length === 1 ? different[0]! : `(${different.join(' | ')})`;
}

export function optional(expression: string): string {
  return `(${expression})?`;
}

/** @param max undefined: no bound */
export function repeated(expression: string, min: number, max: number | undefined): string {
  if (max !== undefined && max <= 0) return '""';
  if (min === 1 && max === 1) return expression;
  const times = max === undefined ? (min === 0 ? '*' : min === 1 ? '+' : `{${min},}`) : `{${min},${max}}`;
  return `(${expression})${times}`;
}

/** Escapes of single characters inside a class. */
export function classCharacter(char: string): string {
  if ('\\]['.includes(char)) return `\\${char}`;
  const code = char.codePointAt(0)!;
  // llama.cpp knows no escapes of these two.
  if (code >= 0x20 && char !== '^' && char !== '-' && code < 0x7f) return char;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0').toUpperCase()}`;
  return code <= 0xffff
    ? `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`
    : `\\U${code.toString(16).padStart(8, '0').toUpperCase()}`;
}

/** Rules by name; equal bodies share one rule. */
export class GrammarRules {
  private readonly bodies = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private size = 0;

  /** @param maxCharacters bound of all bodies; beyond it `isTooLarge` */
  constructor(private readonly maxCharacters: number) {}

  get isTooLarge(): boolean {
    return this.size > this.maxCharacters;
  }

  /** @returns the name of a rule with this body */
  add(hint: string, body: string): string {
    const known = this.names.get(body);
    if (known !== undefined) return known;
    const name = this.free(hint);
    this.set(name, body);
    this.names.set(body, name);
    return name;
  }

  /** @returns a name for a rule whose body refers to itself and is set later */
  reserve(hint: string): string {
    const name = this.free(hint);
    this.bodies.set(name, '');
    return name;
  }

  set(name: string, body: string): void {
    this.bodies.set(name, body);
    this.size += name.length + body.length;
  }

  private free(hint: string): string {
    const base =
      hint
        .replace(/[^A-Za-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40) || 'rule';
    let name = base;
    for (let number = 2; this.bodies.has(name); number++) name = `${base}-${number}`;
    return name;
  }

  /** Only what `root` reaches, `root` first. */
  text(root: string): string {
    const reached = new Set<string>();
    const visit = (name: string) => {
      const body = this.bodies.get(name);
      if (body === undefined || reached.has(name)) return;
      reached.add(name);
      for (const word of withoutLiterals(body).match(/[A-Za-z][A-Za-z0-9-]*/g) ?? []) visit(word);
    };
    visit(root);
    return [...reached].map((name) => `${name} ::= ${this.bodies.get(name)}\n`).join('');
  }
}

function withoutLiterals(body: string): string {
  return body.replace(/"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]/g, ' ');
}
