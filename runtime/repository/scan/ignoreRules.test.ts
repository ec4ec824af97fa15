import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IgnoreRules } from './ignoreRules';

describe('Rules of what is ignored', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'whetstone-ignore-'));
    for (const folder of ['.git', 'src', 'made/x']) mkdirSync(path.join(tree, folder), { recursive: true });
    writeFileSync(path.join(tree, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(path.join(tree, '.gitignore'), 'made/\n*.log\n');
  });
  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  it('hold in a folder of a larger working tree', () => {
    const rules = IgnoreRules.of(path.join(tree, 'src'));
    assert.deepEqual([rules.ignores('a.log', false), rules.ignores('a.ts', false)], [true, false]);
  });

  it('do not empty a folder that the tree around it ignores', () => {
    const rules = IgnoreRules.of(path.join(tree, 'made', 'x'));
    assert.deepEqual([rules.ignores('a.ts', false), rules.ignores('node_modules', true)], [false, true]);
  });
});
