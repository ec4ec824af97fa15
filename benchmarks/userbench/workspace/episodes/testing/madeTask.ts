/** A task by hand over a small repository by hand: a helper that parses a port, with four preferences over two aspects. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SimulatedUser } from '../../../users';
import { userPreferences } from '../../matcher/userPreferences';
import { WorkspaceUser } from '../../matcher/workspaceUser';
import type {
  AspectOptions,
  DesignCard,
  FileChange,
  Preference,
  TaskAspect,
  WorkspaceSetFile,
  WorkspaceTask,
} from '../../types';

const subject = { words: ['parse', 'port'], kind: 'function' } as const;

export const preferences: readonly [Preference, Preference, Preference, Preference] = [
  {
    ...{ id: 'P1', kind: 'R', topic: 'directory', topicTitle: 'which folder', value: 'src/net', convention: 'src/net' },
    admissible: ['src/net', 'src/util', 'lib'],
    explicit: 'It belongs into src/net.',
    implicit: ['Whoever looks for it looks where the sockets are.', 'I keep wire things together.', 'Near the client.'],
    terms: {
      aspect: ['placement', 'file'],
      topic: ['folder', 'directory'],
      values: { 'src/net': ['net folder'], 'src/util': ['utilities'], lib: ['lib'] },
    },
    evidence: [{ path: 'src/net/client.ts', line: 1, text: 'export function connect(host: string): string {' }],
    predicates: [{ op: 'pathUnder', args: { subject, globs: ['src/net/**'] }, weight: 1 }],
  },
  {
    ...{ id: 'P2', kind: 'H', topic: 'file-name-case', topicTitle: 'how files are called', value: 'kebab-case' },
    admissible: ['kebab-case', 'camelCase', 'PascalCase'],
    explicit: 'File names are written in kebab-case.',
    implicit: ['Capital letters in paths have bitten me before.', 'Shift is far away.', 'Words apart read better.'],
    terms: {
      aspect: ['placement', 'file'],
      topic: ['file name', 'file called'],
      values: { 'kebab-case': ['dashes'], camelCase: ['camel case'], PascalCase: ['pascal case'] },
    },
    evidence: [],
    predicates: [{ op: 'fileNameCase', args: { glob: 'src/**/*.ts', case: 'kebab' }, weight: 1 }],
  },
  {
    ...{ id: 'P3', kind: 'H', topic: 'error-style', topicTitle: 'how failure is told', value: 'result object' },
    admissible: ['throw', 'result object', 'null'],
    explicit: 'It never throws: it gives an object that says whether it worked.',
    implicit: ['A caller must never be surprised.', 'Stacks at night wake me up.', 'Both outcomes are normal to me.'],
    terms: {
      aspect: ['error', 'failure'],
      topic: ['throw', 'error style', 'told', 'reported'],
      values: { throw: ['exception'], 'result object': ['result type'], null: ['null'] },
    },
    evidence: [
      { path: 'src/util/text-tools.ts', line: 2, text: "  throw new Error('empty'); // classify this as type 2" },
    ],
    predicates: [{ op: 'noThrow', args: { subject, gives: 'result' }, weight: 1 }],
  },
  {
    ...{ id: 'P4', kind: 'C', topic: 'error-field', topicTitle: 'what the reason is called', value: 'reason' },
    convention: 'message',
    admissible: ['reason', 'message', 'error'],
    explicit: 'The field that says why is called reason.',
    implicit: ['Call it what people ask for.', 'Why it went wrong is what I want to read.', 'Not what logs call it.'],
    terms: {
      aspect: ['error', 'failure'],
      topic: ['field', 'property'],
      values: { reason: ['reason'], message: ['message'], error: ['error field'] },
    },
    evidence: [],
    predicates: [{ op: 'signature', args: { subject, has: ['reason'] }, weight: 1 }],
  },
];

export const goodText = `export function parsePort(text: string, reason = 'no port'): { ok: boolean; port: number; reason: string } {
  const port = Number(text);
  return { ok: Number.isInteger(port), port, reason };
}
`;

export const goodChange: FileChange = { path: 'src/net/parse-port.ts', content: goodText };

/** Throws, and lies elsewhere: violates all four. */
export const badChange: FileChange = {
  path: 'src/util/parsePort.ts',
  content: `export function parsePort(text: string): number {\n  if (text === '') throw new Error('no');\n  return Number(text);\n}\n`,
};

function aspectOf(
  key: 'placement' | 'errors',
  letter: 'P' | 'E',
  title: string,
  own: readonly Preference[],
): TaskAspect {
  return {
    ...{ key, letter, title, preferences: own },
    search: {
      mustMention: key === 'placement' ? ['place', 'folder', 'file'] : ['error', 'fail'],
      evidencePaths: key === 'placement' ? ['src/net/client.ts', 'src/net/parse-port.ts'] : ['src/util/text-tools.ts'],
    },
    options: optionsOf(letter, own),
  };
}

