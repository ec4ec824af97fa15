/** Values of Python expressions that can be read without running anything. */
import { type Known, type Literal, setKey } from '../literal';
import type { SyntaxNode } from '../syntaxNode';

/** What a name stands for where the module says it once and for all. */
export type LookUp = (name: string) => Known;

const nothing: LookUp = () => undefined;

/** @returns undefined where the value is not written out */
export function pythonLiteral(node: SyntaxNode | undefined, lookUp: LookUp = nothing): Known {
  switch (node?.type) {
    case 'none':
      return { value: null };
    case 'true':
      return { value: true };
    case 'false':
      return { value: false };
    case 'integer':
      return pythonInteger(node.text);
    case 'float':
      return numberText(node.text);
    case 'string':
    case 'concatenated_string':
      return stringValue(node);
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'type':
      return node.named.length === 1 ? pythonLiteral(node.named[0], lookUp) : undefined;
    case 'identifier':
      return lookUp(node.text);
    case 'attribute':
      return constants.get(node.text) ?? lookUp(node.text);
    case 'list':
    case 'tuple':
      return sequence(node.named, lookUp);
    case 'set': {
      const items = sequence(node.named, lookUp);
      return items === undefined ? undefined : { value: new Set(items.value) };
    }
    case 'dictionary':
      return dictionary(node, lookUp);
    case 'unary_operator':
      return negated(node, lookUp);
    case 'binary_operator':
      return binary(node, lookUp);
    case 'call':
      return made(node, lookUp);
    default:
      return undefined;
  }
}

/** The text of a literal string, without those that hold expressions. */
export function pythonString(node: SyntaxNode | undefined, lookUp: LookUp = nothing): string | undefined {
  const known = pythonLiteral(node, lookUp);
  return typeof known?.value === 'string' ? known.value : undefined;
}

const constants: ReadonlyMap<string, Known> = new Map([
  ['math.inf', { value: Infinity }],
  ['math.nan', { value: NaN }],
  ['math.pi', { value: Math.PI }],
  ['math.e', { value: Math.E }],
]);

function pythonInteger(text: string): Known {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (!/^(0x[\da-f]+|0o[0-7]+|0b[01]+|\d+)$/.test(digits)) return undefined;
  const value = Number(digits);
  return { value: Number.isSafeInteger(value) ? value : BigInt(digits) };
}

function numberText(text: string): Known {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? undefined : { value };
}

