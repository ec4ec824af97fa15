/**
 * The ground that the other suites stand on. VS Code silently ignores a wrong extensionDevelopmentPath, and then every
 * suite would test nothing.
 */
import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

const id = 'whetstone.whetstone';

describe('extension under test', () => {
  it('is there and comes from the expected folder', () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not among the extensions of this VS Code`);
    const expected = process.env.WHETSTONE_EXPECTED_EXTENSION;
    assert.ok(expected, 'WHETSTONE_EXPECTED_EXTENSION must name the extension or the folder that holds it');
    const real = realpathSync(extension.extensionPath);
    const base = realpathSync(expected);
    assert.ok(real === base || path.dirname(real) === base, `${real} is neither ${base} nor directly inside it`);
  });

  it('activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
