/** The program of Node that runs functions in the sandbox: JSON lines in, JSON lines out, one case after another. */
import { JAVASCRIPT_ARGUMENTS } from './javascriptArguments';
import { JAVASCRIPT_CANONICAL } from './javascriptCanonical';
import { JAVASCRIPT_MODULES } from './javascriptModules';
import { JAVASCRIPT_WORLD } from './javascriptWorld';

const START = String.raw`'use strict';
const crypto = require('node:crypto'), fs = require('node:fs'), path = require('node:path'), url = require('node:url'), util = require('node:util'), vm = require('node:vm');
const Module = require('node:module'), readline = require('node:readline');
const writeSync = fs.writeSync;
const answer = (value) => {
  const line = Buffer.from(JSON.stringify(value) + '\n');
  for (let at = 0; at < line.length; ) {
    try { at += writeSync(1, line, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
};
`;

const LOOP = String.raw`
const { cpuUsage } = process;
const spent = () => { const { user, system } = cpuUsage.call(process); return (user + system) / 1e6; };
const LATE = Symbol('late');
// A watchdog of V8 ends what does not return; promises have a time of their own.
const invoke = new vm.Script('globalThis[Symbol.for("whetstone.call")]()');
const CALL = Symbol.for('whetstone.call');
function sync(milliseconds, act) {
  Object.defineProperty(globalThis, CALL, { value: act, configurable: true });
  try { return invoke.runInThisContext({ timeout: milliseconds }); } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw LATE;
    throw error;
  }
}
function settled(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(LATE), milliseconds); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
function stand({ stand: set, over, root, texts }) {
  const own = Object.entries(texts).map(([name, text]) => [path.join(root, name), text]);
  standing.set(String(set), new Map([...(standing.get(String(over)) ?? []), ...own]));
}
/** Names of a function's parameters by its text, for callers that know no more than names. */
function bySignature(described) {
  const text = described.toString();
  const bare = /^(?:async\s+)?([\w$]+)\s*=>/.exec(text);
  if (bare !== null) return [[bare[1], 'plain']];
  const open = text.indexOf('(');
  const parts = [];
  let depth = 0, from = open + 1;
  for (let at = open; at < text.length; at++) {
    const each = text[at];
    if (each === '"' || each === "'" || each === '\x60') { const end = text.indexOf(each, at + 1); at = end < 0 ? text.length : end; continue; }
    if ('([{'.includes(each)) depth++;
    if (')]}'.includes(each)) depth--;
    if (depth === 0 || (depth === 1 && each === ',')) { parts.push(text.slice(from, at).trim()); from = at + 1; }
    if (depth === 0) break;
  }
  return parts.filter((each) => each !== '').flatMap((each) => {
    if (each.startsWith('{')) return each.slice(1, each.lastIndexOf('}', each.search(/\}\s*(?:=|$)/) + 1)).split(',').map((field) => [field.split(/[=:]/)[0].trim(), 'field']).filter(([name]) => name !== '');
    return each.startsWith('...') ? [[each.slice(3).trim(), 'rest']] : [[each.split('=')[0].trim(), 'plain']];
  });
}
async function collected(value) {
  const items = [];
  for await (const each of value) { items.push(each); if (items.length >= TAKEN) break; }
  return items;
}
async function outcome(call, job, values) {
  const held = {}, mutable = {};
  try {
    for (const [name, value] of Object.entries(values)) {
      const kind = job.convert?.[name];
      held[name] = kind === undefined || value === null ? value : MAKE[kind](value);
      if (typeof held[name] === 'object' && held[name] !== null) mutable[job.report[name] ?? name] = held[name];
    }
  } catch { return '!argument'; }
  const before = canonical(mutable);
  const list = arrange(job.passing ?? bySignature(call.described), held);
  begin();
  takePrinted();
  let text;
  calling = true;
  try {
    let value;
    let direct;
    sync(job.soft * 1000, () => { value = call(list); if (typeof value?.then !== 'function') direct = value?.[Symbol.asyncIterator] === undefined ? canonical(value) : undefined; });
    text = direct ?? 'async ' + canonical(await settled(job.soft * 1000, typeof value?.then === 'function' ? value : collected(value)));
  } catch (error) {
    text = error === LATE ? '!timeout' : error instanceof Flood ? '!output' : error instanceof Error || typeof error?.name === 'string' ? '!' + (error.constructor?.name ?? error.name) : '!thrown:' + canonical(error);
  }
  calling = false;
  if (text === '!timeout' || text === '!output') return text;
  const after = canonical(mutable);
  if (after !== before) text += ' ~changed' + after;
  const printed = takePrinted();
  return printed === '' ? text : text + ' ~printed#' + digest(printed);
}
const FLOAT = /(-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+))/;
function other(known, text) {
  if (known === null || known === undefined || known === text) return false;
  const before = known.split(FLOAT), after = text.split(FLOAT);
  if (before.length !== after.length) return true;
  return before.some((each, at) => at % 2 === 0 ? each !== after[at] : Math.abs(each - after[at]) > 1e-6 * Math.max(Math.abs(each), Math.abs(after[at])));
}
async function run(job) {
  let call;
  try { call = find(await settled(job.load * 1000, load(job)), job.access); } catch (error) {
    answer({ job: job.job, problem: error === LATE ? 'its file does not end when it is loaded' : told(error, job.path) });
    return;
  }
  tried.clear();
  let late = 0;
  const begun = spent();
  for (const [index, values] of job.cases.entries()) {
    const text = await outcome(call, job, values);
    if (text === '!timeout' || text === '!output') late++;
    answer([job.job, index, text]);
    if (late >= job.patience || other(job.expected?.[index], text)) break;
  }
  answer({ job: job.job, done: true, tried: [...tried].sort(), seconds: spent() - begun });
}
(async () => {
  const lines = readline.createInterface({ input: fs.createReadStream('', { fd: 0, autoClose: false }), crlfDelay: Infinity })[Symbol.asyncIterator]();
  enter(JSON.parse((await lines.next()).value));
  Object.defineProperty(process, 'stdin', { value: require('node:stream').Readable.from([]), configurable: true });
  answer({ ready: 'Node ' + process.version });
  for (;;) {
    const { value, done } = await lines.next();
    if (done) break;
    const request = JSON.parse(value);
    if (request.stand !== undefined) stand(request);
    else if (request.forget !== undefined) standing.delete(String(request.forget));
    else await run(request);
  }
  process.removeAllListeners('uncaughtException');
})();
`;

export const JAVASCRIPT_RUNNER = [
  START,
  JAVASCRIPT_CANONICAL,
  JAVASCRIPT_WORLD,
  JAVASCRIPT_MODULES,
  JAVASCRIPT_ARGUMENTS,
  LOOP,
].join('');
