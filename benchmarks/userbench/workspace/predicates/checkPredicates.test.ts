import assert from 'node:assert/strict';
import { check } from '../preferences/topics';
import type { Predicate, Subject } from '../types';
import { changedTreeOf } from './changedTree';
import { checkPredicates } from './checkPredicates';

const subject: Subject = { words: ['time', 'span'], kind: 'function' };
const signal = new AbortController().signal;

type Files = Readonly<Record<string, string | null>>;

async function holds(
  predicate: Predicate,
  changes: Files,
  base: Readonly<Record<string, string>> = {},
): Promise<boolean | undefined> {
  const tree = changedTreeOf(
    { paths: Object.keys(base).sort(), text: (path) => base[path] },
    Object.entries(changes).map(([path, content]) => ({ path, content })),
  );
  const [outcome] = await checkPredicates([predicate], tree, { signal });
  return outcome?.holds;
}

const one = (body: string, path = 'src/a.ts'): Files => ({ [path]: body });
const test = (body: string, path = 'src/timeSpan.test.ts'): Files => ({ [path]: body });

interface Case {
  readonly predicate: Predicate;
  readonly yes: Files;
  readonly no: Files;
  readonly base?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    predicate: check('codeUses', { subject, pattern: '[\'"]--time-span[\'"]' }),
    yes: one("export function timeSpan(a) { return a.includes('--time-span'); }"),
    no: one("export function timeSpan(a) {\n  // '--time-span'\n  return a;\n}"),
  },
  {
    predicate: check('codeUses', { subject, pattern: '\\bprint\\(' }),
    yes: one('def time_span(a):\n    print(a)\n', 'a.py'),
    no: one('def time_span(a):\n    """print(a)"""\n    # print(a)\n    return a\n', 'a.py'),
  },
  {
    predicate: check('returnShape', { subject, shape: 'result' }),
    yes: one('export function timeSpan(a) { return { ok: true, value: a }; }'),
    no: one('export function timeSpan(a) { return { value: a }; }'),
  },
  {
    predicate: check('pathUnder', { subject: { ...subject, added: true }, globs: ['src/b.ts'] }),
    yes: { 'src/a.ts': 'export function timeSpan() { warn(); }', 'src/b.ts': 'export function timeSpan() {}' },
    no: { 'src/a.ts': 'export function timeSpan() { warn(); }' },
    base: { 'src/a.ts': 'export function timeSpan() {}' },
  },
  {
    predicate: check('testAt', { subject, globs: ['**/*'], place: 'inner-folder' }),
    yes: {
      'lib/new/time_span.py': 'def time_span():\n    pass\n',
      'lib/new/tests/test_time_span.py': 'from lib.new.time_span import time_span\n\ndef test_it():\n    time_span()\n',
    },
    no: { 'tests/test_time_span.py': 'def test_it():\n    time_span()\n' },
  },
  {
    predicate: check('docMentions', { globs: ['**/*.py'], words: ['args:\n'], form: 'comment' }),
    yes: one('def time_span(a):\n    """Says.\n\n    Args:\n        a: what\n    """\n', 'a.py'),
    no: one('def time_span(a):\n    """Says.\n\n    :param a: what\n    """\n', 'a.py'),
  },
  {
    predicate: check('pathExists', { glob: 'docs/*.md', added: true }),
    yes: { 'docs/a.md': 'x' },
    no: { 'docs/b.md': 'y' },
    base: { 'docs/b.md': 'x' },
  },
  {
    predicate: check('pathUnder', { subject, globs: ['src/lib/*'], existing: false }),
    yes: one('export function timeSpan() {}', 'src/lib/a.ts'),
    no: one('export function timeSpan() {}', 'src/lib/deep/a.ts'),
  },
  {
    predicate: check('fileNameCase', { glob: '**/*.ts', case: 'kebab' }),
    yes: one('', 'src/time-span.ts'),
    no: one('', 'src/timeSpan.ts'),
  },
  {
    predicate: check('exportKind', { subject, kind: 'default' }),
    yes: one('export default function timeSpan() {}'),
    no: one('export function timeSpan() {}'),
  },
  {
    predicate: check('signature', { subject, parameters: 'options' }),
    yes: one('function timeSpan(a: number, { b }: { b: number }) {}'),
    no: one('function timeSpan(a: number, b: number) {}'),
  },
  {
    predicate: check('signature', { subject, async: 'promise' }),
    yes: one('async function timeSpan() {}'),
    no: one('function timeSpan() {}'),
  },
  {
    predicate: check('signature', { subject, form: 'arrow' }),
    yes: one('const timeSpan = () => 1;'),
    no: one('const timeSpan = function () {};'),
  },
  {
    predicate: check('signature', { subject, names: 'letter' }),
    yes: one('function timeSpan(t: number) {}'),
    no: one('function timeSpan(ms: number) {}'),
  },
  {
    predicate: check('returnShape', { subject, shape: 'object', fields: ['text'] }),
    yes: one("function timeSpan() { return { text: '' }; }"),
    no: one("function timeSpan() { return ''; }"),
  },
  {
    predicate: check('returnShape', { subject, shape: 'value' }),
    yes: one('function timeSpan() { return { ok: true, value: x }; }'),
    no: one('function timeSpan() { return { ok: true, value: [x] }; }'),
  },
  {
    predicate: check('throwsClass', { subject, own: true }),
    yes: one('function timeSpan() { throw new SpanError(); }'),
    no: one('function timeSpan() { throw new Error(); }'),
  },
  {
    predicate: check('throwsClass', { subject, classes: ['RangeError'] }),
    yes: one('function timeSpan() { throw new RangeError(); }'),
    no: one('function timeSpan() { throw new TypeError(); }'),
  },
  {
    predicate: check('throwsClass', { subject, message: 'value' }),
    yes: one('function timeSpan(a: number) { throw new Error(`no ${a}`); }'),
    no: one("function timeSpan() { throw new Error('no'); }"),
  },
  {
    predicate: check('noThrow', { subject, gives: 'nothing' }),
    yes: one('function timeSpan(a: number) { if (a) return undefined; return 1; }'),
    no: one('function timeSpan(a: number) { if (a) throw new Error(); return 1; }'),
  },
  {
    predicate: check('noThrow', { subject, gives: 'result' }),
    yes: one("function timeSpan() { return { ok: false, error: 'no' }; }"),
    no: one('function timeSpan() { return undefined; }'),
  },
  {
    predicate: check('importsFrom', { glob: 'src/*', specifier: '^node:' }),
    yes: one("import 'node:fs';"),
    no: one("import 'fs';"),
  },
  {
    predicate: check('noNewDependency', {}),
    yes: { 'package.json': '{"name":"b","dependencies":{"a":"1"}}' },
    no: { 'package.json': '{"dependencies":{"a":"1","b":"2"}}' },
    base: { 'package.json': '{"dependencies":{"a":"1"}}' },
  },
  {
    predicate: check('dependencyAdded', { names: ['b'], section: 'development', range: 'tilde' }),
    yes: { 'package.json': '{"devDependencies":{"b":"~1.0.0"}}' },
    no: { 'package.json': '{"devDependencies":{"b":"^1.0.0"}}' },
  },
  {
    predicate: check('identifierMatches', { subject, case: 'snake' }),
    yes: one('function time_span() {}'),
    no: one('function timeSpan() {}'),
  },
  {
    predicate: check('identifierMatches', { subject, pattern: '^format-' }),
    yes: one('function formatTimeSpan() {}'),
    no: one('function timeSpanText() {}'),
  },
  {
    predicate: check('configDefault', { words: ['part|parts'], min: 2, max: 3, place: 'constant' }),
    yes: one('const maxParts = 2;'),
    no: one('const maxParts = 9;'),
  },
  {
    predicate: check('configDefault', { words: ['part|parts'], place: 'environment' }),
    yes: one("const m = Number(process.env['MAX_PARTS'] ?? 2);"),
    no: one('const maxParts = 2;'),
  },
  {
    predicate: check('configDefault', { words: ['part|parts'], place: 'parameter' }),
    yes: one('function timeSpan(a: number, maxParts = 2) {}'),
    no: one('const maxParts = 2;'),
  },
  {
    predicate: check('configDefault', { words: ['part|parts'], value: 2, place: 'file' }),
    yes: { 'config/a.json': '{"maxParts": 2}' },
    no: { 'config/a.json': '{"maxParts": 3}' },
  },
  {
    predicate: check('testAt', { subject, globs: ['**/*'], place: 'root-folder' }),
    yes: test('timeSpan();', 'test/a.test.ts'),
    no: test('timeSpan();'),
    base: { 'src/x.ts': '' },
  },
  {
    predicate: check('testUses', { subject, pattern: "'vitest'" }),
    yes: test("import 'vitest'; timeSpan();"),
    no: test("// 'vitest'\ntimeSpan();"),
  },
  {
    predicate: check('docMentions', { globs: ['README*'], words: ['time', 'span'], form: 'fence' }),
    yes: { 'README.md': '```\ntime span\n```\n' },
    no: { 'README.md': 'time span\n' },
  },
  {
    predicate: check('docMentions', { globs: ['README*'], words: ['time'], form: 'list' }),
    yes: { 'README.md': '- time\n- b\n' },
    no: { 'README.md': 'time\n' },
  },
  {
    predicate: check('docMentions', { globs: ['**/*.ts'], words: ['@param'], form: 'comment' }),
    yes: one('/** @param a */\nfunction timeSpan() {}'),
    no: one("const a = '@param';"),
  },
  {
    predicate: check('docMentions', { globs: ['**/*.ts'], words: ['licen'], form: 'header' }),
    yes: one('// Licence: MIT\n\nconst a = 1;'),
    no: one('const a = 1; // Licence'),
  },
  {
    predicate: check('untouched', { globs: ['LICENSE'] }),
    yes: one(''),
    no: { LICENSE: null },
    base: { LICENSE: 'x' },
  },
  { predicate: check('maxDiff', { lines: 2 }), yes: one('a\nb\n'), no: one('a\nb\nc\n') },
  {
    predicate: check('changelogEntry', { glob: 'CHANGELOG.md', words: ['span'], under: 'unreleased' }),
    yes: { 'CHANGELOG.md': '## Unreleased\n\n- span\n\n## 1.0\n' },
    no: { 'CHANGELOG.md': '## Unreleased\n\n## 1.0\n\n- span\n' },
    base: { 'CHANGELOG.md': '## Unreleased\n\n## 1.0\n' },
  },
];

