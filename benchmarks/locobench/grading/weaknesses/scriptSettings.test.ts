import { testPairs } from './testing/pairs';

describe('Weaknesses of scripts: settings and objects', () => {
  testPairs('src/a.ts', [
    {
      cwe: 'CWE-798',
      weak: {
        'a constant':
          "const apiKey = 'q7Rk2vXw9TzB';\nexport const call = () => fetch('x', { headers: { a: apiKey } });\n",
        'a default': "export const connect = (password = 'hT5nn8Pq2sLk') => password;\n",
        'a property': "export const options = { user: 'reader', password: 'hT5nn8Pq2sLk' };\n",
        'a comparison': "export const isAllowed = (token: string) => token === 'hT5nn8Pq2sLk';\n",
        'in an address': "export const url = 'postgres://reader:hT5nn8Pq2sLk@db.internal/app';\n",
        'a fallback': "export const token = process.env.TOKEN ?? 'hT5nn8Pq2sLk';\n",
      },
      repaired: {
        environment: "export const apiKey = process.env.API_KEY ?? '';\n",
        'a parameter': 'export const connect = (password: string) => password;\n',
        'names of fields':
          "export const tokenType = 'access2token', passwordField = 'user_password_2';\nexport const kind = { token: 'eof' };\n",
        'a test of a length': 'export const isToken = (token: string) => token.length === 12;\n',
      },
    },
    {
      cwe: 'CWE-328',
      weak: {
        md5: "import { createHash } from 'node:crypto';\nexport const sign = (x: string) => createHash('md5').update(x).digest('hex');\n",
        'a name in a constant':
          "import crypto from 'node:crypto';\nconst ALGORITHM = 'sha1';\nexport const sign = (x: string) => crypto.createHash(ALGORITHM).update(x).digest('hex');\n",
        hmac: "import { createHmac } from 'node:crypto';\nexport const sign = (k: string, x: string) => createHmac('sha1', k).update(x).digest('hex');\n",
      },
      repaired: {
        sha256:
          "import { createHash } from 'node:crypto';\nexport const sign = (x: string) => createHash('sha256').update(x).digest('hex');\n",
        scrypt:
          "import { scryptSync } from 'node:crypto';\nexport const sign = (x: string, salt: string) => scryptSync(x, salt, 32).toString('hex');\n",
      },
    },
    {
      cwe: 'CWE-338',
      weak: {
        'Math.random': 'export function createToken() {\n  return Math.random().toString(36).slice(2);\n}\n',
        'a variable':
          'export function begin() {\n  const sessionId = Math.random().toString(36);\n  return sessionId;\n}\n',
        'one function away':
          'function pick(n: number) {\n  return Math.floor(Math.random() * n);\n}\nexport const resetToken = () => String(pick(10));\n',
        'in a callback':
          "export function inviteToken(n: number) {\n  return Array.from({ length: n }, () => 'ab'[Math.floor(Math.random() * 2)]).join('');\n}\n",
      },
      repaired: {
        randomBytes:
          "import { randomBytes } from 'node:crypto';\nexport const createToken = () => randomBytes(16).toString('hex');\n",
        getRandomValues:
          "export const createToken = () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');\n",
        randomInt:
          "import { randomInt } from 'node:crypto';\nexport const createToken = () => String(randomInt(1_000_000));\n",
        'jitter elsewhere':
          "import { randomUUID } from 'node:crypto';\nexport const createToken = () => randomUUID();\nexport const jitter = () => Math.random() * 100;\n",
      },
    },
    {
      cwe: 'CWE-295',
      weak: {
        option:
          "import https from 'node:https';\nexport const agent = () => new https.Agent({ rejectUnauthorized: false });\n",
        'over a constant':
          "import https from 'node:https';\nconst strict = false;\nexport const agent = () => new https.Agent({ rejectUnauthorized: strict });\n",
        environment: "export function allow() {\n  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n}\n",
        'names are not compared':
          "import tls from 'node:tls';\nexport const open = (host: string) => tls.connect({ host, checkServerIdentity: () => undefined });\n",
      },
      repaired: {
        'turned on':
          "import https from 'node:https';\nexport const agent = () => new https.Agent({ rejectUnauthorized: true });\n",
        default: "import https from 'node:https';\nexport const agent = () => new https.Agent({ keepAlive: true });\n",
        'its own authority':
          "import https from 'node:https';\nexport const agent = (ca: string) => new https.Agent({ ca });\n",
      },
    },
    {
      cwe: 'CWE-1321',
      weak: {
        'merge with for in':
          "export function merge(target: any, source: any): any {\n  for (const key in source) {\n    if (typeof source[key] === 'object' && source[key] !== null) {\n      target[key] = merge(target[key] ?? {}, source[key]);\n    } else target[key] = source[key];\n  }\n  return target;\n}\n",
        'merge over keys':
          'function extend(to, from) {\n  Object.keys(from).forEach((name) => {\n    if (isObject(from[name]) && isObject(to[name])) extend(to[name], from[name]);\n    else to[name] = from[name];\n  });\n  return to;\n}\n',
        'set by a path':
          "export function setAt(target: any, path: string, value: unknown) {\n  const keys = path.split('.');\n  let node = target;\n  for (const key of keys.slice(0, -1)) {\n    node[key] = node[key] ?? {};\n    node = node[key];\n  }\n  node[keys.at(-1)!] = value;\n}\n",
      },
      repaired: {
        'keys refused':
          "export function merge(target: any, source: any): any {\n  for (const key of Object.keys(source)) {\n    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;\n    if (typeof source[key] === 'object') target[key] = merge(target[key] ?? {}, source[key]);\n    else target[key] = source[key];\n  }\n  return target;\n}\n",
        'a list of keys':
          "const REFUSED = new Set(['__proto__', 'constructor', 'prototype']);\nexport function setAt(target: any, path: string, value: unknown) {\n  const keys = path.split('.');\n  if (keys.some((key) => REFUSED.has(key))) throw new Error('no');\n  let node = target;\n  for (const key of keys.slice(0, -1)) {\n    node[key] = node[key] ?? {};\n    node = node[key];\n  }\n  node[keys.at(-1)!] = value;\n}\n",
        'own properties only':
          "export function setAt(target: any, path: string, value: unknown) {\n  const keys = path.split('.');\n  let node = target;\n  for (const key of keys.slice(0, -1)) {\n    if (!Object.hasOwn(node, key)) node[key] = {};\n    node = node[key];\n  }\n  node[keys.at(-1)!] = value;\n}\n",
        'no prototype':
          "export function copy(source: any): any {\n  const target = Object.create(null);\n  for (const key in source) target[key] = typeof source[key] === 'object' ? copy(source[key]) : source[key];\n  return target;\n}\n",
        'one level':
          'export function count(words: string[]) {\n  const counts: Record<string, number> = {};\n  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;\n  return counts;\n}\n',
      },
    },
    {
      cwe: 'CWE-1333',
      weak: {
        'a repeated repetition': 'export const isName = (x: string) => /^(\\w+)*$/.test(x);\n',
        'a separator that may miss': "export const isSlug = (x: string) => new RegExp('^([a-z0-9]+-?)+$').test(x);\n",
      },
      repaired: {
        'a separator that has to be there':
          'export const isSlug = (x: string) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(x);\n',
        'one class': 'export const isSlug = (x: string) => /^[a-z0-9-]+$/.test(x);\n',
        'with an end': 'export const isList = (x: string) => /^(\\d+,)*$/.test(x) || /^(?:ab{0,3})+$/.test(x);\n',
      },
    },
  ]);
});
