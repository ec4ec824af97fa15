import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft } from '../maker';
import type { Reject, ToolCommand } from '../types';
import { integrationTestMaker } from './integrationTestMaker';

const mocha: ToolCommand = { title: 'mocha', folder: '.', words: ['npx', 'mocha', '--require', 'tsx/cjs'] };

const files = {
  'cart/price.ts': [
    'export function discount(count: number, member: boolean): number {',
    '  if (count > 10 && member) return 20;',
    '  if (count >= 5 || member) return 10;',
    '  return 0;',
    '}',
    'export function unused(a: number): boolean {',
    '  return a > 3;',
    '}',
    '',
  ],
  'cart/total.ts': [
    "import { discount } from './price';",
    'export interface Line {',
    '  readonly cost: number;',
    '}',
    'export function total(lines: readonly Line[], member: boolean): number {',
    '  let sum = 0;',
    '  for (const { cost } of lines) {',
    '    if (cost < 0) continue;',
    '    sum += cost;',
    '  }',
    '  return sum - (sum * discount(lines.length, member)) / 100;',
    '}',
    '',
  ],
  'cart/total.test.ts': [
    "import assert from 'node:assert/strict';",
    "import { total } from './total';",
    "describe('total', () => {",
    "  it('adds', () => assert.equal(total([{ cost: 1 }, { cost: 2 }], false), 3));",
    "  it('leaves out what is below nothing', () => assert.equal(total([{ cost: -1 }, { cost: 2 }], false), 2));",
    "  it('gives members a discount', () => assert.equal(total([{ cost: 100 }], true), 90));",
    '});',
    '',
  ],
  'cart/members.test.ts': [
    "import assert from 'node:assert/strict';",
    "import { total } from './total';",
    "describe('members', () => {",
    "  it('pay less', () => assert.ok(total([{ cost: 9 }], true) < 9));",
    "  it('pay nothing for nothing', () => assert.equal(total([], true), 0));",
    '});',
    '',
  ],
  'words.ts': ['export function upper(word: string): string {', '  return word.toUpperCase();', '}', ''],
  'words.test.ts': [
    "import assert from 'node:assert/strict';",
    "import { upper } from './words';",
    "describe('upper', () => {",
    "  it('shouts', () => assert.equal(upper('a'), 'A'));",
    "  it('keeps digits', () => assert.equal(upper('1'), '1'));",
    '});',
    '',
  ],
};

describe('Tests to write, where nothing may be run', function () {
  this.timeout(60_000);
  let root: string;
  const rejects: Reject[] = [];

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-integration-'));
    for (const [name, lines] of Object.entries(files)) {
      mkdirSync(path.join(root, 'repository', path.dirname(name)), { recursive: true });
      writeFileSync(path.join(root, 'repository', name), lines.join('\n'));
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  async function draftsOf(test: ToolCommand | undefined): Promise<readonly Draft[]> {
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const tools = { typeCheck: undefined, test, lint: undefined };
      const signal = new AbortController().signal;
      rejects.length = 0;
      const input = { index, tools, random: seededRandom(1), reject: (each: Reject) => rejects.push(each), signal };
      const made: Draft[] = [];
      for await (const draft of integrationTestMaker.drafts(input)) made.push(draft);
      return made;
    } finally {
      await index.close();
    }
  }

  const about = (drafts: readonly Draft[]) => {
    const draft = drafts.find(({ subject }) => subject === 'cart/total.test.ts of cart/total.ts');
    assert.ok(draft?.verification.kind === 'tests', JSON.stringify(rejects));
    return { draft, check: draft.verification };
  };

  it('take the tests of a source away and ask for them at their place', async () => {
    const { draft, check } = about(await draftsOf(mocha));
    assert.deepEqual(draft.base, [{ path: 'cart/total.test.ts', content: null }]);
    assert.deepEqual([check.testFile, check.target], ['cart/total.test.ts', 'cart/total.ts']);
    assert.deepEqual(check.reference, [{ path: check.testFile, content: files['cart/total.test.ts'].join('\n') }]);
  });

  it('have faults only in functions that the tests name, at the lines that are told', async () => {
    const { check } = about(await draftsOf(mocha));
    assert.ok(check.mutants.length >= 3);
    for (const { path: at, line, change } of check.mutants) {
      assert.equal(at, 'cart/total.ts');
      const [before, after] = [files['cart/total.ts'], change.content?.split('\n') ?? []];
      assert.notEqual(before[line - 1], after[line - 1], `line ${line}`);
      assert.deepEqual(before.toSpliced(line - 1, 1), after.toSpliced(line - 1, 1));
    }
  });

  it('keep other tests of the source out of the prompt', async () => {
    const { draft } = about(await draftsOf(mocha));
    assert.ok(draft.secrets.includes(files['cart/members.test.ts'].join('\n')));
    assert.ok(!draft.related.includes('cart/members.test.ts'));
    assert.deepEqual(draft.related, ['words.test.ts', 'cart/price.ts']);
  });

  it('say where the test lies, what runs it, how the source is imported and where faults are', async () => {
    const { draft } = about(await draftsOf(mocha));
    assert.ok(typeof draft.prompt === 'string');
    const { prompt } = draft;
    for (const part of [/the file cart\/total\.test\.ts/, /run by mocha/, /`\.\/total` \(cart\/total\.ts\)/, /`total`/])
      assert.match(prompt, part);
  });

  it('are refused where a source has too few places for faults', async () => {
    await draftsOf(mocha);
    const of = rejects.find(({ subject }) => subject === 'words.test.ts of words.ts');
    assert.equal(of?.reason, 'too-small');
  });

  it('are refused where nothing believable runs the tests', async () => {
    const drafts = await draftsOf({ title: 'npm test', folder: '.', words: ['npm', 'test'] });
    assert.deepEqual([drafts, [...new Set(rejects.map(({ reason }) => reason))]], [[], ['tool-missing']]);
  });
});
