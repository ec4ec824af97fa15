import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryTools } from './repositoryTools';

describe('How a repository is checked', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'whetstone-tools-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function toolsOf(files: Readonly<Record<string, string>>, installed = true) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    const texts = { paths: Object.keys(files).sort(), text: (name: string) => files[name] };
    return repositoryTools(root, texts, async () => installed);
  }

  it('goes by the files of the root', async () => {
    const { tools } = await toolsOf({
      'package.json': '{"scripts": {"test": "npm run unit", "unit": "nyc tape \'test/*.js\'"}}',
      'tsconfig.json': '{}',
      'eslint.config.mjs': '',
    });
    assert.deepEqual([tools.typeCheck?.title, tools.test?.title, tools.lint?.title], ['tsc', 'tape', 'eslint']);
  });

  it('takes the runner that test files are written for where the test script is a program of the package', async () => {
    const { tools } = await toolsOf({
      'package.json':
        '{"scripts": {"test": "node all.mjs"}, "devDependencies": {"mocha": "1", "tape": "1", "tsx": "1"}}',
      'a.test.ts': "describe('a', () => {\n  it('b', () => {});\n});\n",
    });
    assert.deepEqual(tools.test, {
      title: 'mocha',
      folder: '.',
      words: ['npx', '--no-install', 'mocha', '--require', 'tsx/cjs'],
    });
  });

  it('keeps the test script where files are written for a runner that the package does not need', async () => {
    const { tools } = await toolsOf({
      'package.json': '{"scripts": {"test": "node all.mjs"}}',
      'a.test.ts': "import { it } from 'vitest';\nit('b', () => {});\n",
    });
    assert.equal(tools.test?.title, 'npm test');
  });

  it('goes into the folder of a package where the root has none', async () => {
    const { tools } = await toolsOf({ 'service/go.mod': 'module a', 'service/main.go': 'package main' });
    assert.deepEqual(tools.typeCheck, { title: 'go vet', folder: 'service', words: ['go', 'vet', './...'] });
    assert.equal(tools.test?.title, 'go test');
  });

  it('says what is missing', async () => {
    const { tools, missing } = await toolsOf({ 'Cargo.toml': '' }, false);
    assert.equal(tools.typeCheck, undefined);
    assert.ok(missing.includes('cargo check is not installed'), missing.join());
  });
});
