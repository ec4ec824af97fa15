import { parse, type ParseError } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).

export interface LooseJson {
  readonly value: Readonly<Record<string, unknown>>;
  /** It had to be guessed where something ends. */
  readonly broken: boolean;
}

/** More candidates of braces are not tried in one text, and answers stand at its end. */
const MOST_CANDIDATES = 200;
const LONGEST = 2_000_000;

/**
 * An object of JSON with comments, trailing commas, single quotes or Python's True, False and None.
 * Strings are unescaped once. @returns undefined where it is no object
 */
export function looseJson(text: string): LooseJson | undefined {
  const exact = objectOf(text);
  if (exact?.broken === false) return exact;
  const quoted = objectOf(doubleQuoted(text));
  return quoted?.broken === false ? quoted : (exact ?? quoted);
}

function objectOf(text: string): LooseJson | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { value: { ...value }, broken: errors.length > 0 };
}

/** Objects that stand in a text, outermost ones, in order. */
export function objectsIn(whole: string): LooseJson[] {
  const text = whole.slice(-LONGEST);
  const found: LooseJson[] = [];
  let tried = 0;
  for (let at = text.indexOf('{'); at >= 0 && tried < MOST_CANDIDATES; tried++) {
    const end = closingBrace(text, at);
    // Where it ends nowhere, only what begins like JSON is worth a try.
    const tryIt = end !== undefined || /^\{\s*["']/.test(text.slice(at, at + 100));
    const read = tryIt ? looseJson(text.slice(at, end ?? text.length)) : undefined;
    const taken = read !== undefined && (!read.broken || end === undefined) && Object.keys(read.value).length > 0;
    if (taken) found.push(end === undefined ? { ...read, broken: true } : read);
    at = text.indexOf('{', taken ? (end ?? text.length) : at + 1);
  }
  return found;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"') quote = '"';
    else if (character === "'" && /[\s{[,:]/.test(text[at - 1] ?? '')) quote = "'";
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function doubleQuoted(text: string): string {
  let made = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character !== '"' && character !== "'") {
      const word = /^(?:True|False|None)\b/.exec(text.slice(at, at + 6))?.[0];
      if (word !== undefined && !/\w/.test(text[at - 1] ?? '')) {
        made += word === 'None' ? 'null' : word.toLowerCase();
        at += word.length - 1;
      } else made += character;
      continue;
    }
    made += '"';
    for (at++; at < text.length && text[at] !== character; at++) {
      if (text[at] === '\\') {
        // `\'` is no escape of JSON.
        made += text[at + 1] === "'" ? "'" : text.slice(at, at + 2);
        at++;
      } else made += text[at] === '"' ? '\\"' : text[at]!;
    }
    made += '"';
  }
  return made;
}
