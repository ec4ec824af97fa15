import type { ExactJson } from '../../../runtime/functionCalling';
import type { PythonType } from './pythonValues';
import { floatValue, integerValue, isQuoted, numberOrText } from './sourceValue';

/** Names of types in descriptions of JavaScript functions. */
export const javascriptTypes: ReadonlyMap<string, PythonType> = new Map([
  ['String', 'str'],
  ['any', 'str'],
  ['integer', 'int'],
  ['Bigint', 'int'],
  ['float', 'float'],
  ['Boolean', 'bool'],
  ['dict', 'dict'],
  ['array', 'list'],
]);

const quotes = ['"', "'"];

/**
 * The value of an expression in JavaScript, as far as the leaderboard reads them (`js_type_converter`); what does not
 * look like the type stays text.
 *
 * @param items type of the items of a list
 */
export function javascriptValue(text: string, type: string, items?: string): ExactJson {
  switch (type) {
    case 'String':
      return isQuoted(text, quotes) ? text.slice(1, -1) : text;
    case 'integer':
      return /^-?\d+$/.test(text) ? integerValue(text) : text;
    case 'float':
      return /^-?\d+(\.\d+)?$/.test(text) ? floatValue(text) : text;
    case 'Bigint':
      return /^-?\d+n$/.test(text) ? integerValue(text.slice(0, -1)) : text;
    case 'Boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'dict':
      return objectValue(text.trim());
    case 'array':
      return arrayValue(text.trim(), items);
    default:
      return text;
  }
}

function arrayValue(code: string, items?: string): ExactJson {
  const nested = /^(?:\[\s*\[.*?\]\s*(,\s*\[.*?\]\s*)*\]|new\s+Array\(\s*\[.*?\]\s*(,\s*\[.*?\]\s*)*\))/.exec(code);
  if (nested) {
    return [...nested[0].matchAll(/\[(.*?)\]/g)].map(([, inner = ''], index) => {
      const text = inner.trim();
      const row = index === 0 && text.startsWith('[') ? text.slice(1) : text;
      return row.split(',').map((item) => untyped(item));
    });
  }
  const flat = /^(?:\[(.*?)\]|new\s+Array\((.*?)\))/.exec(code);
  if (!flat) return code;
  const inner = (flat[1] ?? flat[2] ?? '').trim();
  if (inner === '') return [];
  return inner.split(',').map((item) => (items === undefined ? untyped(item) : javascriptValue(item.trim(), items)));
}

function objectValue(code: string): ExactJson {
  if (code === '{}') return new Map();
  const content = /^\{(.*?)\}/.exec(code)?.[1];
  if (content === undefined) return code;
  const pairs = [...content.matchAll(/([^:]+):\s*(.*?)(?:,\s*(?=[^,]+:)|$)/g)];
  return new Map(pairs.map(([, key = '', value = '']) => [unquoted(key.trim()), memberValue(value.trim())]));
}

function memberValue(text: string): ExactJson {
  if (text.startsWith('[') && text.endsWith(']')) return arrayValue(text);
  if (text.startsWith('{') && text.endsWith('}')) return objectValue(text);
  return untyped(unquoted(text));
}

/** Python's `strip("'\"")`. */
function unquoted(text: string): string {
  return text.replace(/^['"]+|['"]+$/g, '');
}

function untyped(item: string): ExactJson {
  const text = item.trim();
  if (text === 'true' || text === 'false') return text === 'true';
  return isQuoted(text, quotes) ? text.slice(1, -1) : numberOrText(text);
}
