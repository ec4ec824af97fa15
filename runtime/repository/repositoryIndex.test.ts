import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '.';

describe('index of a repository', function () {
  this.timeout(60_000);
  let folder: string;
  let root: string;
  let index: RepositoryIndex | undefined;

  const write = async (file: string, text: string | Buffer) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  const open = async () => (index = await openRepositoryIndex({ root, folder: path.join(folder, 'db') }));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-repository-'));
    root = path.join(folder, 'repository');
    await mkdir(root);
  });
  afterEach(async () => {
    await index?.close();
    index = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it('is empty for an empty folder', async () => {
    assert.deepEqual((await open()).files(), []);
  });

  it('is refused for what is no folder', async () => {
    await assert.rejects(openRepositoryIndex({ root: path.join(root, 'none'), folder }), { kind: 'no-folder' });
  });

  it('follows a reference over an import to its definition', async () => {
    await write('src/a.ts', 'export function help(): void {}\n');
    await write('src/b.ts', "import { help as h } from './a';\nh();\n");
    const { path: at, range } =
      (await open()).referencesTo('src/a.ts:help').find(({ role }) => role === 'call') ?? assert.fail();
    assert.deepEqual([at, range.start], ['src/b.ts', { line: 1, column: 0 }]);
  });

  it('follows names through files that all hand on each other’s', async () => {
    const names = Array.from({ length: 24 }, (_, at) => `part${at}`);
    await write('internal.ts', names.map((name) => `export * from './${name}';\n`).join(''));
    for (const name of names) {
      await write(`${name}.ts`, `export * from './internal';\nexport const ${name}Value = 1;\n`);
    }
    await write('user.ts', "import { part7Value, missing } from './internal';\nuse(part7Value, missing);\n");
    const opened = await open();
    const targets = new Set(opened.referencesIn('user.ts').map(({ name, target }) => `${name} ${target ?? ''}`));
    assert.deepEqual([...targets], ['part7Value part7.ts:part7Value', 'missing ', 'use ']);
  });

  it('says who imports a file', async () => {
    await write('a.py', 'X = 1\n');
    await write('b.py', 'from .a import X\n');
    assert.deepEqual((await open()).importersOf('a.py'), ['b.py']);
  });

  it('takes in what changed, came and went', async () => {
    await write('a.ts', 'export const a = 1;\n');
    await write('b.ts', 'export const b = 1;\n');
    const opened = await open();
    await write('a.ts', 'export const changed = 1;\n');
    await rm(path.join(root, 'b.ts'));
    await write('c.ts', 'export const c = 1;\n');
    assert.deepEqual(await opened.refresh({ paths: ['a.ts', 'b.ts', 'c.ts'] }), {
      added: 1,
      changed: 1,
      removed: 1,
      unchanged: 0,
    });
    assert.deepEqual(
      [...opened.allSymbols()].map(({ id }) => id),
      ['a.ts:changed', 'c.ts:c'],
    );
  });

  it('leaves out what Git would not track', async () => {
    await write('.gitignore', 'out/\n*.log\n!keep.log\n');
    await write('out/a.ts', '');
    await write('node_modules/b/index.js', '');
    await write('x.log', '');
    await write('keep.log', '');
    await write('src/.gitignore', 'made.ts\n');
    await write('src/made.ts', '');
    assert.deepEqual(
      (await open()).files().map((file) => file.path),
      ['.gitignore', 'keep.log', 'src/.gitignore'],
    );
  });

  it('says why it did not read a file', async () => {
    await write('binary.ts', Buffer.from([1, 0, 2]));
    await write('latin.py', Buffer.from([0x78, 0xe4, 0x0a]));
    await write('min.js', `var a=${'1+'.repeat(5000)}1`);
    await write('large.ts', Buffer.alloc(9 << 20, 'a'));
    await write('libs/inner/.git', 'gitdir: ../../.git/modules/inner\n');
    await symlink('..', path.join(root, 'libs', 'loop'));
    assert.deepEqual(
      (await open()).files().map((file) => [file.path, file.skipped]),
      [
        ['binary.ts', 'binary'],
        ['large.ts', 'larger than 8 MB'],
        ['latin.py', 'not valid UTF-8'],
        ['libs/inner', 'a repository of its own (submodule)'],
        ['libs/loop', 'a symbolic link'],
        ['min.js', 'minified'],
      ],
    );
  });

  it('refuses the text of a file that changed since', async () => {
    await write('a.ts', 'const a = 1;\n');
    const opened = await open();
    assert.equal(opened.text('a.ts'), 'const a = 1;\n');
    await write('a.ts', 'const b = 1;\n');
    assert.throws(() => opened.text('a.ts'), { kind: 'changed' });
  });

  it('is shared by windows', async () => {
    await write('a.ts', 'export const a = 1;\n');
    const opened = await open();
    const other = await openRepositoryIndex({ root, folder: path.join(folder, 'db') });
    await write('b.ts', 'export const b = 1;\n');
    await other.refresh();
    await other.close();
    assert.equal(opened.symbolsNamed('b').length, 1);
  });

  it('takes in a folder that came, and one that went', async () => {
    await write('old/deep/a.ts', 'export const a = 1;\n');
    await write('older.ts', 'export const older = 1;\n');
    const opened = await open();
    await rm(path.join(root, 'old'), { recursive: true });
    await write('new/deep/b.ts', 'export const b = 1;\n');
    await opened.refresh({ paths: ['old', 'new'] });
    assert.deepEqual(
      opened.files().map(({ path: file }) => file),
      ['new/deep/b.ts', 'older.ts'],
    );
  });
});
