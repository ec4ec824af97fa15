import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray } from '../json/exactJson';
import { optional, repeated } from './gbnf';
import { Inexpressible, Unsatisfiable } from './inexpressible';
import type { SchemaGrammar } from './schemaGrammar';

const comma = '"," " "?';
const maxRepetitions = 2000;

export function arrayGrammar(grammar: SchemaGrammar, schema: JsonSchema, path: string): string {
  const { prefixItems, items, additionalItems, uniqueItems } = schema;
  const first = isJsonArray(prefixItems) ? prefixItems : isJsonArray(items) ? items : [];
  const rest = isJsonArray(items) ? additionalItems : items;
  const min = countOf(schema.minItems) ?? 0;
  let max = countOf(schema.maxItems);
  if (max !== undefined && max < min) throw new Unsatisfiable(`${path} allows no list`);
  if (min > maxRepetitions) throw new Inexpressible('structure', path, 'minItems', `is above ${maxRepetitions}`);
  if (max !== undefined && max > maxRepetitions) {
    grammar.detail(path, 'maxItems', `above ${maxRepetitions} is not said by a grammar`);
    max = undefined;
  }
  if (uniqueItems === true && (max ?? 2) > 1) grammar.detail(path, 'uniqueItems', 'cannot be said by a grammar');
  const inside =
    first.length > 0 ? tuple(grammar, path, { first, rest, min, max }) : list(grammar, path, { rest, min, max });
  return grammar.rules.add('list', `"[" ${inside} "]"`);
}

interface Sizes {
  readonly rest: Json | undefined;
  readonly min: number;
  readonly max: number | undefined;
}

function list(grammar: SchemaGrammar, path: string, { rest, min, max }: Sizes): string {
  if (max === 0) return '""';
  try {
    const item = grammar.rules.add('item', grammar.of(rest, `${path}[]`));
    const more = repeated(`${comma} ${item}`, Math.max(0, min - 1), max === undefined ? undefined : max - 1);
    return min > 0 ? `${item} ${more}` : optional(`${item} ${more}`);
  } catch (error) {
    // A list whose items go too deep can still be empty.
    if (error instanceof Unsatisfiable && min === 0) return '""';
    throw error;
  }
}

/** The first items have schemas of their own; those past `min` may be left out from the end. */
function tuple(
  grammar: SchemaGrammar,
  path: string,
  { first, rest, min, max }: Sizes & { readonly first: readonly Json[] },
): string {
  const own = max === undefined ? first : first.slice(0, max);
  const open = rest !== false && (max === undefined || max > own.length);
  if (!open && min > own.length) throw new Unsatisfiable(`${path} allows no list`);
  let tail = '';
  if (open) {
    const item = grammar.rules.add('item', grammar.of(rest, `${path}[]`));
    const most = max === undefined ? undefined : max - own.length;
    tail = repeated(`${comma} ${item}`, Math.max(0, min - own.length), most);
  }
  for (let index = own.length - 1; index >= 0; index--) {
    const item = grammar.rules.add('item', grammar.of(own[index], `${path}[${index}]`));
    const part = `${index === 0 ? '' : `${comma} `}${item} ${tail}`.trim();
    tail = index < min ? part : optional(part);
  }
  return tail === '' ? '""' : tail;
}

function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? Math.trunc(value) : undefined;
}
