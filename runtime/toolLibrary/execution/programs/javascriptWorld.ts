/**
 * The world of one JavaScript runner: its clock, its chance, what may not be done, and what was tried. A part of the JavaScript runner.
 */
export const JAVASCRIPT_WORLD = String.raw`
const RealDate = Date;
const PRINTED = 262144;
const tried = new Set();
let calling = false, shown = [], shownSize = 0;
class Flood extends Error {}
function print(chunk) {
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
  shownSize += text.length;
  if (shownSize > PRINTED) throw new Flood('too much was printed');
  shown.push(text);
  return true;
}
function takePrinted() { const text = shown.join(''); shown = []; shownSize = 0; return text; }
for (const stream of [process.stdout, process.stderr]) stream.write = (chunk, ...rest) => { const done = rest.find((each) => typeof each === 'function'); print(chunk); done?.(); return true; };
// The console swallows what its stream throws.
for (const name of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'table', 'dir']) console[name] = (...values) => { print(util.format(...values) + '\n'); };

function refuse(effect, name) {
  return function () {
    if (calling) tried.add(effect);
    throw Object.assign(new Error(name + ': operation not permitted'), { code: 'EPERM' });
  };
}
function shut(module, names, effect) {
  for (const name of names) if (typeof module[name] === 'function') module[name] = refuse(effect, name);
}
const WRITES = ['writeFile', 'appendFile', 'mkdir', 'mkdtemp', 'rm', 'rmdir', 'unlink', 'rename', 'copyFile', 'cp', 'symlink', 'link', 'chmod', 'chown', 'utimes', 'truncate', 'createWriteStream'];
function enter(world) {
  const fs = require('node:fs'), child = require('node:child_process');
  shut(fs, [...WRITES, ...WRITES.map((each) => each + 'Sync')], 'files');
  shut(fs.promises, WRITES, 'files');
  shut(child, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'], 'process');
  shut(require('node:net'), ['connect', 'createConnection', 'createServer'], 'network');
  shut(require('node:net').Socket.prototype, ['connect'], 'network');
  shut(require('node:http'), ['request', 'get', 'createServer'], 'network');
  shut(require('node:https'), ['request', 'get', 'createServer'], 'network');
  shut(require('node:dgram'), ['createSocket'], 'network');
  shut(require('node:dns'), ['lookup', 'resolve', 'resolve4', 'resolve6'], 'network');
  shut(require('node:dns').promises, ['lookup', 'resolve', 'resolve4', 'resolve6'], 'network');
  const threads = require('node:worker_threads');
  threads.Worker = refuse('process', 'Worker');
  require('node:cluster').fork = refuse('process', 'fork');
  shut(globalThis, ['fetch', 'WebSocket', 'EventSource'], 'network');
  shut(process, ['kill', 'exit', 'abort', 'reallyExit', 'dlopen', '_kill'], 'process');
  let ticks = 0;
  const now = () => world.clock * 1000 + ticks++;
  globalThis.Date = class Date extends RealDate {
    constructor(...given) { if (given.length === 0) super(now()); else super(...given); }
    static now() { return now(); }
    static [Symbol.hasInstance](value) { return value instanceof RealDate; }
  };
  performance.now = () => now();
  let state = 0;
  begin = () => { state = world.seed >>> 0; };
  // mulberry32
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, () => undefined);
  Module.syncBuiltinESMExports();
}
let begin = () => undefined;
`;
