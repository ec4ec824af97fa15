/** Values of JavaScript expressions that can be read without running anything. */
import { isPlainObject, type Known, type Literal, setKey } from '../literal';
import type { SyntaxNode } from '../syntaxNode';

/** What a name, or a member of one (`Colour.Red`), stands for where the source says it once and for all. */
export type LookUp = (name: string) => Known;

const nothing: LookUp = () => undefined;

/** @returns undefined where the value is not written out */
export function scriptLiteral(given: SyntaxNode | undefined, lookUp: LookUp = nothing): Known {
  const node = bare(given);
  switch (node?.type) {
    case 'null':
      return { value: null };
    case 'undefined':
      return { value: undefined };
    case 'true':
      return { value: true };
    case 'false':
      return { value: false };
    case 'number':
      return numberOf(node.text);
    case 'string':
      return { value: unescaped(node.text.slice(1, -1)) };
    case 'template_string':
      return template(node, lookUp);
    case 'identifier':
      return named(node.text, lookUp);
    case 'member_expression':
      return member(node, lookUp);
    case 'array':
      return array(node, lookUp);
    case 'object':
      return object(node, lookUp);
    case 'unary_expression':
      return unary(node, lookUp);
    case 'binary_expression':
      return binary(node, lookUp);
    case 'new_expression':
      return collection(node, lookUp);
    case 'call_expression':
      return joined(node, lookUp);
    default:
      return undefined;
  }
}

/** The text of a literal string. */
export function scriptString(node: SyntaxNode | undefined, lookUp: LookUp = nothing): string | undefined {
  const known = scriptLiteral(node, lookUp);
  return typeof known?.value === 'string' ? known.value : undefined;
}

const wrappers = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression']);

/** Without brackets and what only the compiler reads. */
export function bare(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  while (at !== undefined && wrappers.has(at.type)) at = at.named[0];
  return at?.type === 'type_assertion' ? bare(at.named.at(-1)) : at;
}

/** The key of a property, where it is written out. */
export function keyOf(node: SyntaxNode | undefined, lookUp: LookUp = nothing): string | undefined {
  switch (node?.type) {
    case 'property_identifier':
    case 'shorthand_property_identifier':
    case 'private_property_identifier':
    case 'identifier':
      return node.text;
    case 'string':
      return unescaped(node.text.slice(1, -1));
    case 'number':
      return String(Number(node.text));
    case 'computed_property_name': {
      const known = scriptLiteral(node.named[0], lookUp);
      return typeof known?.value === 'string' ? known.value : undefined;
    }
    default:
      return undefined;
  }
}

