import type { Json } from '../../gateway/types';

/**
 * JSON as it was written: the order of keys, also of such that look like numbers, and whether a number has a decimal
 * point. JavaScript's own values forget both, and both count for the exact bytes of a prompt and for type checks.
 */
export type ExactJson = null | boolean | string | JsonNumber | readonly ExactJson[] | ExactObject;
export type ExactObject = ReadonlyMap<string, ExactJson>;

export class JsonNumber {
  /** @param literal as JSON allows it, e.g. `1.0` */
  constructor(readonly literal: string) {}

  /** Written without point and exponent. */
  get isInteger(): boolean {
    return /^-?\d+$/.test(this.literal);
  }

  get value(): number {
    return Number(this.literal);
  }
}

export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  return value instanceof Map;
}

export function isExactArray(value: ExactJson | undefined): value is readonly ExactJson[] {
  return Array.isArray(value);
}

/** Deeper nesting is refused rather than left to the call stack. */
const maxDepth = 500;

/**
 * @throws SyntaxError with the position, for what is not JSON
 */
export function parseExactJson(text: string): ExactJson {
  // The platform's parser checks the whole text first and has the better messages.
  JSON.parse(text);
  return new Reader(text).whole();
}

/** Reads text that is known to be JSON. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): ExactJson {
    return this.value(0);
  }

  private value(depth: number): ExactJson {
    if (depth > maxDepth) throw new SyntaxError(`JSON nested deeper than ${maxDepth} levels`);
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): ExactObject {
    const members = new Map<string, ExactJson>();
    this.at++;
    for (this.space(); this.text[this.at] !== '}'; this.space()) {
      if (this.text[this.at] === ',') this.at++;
      this.space();
      const key = this.string();
      this.space();
      this.at++;
      members.set(key, this.value(depth + 1));
    }
    this.at++;
    return members;
  }

  private array(depth: number): readonly ExactJson[] {
    const items: ExactJson[] = [];
    this.at++;
    for (this.space(); this.text[this.at] !== ']'; this.space()) {
      if (this.text[this.at] === ',') this.at++;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return items;
  }

  private string(): string {
    const from = this.at++;
    while (this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
    this.at++;
    return String(JSON.parse(this.text.slice(from, this.at)));
  }

  private scalar(): ExactJson {
    const from = this.at;
    while (this.at < this.text.length && !/[\s,\]}]/.test(this.text[this.at]!)) this.at++;
    const literal = this.text.slice(from, this.at);
    if (literal === 'null') return null;
    return literal === 'true' || literal === 'false' ? literal === 'true' : new JsonNumber(literal);
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }
}

/** A value of JavaScript as it would be written; whole numbers become integers. */
export function exactJson(value: Json): ExactJson {
  if (typeof value === 'number') return new JsonNumber(JSON.stringify(value));
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(exactJson);
  return new Map(Object.entries(value).map(([key, member]) => [key, exactJson(member)]));
}

/** Forgets what JavaScript's values cannot hold. */
export function plainJson(value: ExactJson): Json {
  if (value instanceof JsonNumber) return value.value;
  if (isExactArray(value)) return value.map(plainJson);
  if (isExactObject(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plainJson(member)]));
  return value;
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isJsonObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