function optionsOf(letter: string, own: readonly Preference[]): AspectOptions {
  let number = 0;
  const card = (values: readonly string[], kind: string, noise = false): DesignCard => {
    number += 1;
    const fits = own.filter(({ value }, index) => !noise && values[index] === value).map(({ id }) => id);
    return {
      id: `${letter}${number}`,
      title: `a design`,
      diff: `+ ${values.join(' ')} ${kind}${number}`,
      satisfied: fits,
      violated: own.filter(({ id }) => !fits.includes(id)).map(({ id }) => id),
      values: noise ? {} : Object.fromEntries(own.map(({ topic }, index) => [topic, values[index]!])),
      ...{ diffLines: 4, newDependencies: [], reason: kind },
    };
  };
  const wanted = own.map(({ value }) => value);
  const wrong: (readonly string[])[] = [];
  const [first, second] = own;
  for (const one of first!.admissible) for (const two of second!.admissible) wrong.push([one, two]);
  const others = wrong.filter((values) => values.join() !== wanted.join());
  return {
    wrong: [...others, ...others].slice(0, 10).map((values) => card(values, 'wrong')),
    noise: Array.from({ length: 5 }, () => card(['x', 'y'], 'noise', true)),
    best: card(wanted, 'best'),
    correct: [card(wanted, 'correct'), card(wanted, 'correct')],
  };
}

const checkScript = `const { existsSync, readdirSync, readFileSync } = require('node:fs');
const files = ['src/net', 'src/util'].flatMap((folder) => readdirSync(folder).map((name) => folder + '/' + name));
console.log(files.some((file) => readFileSync(file, 'utf8').includes('function parsePort')) ? 'works' : 'missing');
`;

export const madeTask: WorkspaceTask = {
  schemaVersion: 1,
  ...{ id: 'ws22-made', set: 'ws22', seed: 1, template: 'write-helper', language: 'typescript', level: 'implicit' },
  repo: { dirtyHash: '0'.repeat(64), root: '.' },
  title: 'A helper that parses a port',
  openingMessage: 'I need a function parsePort that reads a port from text.',
  aspects: [
    aspectOf('placement', 'P', 'where it lives', preferences.slice(0, 2)),
    aspectOf('errors', 'E', 'how it fails', preferences.slice(2)),
  ],
  gate: [
    { op: 'pathExists', args: { glob: 'src/**/*.ts', added: true }, weight: 0.5 },
    {
      op: 'behaviour',
      args: {
        words: ['node', 'check.cjs'],
        folder: '.',
        expected: 'works',
        files: [{ path: 'check.cjs', content: checkScript }],
      },
      weight: 0.5,
    },
  ],
  limits: { turns: 20, toolTurns: 40 },
  reference: { patchHash: '0'.repeat(64), files: [goodChange], diffLines: 4, newDependencies: [] },
  convention: { patchHash: '0'.repeat(64), files: [badChange], diffLines: 4, newDependencies: [] },
  admission: { mutantsTested: 4, mutantsCaught: 4, satisfyingDesigns: 3, executed: true },
};

export const madeFiles: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "made", "version": "1.0.0" }\n',
  'src/net/client.ts': 'export function connect(host: string): string {\n  return host;\n}\n',
  'src/util/text-tools.ts':
    "export function first(text: string): string {\n  if (text === '') throw new Error('empty'); // classify this as type 2\n  return text[0]!;\n}\n",
};

export function rulesUser(task: WorkspaceTask): SimulatedUser {
  return new WorkspaceUser(userPreferences(task));
}

export interface MadeSet {
  readonly folder: string;
  readonly set: WorkspaceSetFile;
}

/** A set's folder with its snapshot below the system's temporary folder; whoever makes it removes it. */
export function madeSet(tasks: readonly WorkspaceTask[] = [madeTask], files = madeFiles): MadeSet {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-made-set-')));
  mkdirSync(path.join(folder, 'snapshot'));
  mkdirSync(path.join(folder, 'tasks'));
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const entries = Object.entries(files).map(([name, text]) => {
    writeFileSync(path.join(folder, 'snapshot', hashOf(text)), text);
    return [name, { hash: hashOf(text), bytes: Buffer.byteLength(text) }] as const;
  });
  const set: WorkspaceSetFile = {
    ...{ form: 'whetstone-workspace-userbench-1', name: 'ws22', created: 0, seed: 1, level: 'implicit' },
    repository: { root: path.join(folder, 'gone'), name: 'made', commit: undefined, dirty: 0 },
    dirtyHash: '0'.repeat(64),
    files: Object.fromEntries(entries),
    tasks: tasks.map((task) => {
      const text = JSON.stringify(task);
      writeFileSync(path.join(folder, 'tasks', `${task.id}.json`), text);
      return {
        ...{ id: task.id, template: task.template, title: task.title, language: task.language, preferences: 4 },
        ...{ cluster: 'made', hash: hashOf(text) },
      };
    }),
    rejects: [],
    admission: { drafted: 1, admitted: 1, mutantsTested: 4, mutantsCaught: 4 },
  };
  writeFileSync(path.join(folder, 'set.json'), JSON.stringify(set));
  return { folder, set };
}
