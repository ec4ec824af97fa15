import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../../core/seededRandom';
import { layeredProject } from '../testing/layeredProject';
import { memoryIndex } from '../testing/memoryIndex';
import { ContextBuilder, type ContextRequest } from './buildContext';
import { readRepositoryTexts } from './readRepositoryTexts';
import { estimatedTokens } from './tokenCounter';

describe('The context of a scenario', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'whetstone-context-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const signal = new AbortController().signal;

  async function build(changes: Partial<ContextRequest> = {}, extra: Parameters<typeof memoryIndex>[1] = {}) {
    const index = memoryIndex(root, { ...layeredProject(), ...extra });
    const texts = await readRepositoryTexts(index, estimatedTokens, signal);
    const built = new ContextBuilder(texts, index.graph()).build({
      draft: { needed: ['src/pages/page0.ts'], related: [], base: [] },
      targetTokens: 2000,
      distractors: 'near',
      random: seededRandom(1),
      exclude: new Set(),
      ...changes,
    });
    return { built, texts };
  }

  it('takes near files first and stays within the length', async () => {
    const { built } = await build();
    assert.ok(built.kind === 'context');
    const distances = built.context.files.map(({ distance }) => distance ?? Infinity);
    assert.ok(built.context.tokens <= 2000 && built.context.tokens > 1500, String(built.context.tokens));
    assert.ok(distances.filter((each) => each === 1).length === 2, distances.join());
    assert.ok(Math.max(...distances) <= 4, distances.join());
  });

  it('shows the state that the model is to see, not the disk', async () => {
    const content = 'export {};\n';
    const { built } = await build({
      draft: { needed: ['src/pages/page0.ts'], related: [], base: [{ path: 'src/pages/page0.ts', content }] },
    });
    assert.ok(built.kind === 'context');
    assert.equal(built.context.files.find(({ role }) => role === 'target')?.tokens, 12 + Math.ceil(content.length / 4));
  });

  it('leaves out what would give the answer away', async () => {
    const { built } = await build({ exclude: new Set(['src/services/service0.ts']) });
    assert.ok(built.kind === 'context');
    assert.ok(!built.context.files.some((file) => file.path === 'src/services/service0.ts'));
  });

  it('says when the needed files alone are too long', async () => {
    assert.equal((await build({ targetTokens: 50 })).built.kind, 'too-large');
  });

  it('never shows files with secrets, generated or vendored ones', async () => {
    const key = `ghp_${'a1B2'.repeat(9)}`;
    const { built, texts } = await build(
      { targetTokens: 1_000_000 },
      {
        'src/secret.ts': { text: `export const key = '${key}';` },
        '.env': { text: 'A=1' },
        'src/made.ts': { text: 'export {};', kind: 'generated' },
      },
    );
    assert.ok(built.kind === 'context');
    const paths = built.context.files.map((file) => file.path);
    assert.ok(!paths.some((each) => ['src/secret.ts', '.env', 'src/made.ts'].includes(each)), paths.join());
    assert.deepEqual(
      texts.leftOut.map(({ path: each, reason }) => `${each} ${reason}`),
      ['.env secret', 'src/secret.ts secret'],
    );
    assert.ok(texts.file('src/made.ts') !== undefined, 'a checkout needs generated files');
  });

  it('refuses a repository that changes meanwhile', async () => {
    const index = memoryIndex(root, layeredProject());
    writeFileSync(path.join(root, 'src/core/core.ts'), 'changed');
    await assert.rejects(readRepositoryTexts(index, estimatedTokens, signal), /src\/core\/core\.ts changed/);
  });
});
