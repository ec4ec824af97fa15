/** The program of Node that makes one call in the sandbox: one JSON line in, one out. Clock and chance are those of the system. */
import { JAVASCRIPT_ARGUMENTS, JAVASCRIPT_MODULES } from '../../execution';

const START = String.raw`'use strict';
const fs = require('node:fs'), path = require('node:path'), url = require('node:url'), Module = require('node:module');
const { writeSync } = fs, exit = process.exit.bind(process);
const request = JSON.parse(fs.readFileSync(0, 'utf8'));
function answer(value) {
  const text = Buffer.from(JSON.stringify(value));
  for (let at = 0; at < text.length; ) {
    try { at += writeSync(1, text, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
  // What the code left running does not hold the answer up.
  exit(0);
}
// What the code prints is not the answer.
process.stdout.write = process.stderr.write.bind(process.stderr);
`;

const CALL = String.raw`
const NODES = 100000, ITEMS = 10000, DEEPEST = 60;
class CannotSay extends Error {}
let nodes = 0;
const open = new Set();
/** JSON of a result: what JSON does not have becomes the text or list that says it best. */
function plain(value, depth = 0) {
  if (++nodes > NODES) throw new CannotSay('its result has more than ' + NODES + ' parts; call it with less');
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number': return Number.isFinite(value) ? value : String(value);
    case 'bigint': case 'symbol': case 'function': return String(value);
    case 'object': break;
    default: return value;
  }
  if (open.has(value)) throw new CannotSay('its result holds itself, which JSON cannot say');
  if (depth > DEEPEST) throw new CannotSay('its result is nested more than ' + DEEPEST + ' deep');
  open.add(value);
  try { return compound(value, depth + 1); } finally { open.delete(value); }
}
function compound(value, depth) {
  const list = (items) => {
    const all = [];
    for (const each of items) {
      if (all.length >= ITEMS) throw new CannotSay('its result has more than ' + ITEMS + ' items; call it with less');
      all.push(plain(each, depth));
    }
    return all;
  };
  if (Array.isArray(value) || value instanceof Set) return list(value);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each, depth)]));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return Buffer.from(value).toString('base64');
  if (ArrayBuffer.isView(value) && 'length' in value) return list(value);
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (typeof value.toJSON === 'function') return plain(value.toJSON(), depth);
  if (typeof value[Symbol.iterator] === 'function') return list(value);
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined && typeof each !== 'function').map(([key, each]) => [key, plain(each, depth)]));
}
async function collected(values) {
  const items = [];
  for await (const each of values) if (items.push(each) > ITEMS) break;
  return items;
}
(async () => {
  let call;
  try { call = find(await load(request), request.access); } catch (error) { return answer({ problem: told(error, request.path) }); }
  const held = {};
  for (const [name, value] of Object.entries(request.arguments)) {
    const kind = request.convert[name];
    try { held[name] = kind === undefined || value === null ? value : MAKE[kind](value); } catch (error) {
      return answer({ problem: 'the argument ' + name + ' does not fit its type: ' + error.message });
    }
  }
  try {
    let value = await call(arrange(request.passing, held));
    if (typeof value?.[Symbol.asyncIterator] === 'function') value = await collected(value);
    answer({ value: plain(value) });
  } catch (error) {
    if (error instanceof CannotSay) return answer({ problem: error.message });
    const known = error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error);
    const places = [...String(error?.stack ?? '').matchAll(/\(?(?:file:\/\/)?(\/[^\s()]+?)(?:\?[^\s()]*)?:(\d+):\d+\)?$/gm)].slice(0, 3);
    const where = places.map(([, file, line]) => path.relative(request.root, file) + ', line ' + line).join('\n');
    answer({ raised: (known ? (error.name ?? 'Error') + ': ' + error.message : String(error)).slice(0, 2000), where });
  }
})();
process.on('uncaughtException', (error) => answer({ raised: String(error).slice(0, 2000), where: '' }));
process.on('beforeExit', () => answer({ problem: 'it waits for something that never comes' }));
`;

export const JAVASCRIPT_CALL = [START, JAVASCRIPT_MODULES, JAVASCRIPT_ARGUMENTS, CALL].join('');
