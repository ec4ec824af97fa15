import type { ImportNeed, Pattern } from './types';

const from = (module: string, ...names: readonly string[]): readonly ImportNeed[] =>
  names.map((name) => ({ module: `node:${module}`, name }));
const all = (module: string): ImportNeed => ({ module: `node:${module}`, as: module });
const FILES: readonly ImportNeed[] = [...from('fs', 'readFileSync'), all('path')];

export const scriptPatterns: readonly Pattern[] = [
  {
    ...{ id: 'last-change', cwe: 'CWE-78', names: ['lastChange', 'changedIn', 'newestRevision'], keeps: ['git'] },
    parameters: { a: ['file', 'target', 'entry'], b: ['folder', 'cwd', 'root'] },
    weak: {
      imports: from('child_process', 'execSync'),
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: string⟧ {
  const command = 'git log -n 1 --format=%H -- ' + {a};
  return execSync(command, { cwd: {b}, encoding: 'utf8' }).trim();
}`,
    },
    safe: {
      imports: from('child_process', 'execFileSync'),
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: string⟧ {
  const options = ['log', '-n', '1', '--format=%H', '--', {a}];
  return execFileSync('git', options, { cwd: {b}, encoding: 'utf8' }).trim();
}`,
    },
  },
  {
    ...{ id: 'pack', cwe: 'CWE-78', names: ['packFolder', 'bundleFolder', 'storeFolder'], keeps: ['tar'] },
    parameters: { a: ['folder', 'source', 'from'], b: ['target', 'output', 'file'] },
    weak: {
      imports: from('child_process', 'spawnSync'),
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: boolean⟧ {
  const done = spawnSync('tar', ['-czf', {b}, '--', {a}], { stdio: 'ignore', shell: true });
  return done.status === 0;
}`,
    },
    safe: {
      imports: from('child_process', 'spawnSync'),
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: boolean⟧ {
  const done = spawnSync('tar', ['-czf', {b}, '--', {a}], { stdio: 'ignore' });
  return done.status === 0;
}`,
    },
  },
  {
    ...{ id: 'read-below', cwe: 'CWE-22', names: ['readNote', 'loadTemplate', 'pageText'] },
    parameters: { a: ['root', 'folder', 'base'], b: ['name', 'page', 'file'] },
    weak: {
      imports: FILES,
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: string⟧ {
  const place = path.join({a}, {b});
  return readFileSync(place, 'utf8');
}`,
    },
    safe: {
      imports: FILES,
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: string⟧ {
  const place = path.resolve({a}, {b});
  if (!place.startsWith(path.resolve({a}) + path.sep)) {
    throw new Error('There is no such file.');
  }
  return readFileSync(place, 'utf8');
}`,
    },
  },
  {
    ...{ id: 'keep-below', cwe: 'CWE-22', names: ['keepUpload', 'storeEntry', 'saveDraft'] },
    parameters: { a: ['folder', 'directory', 'home'], b: ['title', 'label', 'id'], c: ['text', 'content', 'body'] },
    weak: {
      imports: [...from('fs', 'writeFileSync'), all('path')],
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧, {c}⟦: string⟧)⟦: string⟧ {
  const place = path.join({a}, {b} + '.txt');
  writeFileSync(place, {c});
  return place;
}`,
    },
    safe: {
      imports: [...from('fs', 'writeFileSync'), all('path')],
      code: `export function {name}({a}⟦: string⟧, {b}⟦: string⟧, {c}⟦: string⟧)⟦: string⟧ {
  const place = path.join({a}, path.basename({b}) + '.txt');
  writeFileSync(place, {c});
  return place;
}`,
    },
  },
  {
    ...{ id: 'find-rows', cwe: 'CWE-89', names: ['findOrders', 'ordersOf', 'listOrders'], keeps: ['FROM orders'] },
    parameters: { a: ['database', 'store', 'connection'], b: ['customer', 'owner', 'account'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: { query(text: string, values?: readonly unknown[]): Promise<unknown> }⟧, {b}⟦: string⟧)⟦: Promise<unknown>⟧ {
  return {a}.query("SELECT id, total FROM orders WHERE customer = '" + {b} + "' ORDER BY id");
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: { query(text: string, values?: readonly unknown[]): Promise<unknown> }⟧, {b}⟦: string⟧)⟦: Promise<unknown>⟧ {
  return {a}.query('SELECT id, total FROM orders WHERE customer = $1 ORDER BY id', [{b}]);
}`,
    },
  },
  {
    ...{
      id: 'delete-rows',
      cwe: 'CWE-89',
      names: ['dropEntries', 'forgetEntries', 'clearEntries'],
      keeps: ['FROM entries'],
    },
    parameters: { a: ['db', 'database', 'table'], b: ['topic', 'group', 'section'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: { prepare(text: string): { run(...values: readonly unknown[]): unknown } }⟧, {b}⟦: string⟧)⟦: unknown⟧ {
  const statement = "DELETE FROM entries WHERE topic = '" + {b} + "'";
  return {a}.prepare(statement).run();
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: { prepare(text: string): { run(...values: readonly unknown[]): unknown } }⟧, {b}⟦: string⟧)⟦: unknown⟧ {
  const statement = 'DELETE FROM entries WHERE topic = ?';
  return {a}.prepare(statement).run({b});
}`,
    },
  },
  {
    ...{ id: 'table-row', cwe: 'CWE-79', names: ['tableRow', 'entryRow', 'resultRow'], keeps: ['td'] },
    parameters: { a: ['title', 'label', 'caption'], b: ['amount', 'count', 'size'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧, {b}⟦: number⟧)⟦: string⟧ {
  return '<tr><td>' + {a} + '</td><td>' + {b}.toFixed(2) + '</td></tr>';
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧, {b}⟦: number⟧)⟦: string⟧ {
  const text = {a}.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return '<tr><td>' + text + '</td><td>' + {b}.toFixed(2) + '</td></tr>';
}`,
    },
  },
  {
    ...{ id: 'show-message', cwe: 'CWE-79', names: ['showStatus', 'putMessage', 'fillBox'] },
    parameters: { a: ['box', 'element', 'place'], b: ['message', 'status', 'line'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: { innerHTML: string; textContent: string | null; hidden: boolean }⟧, {b}⟦: string⟧)⟦: void⟧ {
  {a}.hidden = {b} === '';
  {a}.innerHTML = {b};
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: { innerHTML: string; textContent: string | null; hidden: boolean }⟧, {b}⟦: string⟧)⟦: void⟧ {
  {a}.hidden = {b} === '';
  {a}.textContent = {b};
}`,
    },
  },
  {
    ...{ id: 'read-settings', cwe: 'CWE-95', names: ['readSettings', 'parseOptions', 'valuesOf'] },
    parameters: { a: ['text', 'source', 'input'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: unknown⟧ {
  const trimmed = {a}.trim();
  return trimmed === '' ? {} : eval('(' + trimmed + ')');
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: unknown⟧ {
  const trimmed = {a}.trim();
  return trimmed === '' ? {} : JSON.parse(trimmed);
}`,
    },
  },
  {
    ...{
      id: 'connect',
      cwe: 'CWE-798',
      names: ['reportHeaders', 'syncHeaders', 'uploadHeaders'],
      keeps: ['authorization'],
    },
    parameters: { a: ['user', 'login', 'account'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: Record<string, string>⟧ {
  const password = '{secret}';
  return { authorization: 'Basic ' + Buffer.from({a} + ':' + password).toString('base64') };
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: Record<string, string>⟧ {
  const password = process.env.SERVICE_PASSWORD || '';
  return { authorization: 'Basic ' + Buffer.from({a} + ':' + password).toString('base64') };
}`,
    },
  },
  ...(
    [
      ['is-genuine', ['isGenuine', 'isUnchanged', 'isComplete'], 'md5', 'sha256'],
      ['same-copy', ['isTrustedCopy', 'matchesSeal', 'isAuthentic'], 'sha1', 'sha512'],
    ] as const
  ).map(([id, names, weak, safe]): Pattern => ({
    ...{
      id,
      cwe: 'CWE-328',
      names,
      parameters: { a: ['content', 'payload', 'bytes'], b: ['expected', 'wanted', 'seal'] },
    },
    weak: { imports: from('crypto', 'createHash'), code: comparing(weak) },
    safe: { imports: from('crypto', 'createHash'), code: comparing(safe) },
  })),
  {
    ...{ id: 'make-token', cwe: 'CWE-338', names: ['createToken', 'inviteToken', 'resetToken', 'newSessionId'] },
    parameters: { a: ['prefix', 'kind', 'scope'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: string⟧ {
  return {a} + '-' + Math.random().toString(36).slice(2);
}`,
    },
    safe: {
      imports: from('crypto', 'randomBytes'),
      code: `export function {name}({a}⟦: string⟧)⟦: string⟧ {
  return {a} + '-' + randomBytes(16).toString('hex');
}`,
    },
  },
  {
    ...{ id: 'agent', cwe: 'CWE-295', names: ['openAgent', 'sharedAgent', 'agentFor'], keeps: ['keepAlive'] },
    parameters: { a: ['sockets', 'most', 'limit'] },
    weak: {
      imports: from('https', 'Agent'),
      code: `export function {name}({a}⟦: number⟧)⟦: Agent⟧ {
  return new Agent({ keepAlive: true, maxSockets: {a}, rejectUnauthorized: false });
}`,
    },
    safe: {
      imports: from('https', 'Agent'),
      code: `export function {name}({a}⟦: number⟧)⟦: Agent⟧ {
  return new Agent({ keepAlive: true, maxSockets: {a} });
}`,
    },
  },
  {
    ...{ id: 'merge', cwe: 'CWE-1321', names: ['mergeInto', 'combineInto', 'layOver'] },
    parameters: { a: ['target', 'into', 'base'], b: ['source', 'given', 'extra'] },
    weak: { imports: [], code: merging('') },
    safe: {
      imports: [],
      code: merging(`    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      continue;
    }
`),
    },
  },
  {
    ...{ id: 'is-slug', cwe: 'CWE-1333', names: ['isSlug', 'isShortName', 'isHandle'] },
    parameters: { a: ['text', 'value', 'candidate'] },
    weak: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: boolean⟧ {
  return /^([a-z0-9]+-?)+$/.test({a});
}`,
    },
    safe: {
      imports: [],
      code: `export function {name}({a}⟦: string⟧)⟦: boolean⟧ {
  return /^[a-z0-9]+(-[a-z0-9]+)*-?$/.test({a});
}`,
    },
  },
];

function comparing(algorithm: string): string {
  return `export function {name}({a}⟦: string⟧, {b}⟦: string⟧)⟦: boolean⟧ {
  return createHash('${algorithm}').update({a}).digest('hex') === {b};
}`;
}

function merging(check: string): string {
  return `export function {name}({a}⟦: Record<string, unknown>⟧, {b}⟦: Record<string, unknown>⟧)⟦: Record<string, unknown>⟧ {
  for (const key in {b}) {
${check}    const value = {b}[key];
    const old = {a}[key];
    if (typeof value === 'object' && value !== null && typeof old === 'object' && old !== null) {
      {name}(old⟦ as Record<string, unknown>⟧, value⟦ as Record<string, unknown>⟧);
    } else {
      {a}[key] = value;
    }
  }
  return {a};
}`;
}
