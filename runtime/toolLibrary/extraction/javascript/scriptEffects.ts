/** What JavaScript's library and Node's do besides computing, by name. */
import type { ToolEffect } from '../../types';
import { words } from '../words';

type Effects = readonly ToolEffect[];

function table(entries: readonly (readonly [Effects, string])[]): ReadonlyMap<string, Effects> {
  return new Map(entries.flatMap(([effects, names]) => words(names).map((name) => [name, effects] as const)));
}

/** Longest prefix of a dotted name decides. */
const globals = table([
  [
    [],
    `Math JSON Object Array String Number Boolean RegExp Map Set WeakMap WeakSet WeakRef Symbol BigInt Intl Reflect Proxy Promise
    parseInt parseFloat isNaN isFinite structuredClone URL URLSearchParams TextEncoder TextDecoder atob btoa encodeURIComponent
    decodeURIComponent encodeURI decodeURI escape unescape Error TypeError RangeError SyntaxError EvalError ReferenceError URIError
    AggregateError DOMException Uint8Array Uint8ClampedArray Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array
    Float64Array BigInt64Array BigUint64Array ArrayBuffer DataView Buffer console Date AbortController AbortSignal queueMicrotask NaN
    Infinity undefined crypto.subtle.digest Iterator process.nextTick Headers FormData Blob arguments`,
  ],
  [
    ['clock'],
    'Date.now performance setTimeout setInterval setImmediate clearTimeout clearInterval process.hrtime process.uptime Temporal.Now',
  ],
  [['random'], 'Math.random crypto'],
  [['network'], 'fetch XMLHttpRequest WebSocket EventSource navigator Request Response'],
  [['process'], 'process Deno Bun Worker'],
  [
    ['state'],
    'process.env process.cwd process.argv process.platform process.version process.versions globalThis window document global',
  ],
  [['state'], 'localStorage sessionStorage self location history'],
  [['unknown'], 'eval Function require module import'],
]);

const modules = table([
  [
    [],
    `path path/posix path/win32 url util buffer assert assert/strict querystring string_decoder zlib events punycode stream zod lodash
    lodash-es ramda date-fns dayjs luxon underscore uuid/validate mathjs decimal.js big.js bignumber.js ajv semver fast-deep-equal
    zod/v3 zod/v4 picomatch minimatch diff jsonc-parser js-yaml yaml csv-parse/sync marked he slugify change-case async_hooks
    crypto.createHash crypto.createHmac crypto.timingSafeEqual crypto.getHashes crypto.subtle util/types stream/promises ms bytes`,
  ],
  [
    ['files'],
    'fs fs/promises fs-extra graceful-fs glob fast-glob globby rimraf tmp sqlite better-sqlite3 proper-lockfile',
  ],
  [
    ['network'],
    'http https http2 net tls dgram dns dns/promises undici node-fetch axios got ws socket.io ky superagent nodemailer openai',
  ],
  [['network'], '@anthropic-ai/sdk pg mysql mysql2 redis ioredis mongodb'],
  [['process'], 'child_process worker_threads cluster execa cross-spawn readline readline/promises repl inspector tty'],
  [['clock'], 'timers timers/promises perf_hooks'],
  [['random'], 'crypto uuid nanoid'],
  [['state'], 'os process v8 vm module'],
]);

function longest(known: ReadonlyMap<string, Effects>, dotted: string): Effects | undefined {
  for (let name = dotted; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const found = known.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @returns undefined for what is no global that is known */
export function effectsOfGlobal(dotted: string): Effects | undefined {
  return longest(globals, dotted);
}

/** @param dotted name in the module, with what is taken from it */
export function effectsOfModule(module: string, dotted: string): Effects | undefined {
  const plain = module.replace(/^node:/, '');
  const whole = dotted === '' ? undefined : modules.get(`${plain}.${dotted.split('.')[0] ?? ''}`);
  return whole ?? modules.get(plain);
}

/** Methods that change the value that they are called on. */
export const changingMethods: ReadonlySet<string> = new Set(
  words(`push pop shift unshift splice sort reverse fill copyWithin set add delete clear append setTime setDate setDay setMonth
    setFullYear setHours setMinutes setSeconds setMilliseconds setUTCDate setUTCMonth setUTCFullYear setUTCHours setUTCMinutes
    setUTCSeconds write writeInt8 writeUInt8 defineProperty assign`),
);

/** Methods of the language's own values: they only compute. */
export const computingMethods: ReadonlySet<string> = new Set(
  words(`at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll normalize padEnd padStart
    repeat replace replaceAll search slice split startsWith substring substr toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase
    trim trimStart trimEnd toString valueOf toFixed toPrecision toExponential toLocaleString map filter reduce reduceRight some every find
    findIndex findLast findLastIndex flat flatMap forEach join keys values entries toSorted toReversed toSpliced with get has size test
    exec getTime getDate getDay getMonth getFullYear getHours getMinutes getSeconds getMilliseconds getTimezoneOffset getUTCDate getUTCDay
    getUTCMonth getUTCFullYear getUTCHours getUTCMinutes getUTCSeconds getUTCMilliseconds toISOString toJSON toDateString toTimeString
    toUTCString toLocaleDateString toLocaleTimeString then catch finally call apply bind next return throw hasOwnProperty isPrototypeOf
    format formatToParts resolvedOptions compare select of parse safeParse parseAsync digest update toArray union intersection difference
    symmetricDifference isSubsetOf isSupersetOf isDisjointFrom drop take isWellFormed subarray encode decode getAll byteLength
    propertyIsEnumerable description groupBy`),
);
