import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { FixtureFolder, tool } from '../execution/testing/toolFixture';
import type { Verification } from '../types';
import { verifyCandidate } from './verifyCandidate';

const COMPILER = path.dirname(require.resolve('typescript/package.json'));

describe('Steps that run what the workspace has', function () {
  this.timeout(120_000);
  let sandbox: CommandSandbox;
  let folder: FixtureFolder | undefined;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  afterEach(() => folder?.remove());

  async function verify(
    file: string,
    texts: Record<string, string>,
    consent: object,
  ): Promise<Verification | undefined> {
    assert.ok(folder);
    const old = tool(file, 'total(a: number, b: number)');
    const found = await verifyCandidate({
      collection: folder.collection([old]),
      candidate: { texts: new Map(Object.entries(texts)) },
      entries: [
        {
          ...{ tool: old.id, outcome: 'merged', into: `${file.replace('total', 'sum')}#sum` },
          arguments: { a: { from: 'a' }, b: { from: 'b' } },
        },
      ],
      ...{ seed: 1, sandbox, consent, mutants: 0 },
    });
    return found[0];
  }

  const step = (found: Verification | undefined, name: string) => found?.steps.find((each) => each.step === name);

  it('rejects a new error of the workspace’s compiler, and asks before it runs it', async () => {
    folder = await FixtureFolder.make({
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "lib": ["es5"], "types": [] } }',
      'total.ts': 'export function total(a: number, b: number): number { return a + b; }\n',
      'broken.ts': 'export const old: string = 1;\n',
    });
    await cp(COMPILER, path.join(folder.root, 'node_modules', 'typescript'), { recursive: true });
    const sum = 'export function sum(a: number, b: number): number { return a + b; }\n';
    const adapter = `import { sum } from './sum.js';\nexport function total(a: number, b: number): number { return sum(a, b); }\n`;
    const wrong = adapter.replace('): number {', '): string {');
    const bad = await verify('total.ts', { 'sum.ts': sum, 'total.ts': wrong }, { types: true });
    assert.equal(bad?.verdict, 'rejected');
    assert.match(step(bad, 'types')?.detail ?? '', /total\.ts: error TS2322/);
    const unasked = await verify('total.ts', { 'sum.ts': sum, 'total.ts': wrong }, {});
    assert.match(step(unasked, 'types')?.detail ?? '', /not run without the user’s consent/);
  });

  it('rejects what breaks a test of the workspace, and what deletes one', async () => {
    folder = await FixtureFolder.make({
      'package.json': '{ "scripts": { "test": "node --test" } }',
      'total.mjs': 'export function total(a, b) { return a + b; }\nexport const used = true;\n',
      'total.test.mjs': `import test from 'node:test';\nimport assert from 'node:assert';\nimport * as all from './total.mjs';\ntest('adds', () => assert.equal(all.total(1, 2), 3));\ntest('is used', () => assert.ok(all.used));\n`,
    });
    const sum = 'export function sum(a, b) { return a + b; }\n';
    const adapter = `import { sum } from './sum.mjs';\nexport const total = (a, b) => sum(a, b);\n`;
    const kept = `${adapter}export const used = true;\n`;
    const good = await verify('total.mjs', { 'sum.mjs': sum, 'total.mjs': kept }, { tests: true });
    assert.equal(step(good, 'workspaceTests')?.outcome, 'passed', JSON.stringify(good?.steps));
    const broken = await verify('total.mjs', { 'sum.mjs': sum, 'total.mjs': adapter }, { tests: true });
    assert.match(step(broken, 'workspaceTests')?.detail ?? '', /is used fails/);
    const gone = { 'sum.mjs': sum, 'total.mjs': kept, 'total.test.mjs': '' };
    const deleted = await verify('total.mjs', gone, { tests: true });
    assert.equal(deleted?.verdict, 'rejected', JSON.stringify(deleted?.steps));
  });
});
