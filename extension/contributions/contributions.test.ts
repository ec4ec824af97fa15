import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from './commands';
import { buildManifest } from './manifest';
import type { Setting } from './settingKinds';
import { settingBlocks, settings } from './settings';
import { walkthrough } from './walkthrough';
import { generateFiles } from './writePackageJson';

const root = path.resolve(__dirname, '../..');

describe('contributions', () => {
  for (const file of generateFiles(root)) {
    it(`${file.name} is what the typed source says (else run npx tsx extension/contributions/writePackageJson.ts)`, () => {
      const written = readFileSync(path.join(root, file.name), 'utf8');
      assert.deepEqual(JSON.parse(written), JSON.parse(file.content));
    });
  }

  it('every %key% of package.json has a text', () => {
    const { packageJson, texts } = buildManifest();
    const keys = [...JSON.stringify(packageJson).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
    assert.ok(keys.length > 20);
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(texts));
  });

  it('command titles are title case without the name of the extension', () => {
    for (const [id, { title }] of Object.entries(commands)) {
      assert.match(title, /^[A-Z][A-Za-z]*( ([A-Z][A-Za-z]*|for|of|in|to|at|and))*(\.\.\.)?$/, id);
      assert.doesNotMatch(title, /whetstone/i, id);
    }
  });

  it('every default passes its own check, and has a text and a schema', () => {
    for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
      assert.ok(setting.accepts(setting.default), key);
      assert.ok(setting.text.length > 10, key);
      assert.ok(!setting.accepts(undefined) && !setting.accepts({ nonsense: 1 }), key);
    }
  });

  it('a workspace can change neither privacy nor endpoints nor paths nor threads', () => {
    const ofTaste = ['infill', 'rewrite', 'toolLibrary'];
    const guarded = settingBlocks.filter((block) => !ofTaste.includes(block.id));
    assert.deepEqual(
      guarded.map(({ id }) => id),
      ['privacy', 'gateway', 'agent', 'models', 'runtime'],
    );
    // It narrows what the user allows; `allowedModels.test.ts` holds that.
    const narrowing = 'whetstone.gateway.allowedModels';
    for (const block of guarded) {
      for (const [key, setting] of Object.entries<Setting<unknown>>(block.settings)) {
        if (key !== narrowing) assert.ok(setting.scope === 'application' || setting.scope === 'machine', key);
      }
    }
  });

  it('pictures of the walkthrough exist and use only colours of the theme', () => {
    for (const step of walkthrough.steps) {
      const file = path.join(root, 'media/walkthrough', step.picture);
      assert.ok(existsSync(file), file);
      const svg = readFileSync(file, 'utf8');
      assert.match(svg, /var\(--vscode-/);
      assert.doesNotMatch(svg.replace(/var\([^()]*\)/g, ''), /#[0-9a-fA-F]{3,8}\b|rgb\(/, step.picture);
    }
  });
});
