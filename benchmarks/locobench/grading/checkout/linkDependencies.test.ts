import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linkDependencies } from './linkDependencies';

describe('Installed packages in a checkout', () => {
  let root: string;
  let checkout: string;

  before(() => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-links-')));
    [root, checkout] = [path.join(folder, 'repository'), path.join(folder, 'checkout')];
    for (const each of ['repository/node_modules/a', 'repository/own', 'checkout/own']) {
      mkdirSync(path.join(folder, each), { recursive: true });
      writeFileSync(path.join(folder, each, 'index.js'), each);
    }
    symlinkSync('../own', path.join(root, 'node_modules/own'));
  });
  after(() => rmSync(path.dirname(root), { recursive: true, force: true }));

  it('are found, and what tools write beside them stays in the checkout', async () => {
    const readable = await linkDependencies(root, checkout);
    writeFileSync(path.join(checkout, 'node_modules/.cache'), '');
    assert.deepEqual(readable, [path.join(root, 'node_modules')]);
    assert.equal(readFileSync(path.join(checkout, 'node_modules/a/index.js'), 'utf8'), 'repository/node_modules/a');
    assert.ok(!existsSync(path.join(root, 'node_modules/.cache')));
  });

  it('are those of the checkout where they are folders of the repository', () => {
    assert.equal(readFileSync(path.join(checkout, 'node_modules/own/index.js'), 'utf8'), 'checkout/own');
  });
});