function stringValue(node: SyntaxNode): Known {
  if (node.type === 'concatenated_string') {
    const parts = node.named.map(stringValue);
    if (!parts.every((each) => typeof each?.value === 'string')) return undefined;
    return { value: parts.map((each) => each?.value as string).join('') };
  }
  const start = node.first('string_start');
  const end = node.first('string_end');
  if (start === undefined || end === undefined || node.has('interpolation')) return undefined;
  const prefix = start.text.toLowerCase();
  const raw = node.text.slice(start.end - node.start, end.start - node.start).replaceAll('\r\n', '\n');
  const isFormatted = prefix.includes('f');
  const written = isFormatted ? raw.replaceAll('{{', '{').replaceAll('}}', '}') : raw;
  const text = prefix.includes('r') ? written : unescaped(written);
  return { value: prefix.includes('b') ? Uint8Array.from(text, (each) => each.charCodeAt(0)) : text };
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescaped(text: string): string {
  const pattern = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
  return text.replace(
    pattern,
    (
      whole: string,
      byte: string | undefined,
      short: string | undefined,
      long: string | undefined,
      octal: string | undefined,
      one: string | undefined,
    ) => {
      const code = byte ?? short ?? long;
      if (code !== undefined) {
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      return escapes[one ?? ''] ?? whole;
    },
  );
}

function sequence(nodes: readonly SyntaxNode[], lookUp: LookUp): { readonly value: readonly Literal[] } | undefined {
  const items: Literal[] = [];
  for (const node of nodes) {
    const isSpread = node.type === 'list_splat';
    const known = pythonLiteral(isSpread ? node.named[0] : node, lookUp);
    if (known === undefined) return undefined;
    if (!isSpread) items.push(known.value);
    else if (Array.isArray(known.value)) items.push(...(known.value as readonly Literal[]));
    else return undefined;
  }
  return { value: items };
}

function dictionary(node: SyntaxNode, lookUp: LookUp): Known {
  const entries: [Literal, Literal][] = [];
  for (const part of node.named) {
    if (part.type === 'dictionary_splat') {
      const more = pythonLiteral(part.named[0], lookUp)?.value;
      if (typeof more !== 'object' || more === null || Array.isArray(more)) return undefined;
      entries.push(...Object.entries(more));
      continue;
    }
    const key = pythonLiteral(part.child('key'), lookUp);
    const value = pythonLiteral(part.child('value'), lookUp);
    if (key === undefined || value === undefined) return undefined;
    entries.push([key.value, value.value]);
  }
  return { value: dictionaryOf(entries) };
}

function dictionaryOf(entries: readonly (readonly [Literal, Literal])[]): Literal {
  if (!entries.every(([key]) => typeof key === 'string')) return new Map(entries);
  const value: Record<string, Literal> = {};
  for (const [key, each] of entries) if (typeof key === 'string') setKey(value, key, each);
  return value;
}

function negated(node: SyntaxNode, lookUp: LookUp): Known {
  const value = pythonLiteral(node.child('argument'), lookUp)?.value;
  const operator = node.child('operator')?.text;
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  if (operator === '+') return { value };
  return operator === '-' ? { value: -value } : undefined;
}

/** What stands in defaults and descriptions: joined texts, `60 * 60`, `2 ** 10`. */
function binary(node: SyntaxNode, lookUp: LookUp): Known {
  const left = pythonLiteral(node.child('left'), lookUp)?.value;
  const right = pythonLiteral(node.child('right'), lookUp)?.value;
  const operator = node.child('operator')?.text;
  if (typeof left === 'string' && typeof right === 'string') {
    return operator === '+' ? { value: left + right } : undefined;
  }
  if (typeof left === 'string' && typeof right === 'number' && operator === '*') {
    return right >= 0 && left.length * right < 10_000 ? { value: left.repeat(right) } : undefined;
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '**': left ** right,
  };
  const value = results[operator ?? ''];
  const isExact =
    value !== undefined && Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isExact ? { value } : undefined;
}

/** `set()`, `frozenset([1])`, `dict(a=1)`, `float("inf")`. */
function made(node: SyntaxNode, lookUp: LookUp): Known {
  const maker = node.child('function');
  const given = node.child('arguments')?.named ?? [];
  if (maker?.type !== 'identifier') return undefined;
  if (maker.text === 'dict' && given.every(({ type }) => type === 'keyword_argument')) {
    const entries = given.map((each) => [each.child('name')?.text ?? '', pythonLiteral(each.child('value'), lookUp)]);
    if (entries.some(([, value]) => value === undefined)) return undefined;
    return { value: dictionaryOf(entries.map(([key, value]) => [key as string, (value as { value: Literal }).value])) };
  }
  if (given.length > 1) return undefined;
  const known = given.length === 0 ? { value: [] } : pythonLiteral(given[0], lookUp);
  if (known === undefined) return undefined;
  const { value } = known;
  switch (maker.text) {
    case 'set':
    case 'frozenset':
      return Array.isArray(value) ? { value: new Set(value as readonly Literal[]) } : undefined;
    case 'list':
    case 'tuple':
      return Array.isArray(value) ? { value } : undefined;
    case 'float':
      return typeof value === 'string' ? floatOf(value) : typeof value === 'number' ? { value } : undefined;
    default:
      return undefined;
  }
}

function floatOf(text: string): Known {
  const match = /^([+-]?)(inf|infinity|nan)$/i.exec(text.trim());
  if (match === null) return numberText(text);
  const value = match[2]?.toLowerCase() === 'nan' ? NaN : Infinity;
  return { value: match[1] === '-' ? -value : value };
}