function numberOf(text: string): Known {
  const digits = text.replaceAll('_', '');
  if (/^\d+n$/.test(digits)) return { value: BigInt(digits.slice(0, -1)) };
  const value = Number(digits);
  return Number.isNaN(value) ? undefined : { value };
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' },
  ...{ '\n': '', '\r\n': '' },
};

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const pattern = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|(\r\n|[\s\S]))/g;
  return text.replace(pattern, (whole: string, byte?: string, short?: string, long?: string, one?: string): string => {
    const code = byte ?? short ?? long;
    if (code === undefined) return one === undefined ? whole : (escapes[one] ?? one);
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function template(node: SyntaxNode, lookUp: LookUp): Known {
  let text = '';
  let at = node.start + 1;
  const raw = node.text;
  for (const part of node.named) {
    if (part.type !== 'template_substitution') continue;
    text += unescaped(raw.slice(at - node.start, part.start - node.start));
    const known = scriptLiteral(part.named[0], lookUp);
    if (known === undefined || typeof known.value === 'object' || typeof known.value === 'symbol') return undefined;
    text += String(known.value);
    at = part.end;
  }
  return { value: text + unescaped(raw.slice(at - node.start, -1)) };
}

function named(name: string, lookUp: LookUp): Known {
  if (name === 'NaN') return { value: NaN };
  if (name === 'Infinity') return { value: Infinity };
  return lookUp(name);
}

const constants: Readonly<Record<string, number>> = {
  'Number.MAX_SAFE_INTEGER': Number.MAX_SAFE_INTEGER,
  'Number.MIN_SAFE_INTEGER': Number.MIN_SAFE_INTEGER,
  'Number.POSITIVE_INFINITY': Infinity,
  'Number.NEGATIVE_INFINITY': -Infinity,
  'Number.NaN': NaN,
  'Number.EPSILON': Number.EPSILON,
  'Math.PI': Math.PI,
  'Math.E': Math.E,
};

function member(node: SyntaxNode, lookUp: LookUp): Known {
  const constant = constants[node.text];
  if (constant !== undefined) return { value: constant };
  const whole = lookUp(node.text);
  if (whole !== undefined) return whole;
  const object = scriptLiteral(node.child('object'), lookUp)?.value;
  const key = node.child('property')?.text ?? '';
  return isPlainObject(object) && Object.hasOwn(object, key) ? { value: object[key] } : undefined;
}

function array(node: SyntaxNode, lookUp: LookUp): Known {
  const items: Literal[] = [];
  // `[1, , 2]`: what is left out is no child.
  if (/[[,]\s*,/.test(node.children.map(({ type }) => (type.length === 1 ? type : 'x')).join(''))) return undefined;
  for (const part of node.named) {
    const isSpread = part.type === 'spread_element';
    const known = scriptLiteral(isSpread ? part.named[0] : part, lookUp);
    if (known === undefined) return undefined;
    if (!isSpread) items.push(known.value);
    else if (Array.isArray(known.value)) items.push(...(known.value as readonly Literal[]));
    else return undefined;
  }
  return { value: items };
}

function object(node: SyntaxNode, lookUp: LookUp): Known {
  const value: Record<string, Literal> = {};
  for (const part of node.named) {
    if (part.type === 'shorthand_property_identifier') {
      const known = named(part.text, lookUp);
      if (known === undefined) return undefined;
      setKey(value, part.text, known.value);
    } else if (part.type === 'pair') {
      const key = keyOf(part.child('key'), lookUp);
      const known = scriptLiteral(part.child('value'), lookUp);
      if (key === undefined || known === undefined) return undefined;
      setKey(value, key, known.value);
    } else if (part.type === 'spread_element') {
      const more = scriptLiteral(part.named[0], lookUp)?.value;
      if (!isPlainObject(more)) return undefined;
      for (const [key, each] of Object.entries(more)) setKey(value, key, each);
    } else return undefined;
  }
  return { value };
}

function unary(node: SyntaxNode, lookUp: LookUp): Known {
  const value = scriptLiteral(node.child('argument'), lookUp)?.value;
  switch (node.child('operator')?.text) {
    case '-':
      return typeof value === 'number' || typeof value === 'bigint' ? { value: -value } : undefined;
    case '+':
      return typeof value === 'number' ? { value } : undefined;
    case '!':
      return typeof value === 'boolean' ? { value: !value } : undefined;
    case 'void':
      return { value: undefined };
    default:
      return undefined;
  }
}

function binary(node: SyntaxNode, lookUp: LookUp): Known {
  const left = scriptLiteral(node.child('left'), lookUp)?.value;
  const right = scriptLiteral(node.child('right'), lookUp)?.value;
  const operator = node.child('operator')?.text;
  if (typeof left === 'number' && typeof right === 'number') {
    const results: Readonly<Record<string, number>> = {
      '+': left + right,
      '-': left - right,
      '*': left * right,
      '/': left / right,
      '**': left ** right,
      '<<': left << right,
      '|': left | right,
    };
    const value = results[operator ?? ''];
    return value === undefined ? undefined : { value };
  }
  if (operator !== '+' || !isPrinted(left) || !isPrinted(right)) return undefined;
  return { value: `${left}${right}` };
}

function isPrinted(value: Literal): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** `new Set([1])`, `new Map([['a', 1]])`. */
function collection(node: SyntaxNode, lookUp: LookUp): Known {
  const maker = node.child('constructor')?.text;
  if (maker !== 'Set' && maker !== 'Map') return undefined;
  const [given] = node.child('arguments')?.named ?? [];
  const items = given === undefined ? [] : scriptLiteral(given, lookUp)?.value;
  if (!Array.isArray(items)) return undefined;
  const list = items as readonly Literal[];
  if (maker === 'Set') return { value: new Set(list) };
  const isPair = (each: Literal): each is readonly [Literal, Literal] => Array.isArray(each) && each.length === 2;
  return list.every(isPair) ? { value: new Map(list) } : undefined;
}

/** `['a', 'b'].join('\n')` and `'…'.trim()`, as descriptions are written. */
function joined(node: SyntaxNode, lookUp: LookUp): Known {
  const callee = node.child('function');
  const object = scriptLiteral(callee?.child('object'), lookUp)?.value;
  const given = node.child('arguments')?.named ?? [];
  switch (callee?.child('property')?.text) {
    case 'join': {
      const separator = given.length === 0 ? ',' : scriptString(given[0], lookUp);
      const isText = Array.isArray(object) && object.every((each) => typeof each === 'string');
      return isText && separator !== undefined ? { value: object.join(separator) } : undefined;
    }
    case 'trim':
      return typeof object === 'string' ? { value: object.trim() } : undefined;
    default:
      return undefined;
  }
}
