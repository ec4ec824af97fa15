import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gatherContext, type ContextQuestion, type GatheredContext } from '.';
import { openRepositoryIndex } from '../openRepositoryIndex';
import type { RepositoryIndex } from '../types';

describe('Context from a repository', function () {
  this.timeout(30_000);
  let folder: string;
  let root: string;
  let index: RepositoryIndex;

  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  const ask = (changes: Partial<ContextQuestion>, signal = new AbortController().signal): Promise<GatheredContext> =>
    gatherContext(
      index,
      { path: 'src/order.ts', languageId: 'typescript', before: '', after: '\n}\n', budget: 4000, ...changes },
      signal,
    );
  const written = "import { priceOf } from './price';\nexport function total(item: string) {\n  return ";

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-context-'));
    root = path.join(folder, 'repository');
    await write('src/order.ts', `${written}0;\n}\n`);
    await write(
      'src/price.ts',
      "import { Money } from './money';\n" +
        '/** What an item costs. */\nexport function priceOf(item: string, currency: Currency): Money {\n  return { item, currency };\n}\n' +
        "export type Currency = 'EUR' | 'USD';\nexport function unrelated(): void {}\n",
    );
    await write('src/money.ts', 'export interface Money {\n  readonly currency: string;\n}\n');
    await write(
      'src/invoice.ts',
      'export function invoiceTotal(item: string) {\n  const sum = total(item);\n  return sum;\n}\n',
    );
    await write(
      'src/order.test.ts',
      "import { total } from './order';\nit('adds up', () => {\n  total('item');\n});\n",
    );
    await write('.gitignore', 'secret.ts\n');
    await write('src/secret.ts', 'export function priceOf2(item: string) {\n  return item;\n}\n');
    await write('other/far.ts', `export class Shelf {\n${'  method0(): void {\n    return;\n  }\n'.repeat(200)}}\n`);
    index = await openRepositoryIndex({ root, folder: path.join(folder, 'db') });
  });
  after(async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is best where it defines what the cursor’s line uses, whole and with its documentation', async () => {
    const { pieces } = await ask({ before: `${written}priceOf(` });
    const best = pieces.at(-1);
    assert.deepEqual([best?.path, best?.relation], ['src/price.ts', 'used']);
    assert.match(best?.text ?? '', /^\/\*\* What an item costs\. \*\/\nexport function priceOf[^]*\}$/);
  });

  it('knows a name by its beginning', async () => {
    const { pieces } = await ask({ before: `${written}pri` });
    assert.match(pieces.at(-1)?.text ?? '', /function priceOf/);
  });

  it('has the types that a used definition speaks of', async () => {
    const { pieces } = await ask({ before: `${written}priceOf(` });
    assert.match(pieces.find(({ relation }) => relation === 'mentioned')?.text ?? '', /^export type Currency/);
  });

  it('has declarations like it of the same folder', async () => {
    const { pieces } = await ask({ before: `${written}priceOf(item)` });
    assert.equal(pieces.find(({ path: file }) => file === 'src/invoice.ts')?.relation, 'similar');
  });

  it('has nothing of an import that does not stand in the text any more', async () => {
    const { pieces } = await ask({ before: 'export function other() {\n  return ' });
    assert.ok(!pieces.some(({ path: file, relation }) => file === 'src/price.ts' && relation === 'outline'));
  });

  it('never has the file itself, nor ignored ones', async () => {
    const { pieces } = await ask({ before: `${written}priceOf2(total(item))` });
    assert.deepEqual(
      pieces.filter(({ path: file }) => ['src/order.ts', 'src/secret.ts'].includes(file)),
      [],
    );
  });

  it('keeps within its budget', async () => {
    for (const budget of [0, 100, 300, 1000]) {
      const { pieces } = await ask({ before: `${written}priceOf(`, budget });
      const size = pieces.reduce((sum, { path: file, text }) => sum + file.length + text.length, 0);
      assert.ok(size <= budget, `${size} of ${budget}`);
    }
  });

  it('cuts a large class to its signatures', async () => {
    const { pieces } = await ask({ before: 'const shelf = new Shelf(', budget: 2000 });
    const text = pieces.find(({ path: file }) => file === 'other/far.ts')?.text ?? '';
    assert.match(text, /^export class Shelf/);
    assert.ok(text.length <= 800 && text.includes('method0(): void') && !text.includes('return;'), text);
  });

  it('answers for a file that is not in the index', async () => {
    const { pieces } = await ask({ path: 'src/new.ts', before: "import { priceOf } from './price';\npriceOf(" });
    assert.match(pieces.at(-1)?.text ?? '', /function priceOf/);
  });

  it('leaves out what changed since it was indexed, and says so', async () => {
    await write('src/money.ts', 'export interface Money {\n  readonly amount: number;\n}\n');
    const { pieces, stale } = await ask({ before: "import { Money } from './money';\nconst paid: Money = " });
    assert.deepEqual(stale, ['src/money.ts']);
    assert.ok(!pieces.some(({ path: file }) => file === 'src/money.ts'));
    await index.refresh({ paths: stale });
    const anew = await ask({ before: "import { Money } from './money';\nconst paid: Money = " });
    assert.match(anew.pieces.at(-1)?.text ?? '', /amount: number/);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const asked = ask({ before: `${written}priceOf(` }, controller.signal);
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });
});