describe('Predicates on a changed tree', () => {
  for (const { predicate, yes, no, base } of cases) {
    const title = `${predicate.op} ${JSON.stringify(predicate.args).slice(0, 90)}`;
    it(`hold: ${title}`, async () => assert.equal(await holds(predicate, yes, base), true));
    it(`fail: ${title}`, async () => assert.equal(await holds(predicate, no, base), false));
    it(`fail or say nothing against an untouched tree: ${title}`, async () => {
      const unchanged = await holds(predicate, {}, base);
      assert.equal(unchanged, ['noNewDependency', 'untouched', 'maxDiff'].includes(predicate.op));
    });
  }

  const named = check('identifierMatches', { subject });

  it('are not met by what was there before', async () => {
    const text = 'export function timeSpan() {}\n';
    assert.equal(await holds(named, { 'src/a.ts': `${text}// more\n` }, { 'src/a.ts': text }), false);
  });

  it('are met by a definition whose text changed', async () => {
    assert.equal(
      await holds(named, { 'src/a.ts': 'function timeSpan() { return 1; }' }, { 'src/a.ts': 'function timeSpan() {}' }),
      true,
    );
  });

  it('are not met by tests', async () => assert.equal(await holds(named, test('function timeSpan() {}')), false));

  it('are not met by files outside, or in folders of tools', async () => {
    for (const path of ['../a.ts', '/etc/a.ts', 'src/../../a.ts', 'node_modules/a.ts', '.git/a.ts', 'C:\\a.ts']) {
      assert.equal(await holds(named, { [path]: 'export function timeSpan() {}' }), false, path);
    }
  });

  it('fail on what does not parse, and never throw', async () => {
    for (const { predicate } of cases) {
      const outcome = await holds(predicate, {
        'src/a.ts': 'export {{{{ ((',
        'package.json': '{',
        'config/a.json': '[[',
        'test/b.test.ts': '`${',
      });
      assert.equal(typeof outcome, 'boolean', predicate.op);
    }
  });

  it('fail on what is too long to be read', async () => {
    const long = `export function timeSpan() {}\n${'// x\n'.repeat(250_000)}`;
    assert.equal(await holds(named, { 'src/a.ts': long }), false);
  });

  it('that have to be run are not measured where nothing may be run', async () => {
    assert.equal(await holds(check('testsPass', { words: ['false'], folder: '.' }), one('')), undefined);
    assert.equal(await holds(check('typeCheckPasses', { words: ['false'], folder: '.' }), one('')), undefined);
  });

  it('that have to be run hold by exit and output', async () => {
    const tree = changedTreeOf({ paths: [], text: () => undefined }, []);
    const run = async () => ({ exit: 3, output: 'it says hello', timedOut: false });
    const of = (expected: string, exit?: number) => check('behaviour', { words: ['x'], folder: '.', expected, exit });
    const outcomes = await checkPredicates([of('hello', 3), of('hello'), of('bye', 3)], tree, { run, signal });
    assert.deepEqual(
      outcomes.map((each) => each.holds),
      [true, false, false],
    );
  });
});
