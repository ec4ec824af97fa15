import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectRunner } from './detectRunner';

describe('the test runner of a workspace', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-runner-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const titleOf = async (script: string | undefined, ...files: readonly string[]) => {
    await writeFile(path.join(root, 'package.json'), JSON.stringify({ scripts: { test: script } }));
    for (const file of files) await writeFile(path.join(root, file), '{}');
    return (await detectRunner(root))?.title;
  };

  for (const [script, files, title] of [
    ['mocha -r tsx/cjs', [], 'mocha'],
    ["c8 tape 'test/**/*.js'", [], 'tape'],
    ['node --test', [], 'node --test'],
    ['node scripts/test.mjs', [], 'npm test'],
    ['node scripts/test.mjs', ['.mocharc.json'], 'mocha'],
    ['npm run build && vitest run', ['vitest.config.ts'], 'vitest'],
    ['gulp test', ['.mocharc.yml', 'jest.config.js'], 'npm test'],
    ['mocha', ['vitest.config.mts'], 'mocha'],
    [undefined, ['jest.config.mjs'], 'jest'],
    [undefined, [], undefined],
  ] as const) {
    it(`${script ?? 'no script'}${files.length === 0 ? '' : ` beside ${files.join(' and ')}`} means ${title ?? 'none'}`, async () => {
      assert.equal(await titleOf(script, ...files), title);
    });
  }
});
