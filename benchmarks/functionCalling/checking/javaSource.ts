import type { ExactJson } from '../../../runtime/functionCalling';
import type { PythonType } from './pythonValues';
import { floatValue, integerValue, isQuoted, numberOrText } from './sourceValue';

/** Names of types in descriptions of Java functions. */
export const javaTypes: ReadonlyMap<string, PythonType> = new Map([
  ['byte', 'int'],
  ['short', 'int'],
  ['integer', 'int'],
  ['long', 'int'],
  ['float', 'float'],
  ['double', 'float'],
  ['boolean', 'bool'],
  ['char', 'str'],
  ['String', 'str'],
  ['any', 'str'],
  ['Array', 'list'],
  ['ArrayList', 'list'],
  ['Queue', 'list'],
  ['Stack', 'list'],
  ['HashMap', 'dict'],
  ['Hashtable', 'dict'],
]);

const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?/.source;

/**
 * The value of an expression in Java, as far as the leaderboard reads them (`java_type_converter`); what does not look
 * like the type stays text.
 *
 * @param items type of the items of a collection
 */
export function javaValue(text: string, type: string, items?: string): ExactJson {
  switch (type) {
    case 'byte':
    case 'short':
    case 'integer':
      return /^-?\d+$/.test(text) ? integerValue(text) : text;
    case 'long':
      return /^-?\d+[lL]$/.test(text) ? integerValue(text.slice(0, -1)) : text;
    case 'float':
      return new RegExp(`${number}[fF]$`).test(text) ? floatValue(text.slice(0, -1)) : text;
    case 'double':
      return new RegExp(`${number}$`).test(text) ? floatValue(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'Array':
      return arrayValue(text, items);
    case 'ArrayList':
      return arrayListValue(text, items);
    case 'HashMap':
      return hashMapValue(text);
    default:
      return text;
  }
}

function arrayValue(text: string, items: string | undefined): ExactJson {
  const inner = /new\s+\w+\[\]\s*\{(.*?)\}/.exec(text)?.[1];
  if (inner === undefined) return text;
  return splitItems(inner)
    .filter((item) => item !== '')
    .map((item) => (items === undefined ? untyped(item) : javaValue(item, items)));
}

function arrayListValue(text: string, items: string | undefined): ExactJson {
  const listed = /new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)/.exec(text)?.[1];
  if (listed !== undefined) return splitItems(listed).map((item) => itemValue(item, items));
  const added = /new\s+ArrayList<\w*>\(\)\s*\{\{\s*([^]+?)\s*\}\}/.exec(text)?.[1];
  if (added !== undefined) {
    return [...added.matchAll(/add\((.+?)\)/g)].map(([, item = '']) => itemValue(item.trim(), items));
  }
  return /new\s+ArrayList<\w*>\(\)/.test(text) ? [] : text;
}

/** Strings and characters lose their quotes here, whatever they are. */
function itemValue(item: string, items: string | undefined): ExactJson {
  if (items === 'char' || items === 'String') return item.slice(1, -1);
  return items === undefined ? untyped(item) : javaValue(item, items);
}

function hashMapValue(text: string): ExactJson {
  const inner = /new\s+HashMap<.*?>\s*\(\)\s*\{\s*\{?\s*([^]*?)\s*\}?\s*\}/.exec(text)?.[1];
  if (inner !== undefined) {
    const puts = [...inner.matchAll(/put\("(.*?)",\s*(.*?)\)/g)];
    return new Map(puts.map(([, key = '', value = '']) => [key, untyped(value.trim())]));
  }
  return /new\s+HashMap<.*?>\s*\(\)/.test(text) ? new Map() : text;
}

function untyped(text: string): ExactJson {
  if (text === 'true' || text === 'false') return text === 'true';
  if (isQuoted(text, ['"'])) return text.slice(1, -1);
  if (/^-?\d+[lL]$/.test(text)) return integerValue(text.slice(0, -1));
  if (new RegExp(`${number}[fF]$`).test(text)) return floatValue(text.slice(0, -1));
  return numberOrText(text);
}

const splitItems = (text: string) => text.split(',').map((item) => item.trim());
