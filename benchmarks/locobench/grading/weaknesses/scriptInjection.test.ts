import { testPairs } from './testing/pairs';

describe('Weaknesses of scripts: injections', () => {
  testPairs('src/a.ts', [
    {
      cwe: 'CWE-78',
      weak: {
        'a template':
          "import { exec } from 'node:child_process';\nexport function log(ref: string): void {\n  exec(`git log ${ref}`);\n}\n",
        'a sum over a variable':
          "const cp = require('child_process');\nfunction log(ref) {\n  const command = 'git log ' + ref.trim();\n  return cp.execSync(command).toString();\n}\n",
        'a shell':
          "import { spawn } from 'child_process';\nexport const run = (name: string) => spawn('git', ['log', name], { shell: true });\n",
        'sh -c':
          "import { execFileSync } from 'child_process';\nexport const run = (name: string) => execFileSync('sh', ['-c', 'git log ' + name]);\n",
        promisify:
          "import { exec } from 'node:child_process';\nimport { promisify } from 'node:util';\nconst run = promisify(exec);\nexport async function log(ref: string) {\n  const { stdout } = await run(`git log ${ref}`);\n  return stdout;\n}\n",
        'quotes around it':
          'import { exec } from \'node:child_process\';\nexport function log(ref: string): void {\n  exec(`git log "${ref}"`);\n}\n',
        'a helper that does nothing':
          "import { exec } from 'node:child_process';\nfunction escapeArgument(x: string) {\n  return x;\n}\nexport function log(ref: string): void {\n  exec(`git log ${escapeArgument(ref)}`);\n}\n",
        'a helper that builds it':
          "import { exec } from 'node:child_process';\nconst command = (ref: string) => `git log ${ref}`;\nexport function log(ref: string): void {\n  exec(command(ref));\n}\n",
        'a check that lets everything through':
          "import { exec } from 'node:child_process';\nexport function log(ref: string): void {\n  if (!/^.+$/.test(ref)) throw new Error('no');\n  exec(`git log ${ref}`);\n}\n",
        'only a look whether it is empty':
          "import { exec } from 'node:child_process';\nexport function log(ref: string): void {\n  if (!ref) return;\n  exec(`git log ${ref}`);\n}\n",
      },
      repaired: {
        'execFile with an array':
          "import { execFile } from 'node:child_process';\nexport function log(ref: string): void {\n  execFile('git', ['log', ref]);\n}\n",
        'spawn without shell':
          "import { spawn } from 'child_process';\nexport const run = (name: string) => spawn('git', ['log', name], { shell: false });\n",
        'an allow list':
          "import { exec } from 'node:child_process';\nconst REFS = ['main', 'next'];\nexport function log(ref: string): void {\n  if (!REFS.includes(ref)) throw new Error('no');\n  exec(`git log ${ref}`);\n}\n",
        'a strict form':
          "import { exec } from 'node:child_process';\nconst REF = /^[\\w./-]+$/;\nexport function log(ref: string): void {\n  const command = `git log ${ref}`;\n  if (!REF.test(ref)) throw new Error('no');\n  exec(command);\n}\n",
        'only when it is right':
          "import { exec } from 'node:child_process';\nexport function log(ref: string): void {\n  if (/^\\w+$/.test(ref)) {\n    exec(`git log ${ref}`);\n  }\n}\n",
        'shell-quote':
          "import { exec } from 'node:child_process';\nimport { quote } from 'shell-quote';\nexport function log(ref: string): void {\n  exec(`git log ${quote([ref])}`);\n}\n",
        'quoting of its own':
          "import { exec } from 'node:child_process';\nfunction shellQuote(x: string) {\n  return `'${x.replace(/'/g, `'\\\\''`)}'`;\n}\nexport function log(ref: string): void {\n  exec(`git log ${shellQuote(ref)}`);\n}\n",
        'a fixed command':
          "import { exec } from 'node:child_process';\nexport function log(done: () => void): void {\n  exec('git log', done);\n}\n",
        'a number':
          "import { exec } from 'node:child_process';\nexport function log(n: number, m: string): void {\n  exec(`git log -${n} -${Number(m)}`);\n}\n",
        'exec of a regular expression':
          "import { spawn } from 'node:child_process';\nexport const first = (text: string) => /a/.exec(text) ?? spawn('x');\n",
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        'path.join':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  return fs.readFileSync(path.join(root, name), 'utf8');\n}\n",
        'over a variable':
          "import { readFile } from 'node:fs/promises';\nimport path from 'node:path';\nexport async function read(root: string, name: string) {\n  const file = path.resolve(root, name);\n  return readFile(file);\n}\n",
        'a template':
          "const fs = require('fs');\nfunction read(root, name) {\n  return fs.createReadStream(`${root}/${name}.json`);\n}\n",
        'normalize only':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  const file = path.normalize(path.join(root, name));\n  if (!fs.existsSync(file)) return undefined;\n  return fs.readFileSync(file);\n}\n",
      },
      repaired: {
        'resolve and startsWith':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  const base = path.resolve(root);\n  const file = path.resolve(base, name);\n  if (!file.startsWith(base + path.sep)) throw new Error('outside');\n  return fs.readFileSync(file, 'utf8');\n}\n",
        'path.relative':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  const file = path.join(root, name);\n  const relative = path.relative(root, file);\n  if (relative.startsWith('..') || path.isAbsolute(relative)) return undefined;\n  return fs.readFileSync(file, 'utf8');\n}\n",
        'path.relative in one condition':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  const file = path.resolve(root, name);\n  if (path.relative(root, file).split(path.sep)[0] === '..') throw new Error('outside');\n  return fs.readFileSync(file, 'utf8');\n}\n",
        basename:
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport const read = (root: string, name: string) => fs.readFileSync(path.join(root, path.basename(name)));\n",
        'basename into the parameter':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  name = path.basename(name);\n  return fs.readFileSync(path.join(root, name));\n}\n",
        'a helper that checks':
          "import fs from 'node:fs';\nimport path from 'node:path';\nfunction isInside(root: string, file: string) {\n  const relative = path.relative(root, file);\n  return !relative.startsWith('..');\n}\nexport function read(root: string, name: string) {\n  const file = path.join(root, name);\n  if (!isInside(root, file)) throw new Error('outside');\n  return fs.readFileSync(file);\n}\n",
        'a strict name':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport function read(root: string, name: string) {\n  if (!/^[\\w-]+$/.test(name)) throw new Error('bad');\n  return fs.readFileSync(path.join(root, `${name}.json`));\n}\n",
        'a path that is given whole':
          "import fs from 'node:fs';\nexport const read = (file: string) => fs.readFileSync(file);\n",
        'a fixed name':
          "import fs from 'node:fs';\nimport path from 'node:path';\nexport const read = (root: string) => fs.readFileSync(path.join(root, 'package.json'));\n",
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        'a template':
          "export function find(db: Db, name: string) {\n  return db.query(`SELECT * FROM users WHERE name = '${name}'`);\n}\n",
        'a sum in steps':
          'function find(db, name, sort) {\n  let sql = \'SELECT id FROM users\';\n  if (name) sql += " WHERE name = \'" + name + "\'";\n  return db.prepare(sql).all();\n}\n',
        'an order': 'export const list = (db: Db, sort: string) => db.all(`SELECT * FROM users ORDER BY ${sort}`);\n',
      },
      repaired: {
        parameters:
          "export function find(db: Db, name: string) {\n  return db.query('SELECT * FROM users WHERE name = $1', [name]);\n}\n",
        'a prepared statement':
          "export const find = (db: Db, name: string) => db.prepare('SELECT * FROM users WHERE name = ?').all(name);\n",
        'a tagged template':
          'export const find = (sql: Sql, name: string) => sql`SELECT * FROM users WHERE name = ${name}`;\n',
        'as many places as values':
          "export function find(db: Db, ids: string[]) {\n  const places = ids.map(() => '?').join(', ');\n  return db.all(`SELECT * FROM users WHERE id IN (${places})`, ids);\n}\n",
        'numbered places':
          "export function find(db: Db, ids: string[]) {\n  const places = ids.map((_, index) => `$${index + 1}`).join(', ');\n  return db.query(`SELECT * FROM users WHERE id IN (${places})`, ids);\n}\n",
        'an allow list for the order':
          "const COLUMNS = new Set(['name', 'age']);\nexport function list(db: Db, sort: string) {\n  const column = COLUMNS.has(sort) ? sort : 'name';\n  return db.all(`SELECT * FROM users ORDER BY ${column}`);\n}\n",
        'a look into a fixed table':
          "const ORDERS: Record<string, string> = { name: 'name ASC', age: 'age DESC' };\nexport function list(db: Db, sort: string) {\n  const order = ORDERS[sort] ?? 'name ASC';\n  return db.all(`SELECT * FROM users ORDER BY ${order}`);\n}\n",
        'a named parameter':
          "export const find = (db: Db, name: string) => db.query({ text: 'SELECT * FROM users WHERE name = $1', values: [name] });\n",
      },
    },
    {
      cwe: 'CWE-79',
      weak: {
        'a template with tags':
          'export function row(title: string): string {\n  return `<td class="t">${title}</td>`;\n}\n',
        'a sum': "function row(title) {\n  return '<li>' + title + '</li>';\n}\n",
        innerHTML: 'export function show(box: HTMLElement, text: string) {\n  box.innerHTML = text;\n}\n',
        'of a list':
          "export const list = (items: string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;\n",
        'an escape that does nothing':
          'const escapeHtml = (x: string) => x.trim();\nexport const row = (title: string) => `<td>${escapeHtml(title)}</td>`;\n',
      },
      repaired: {
        'an imported escape':
          "import { escape } from 'html-escaper';\nexport const row = (title: string) => `<td>${escape(title)}</td>`;\n",
        'an escape of its own':
          "function toText(x: string) {\n  return x.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\"/g, '&quot;');\n}\nexport const row = (title: string) => `<td>${toText(title)}</td>`;\n",
        'an escape over a table':
          "const ENTITIES: Record<string, string> = { '<': '&lt;', '&': '&amp;' };\nconst escapeHtml = (x: string) => x.replace(/[&<>\"']/g, (c) => ENTITIES[c] ?? c);\nexport const list = (items: string[]) => `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;\n",
        'replaceAll in place':
          "export function row(title: string) {\n  const safe = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');\n  return `<td>${safe}</td>`;\n}\n",
        textContent: 'export function show(box: HTMLElement, text: string) {\n  box.textContent = text;\n}\n',
        'no markup': 'export const compare = (a: string, b: string) => `${a} <= ${b} and Map<string, ${b}>`;\n',
        jsx: 'export const Row = (title: string) => `hello ${title}`;\n',
      },
    },
    {
      cwe: 'CWE-95',
      weak: {
        eval: 'export const parse = (text: string) => eval(`(${text})`);\n',
        Function:
          "export function compile(expression: string) {\n  return new Function('x', `return ${expression}`);\n}\n",
        vm: "import vm from 'node:vm';\nexport const run = (text: string) => vm.runInNewContext(text, {});\n",
      },
      repaired: {
        'JSON.parse': 'export const parse = (text: string): unknown => JSON.parse(text);\n',
        'a table':
          'const OPERATIONS: Record<string, (a: number, b: number) => number> = { add: (a, b) => a + b };\nexport const run = (name: string) => OPERATIONS[name]?.(1, 2);\n',
        'a fixed text': "export const scope = () => new Function('return this')();\n",
      },
    },
  ]);
});
