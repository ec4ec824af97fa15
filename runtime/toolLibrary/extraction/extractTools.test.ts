import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { extractTexts, toolNamed, withFolder } from './testing/extractTexts';
import { extractTools } from './index';

describe('Extraction of tools', () => {
  it('gives the same tool the same identity, and another one where its text, place or name differs', async () => {
    const text = 'def f(x: int): return x\n';
    const ids = await Promise.all(
      [{ 'a.py': text }, { 'a.py': `\n\n${text}` }, { 'b.py': text }, { 'a.py': 'def f(x: int): return x + 1\n' }].map(
        async (files) => (await extractTexts(files)).tools[0]?.id,
      ),
    );
    assert.match(ids[0] ?? '', /^[0-9a-f]{16}$/);
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 3);
  });

  it('gives places that hold the text, decorators and comments included', async () => {
    const python = '# é😀\n@staticmethod\ndef f(x): return x\n';
    const script = 'const a = "é😀";\n/** Doc. */\nexport function g() {}\n';
    const { tools } = await extractTexts({ 'a.py': python, 'b.ts': script });
    assert.deepEqual(
      tools.map(
        ({ source }) =>
          source && [source.text, (source.path === 'a.py' ? python : script).slice(source.start, source.end)],
      ),
      ['@staticmethod\ndef f(x): return x', '/** Doc. */\nexport function g() {}'].map((each) => [each, each]),
    );
  });

  it('tells a syntax error and keeps what stands around it', async () => {
    const all = await extractTexts({
      'a.py': 'def good(x): return x\n\ndef broken(x:\n    return\n',
      'b.ts': 'export function fine(a: number) { return a; }\nexport const x = = 3;\n',
    });
    toolNamed(all, 'good');
    toolNamed(all, 'fine');
    assert.deepEqual(
      all.problems.map(({ path: file, line }) => [file, line]),
      [
        ['a.py', 3],
        ['b.ts', 2],
      ],
    );
  });

  it('tells files that are no text, too long or minified', async () => {
    const { problems } = await extractTexts({
      'latin.py': Buffer.from('def f(): return "\xe9"\n', 'latin1'),
      'binary.py': Buffer.from('a\0b'),
      'huge.py': 'x = 1\n'.repeat(400_000),
      'min.js': `var a=${'1+'.repeat(5_000)}1;`,
    });
    assert.deepEqual(
      problems.map(({ path: file, problem }) => [file, /UTF-8|binary|longer than|minified/.exec(problem)?.[0]]),
      [
        ['binary.py', 'binary'],
        ['huge.py', 'longer than'],
        ['latin.py', 'UTF-8'],
        ['min.js', 'minified'],
      ],
    );
  });

  it('leaves out what Git ignores, what is excluded, and what links lead to', async () => {
    const outside = path.join(os.tmpdir(), `outside-${process.pid}`);
    await mkdir(outside, { recursive: true });
    await writeFile(path.join(outside, 'secret.py'), 'def secret(): ...\n');
    try {
      await withFolder(
        {
          '.gitignore': 'made/\n',
          'made/a.py': 'def made(): ...\n',
          'node_modules/x/a.js': 'function x() {}',
          'src/a.py': 'def a(): ...\n',
          'old/b.py': 'def b(): ...\n',
        },
        async (root) => {
          await symlink(outside, path.join(root, 'link'));
          await symlink(path.join(outside, 'secret.py'), path.join(root, 'file.py'));
          await symlink('.', path.join(root, 'round'));
          const { tools } = await extractTools({ root, include: ['**/*.py'], exclude: ['old/**'] });
          assert.deepEqual(
            tools.map(({ name }) => name),
            ['a'],
          );
        },
      );
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('takes one file alone', async () => {
    await withFolder({ 'a.py': 'def a(): ...\n', 'b.py': 'def b(): ...\n' }, async (root) => {
      const { tools } = await extractTools({ root: path.join(root, 'b.py') });
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['b'],
      );
    });
  });

  it('refuses a folder that is not there, and says what to do', async () => {
    await assert.rejects(
      extractTools({ root: '/nowhere/at/all' }),
      /There is no folder or file \/nowhere\/at\/all\. Name the folder/,
    );
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(extractTexts({ 'a.py': 'def f(): ...\n' }, { signal: stop.signal }), { name: 'AbortError' });
  });

  it('survives nesting that nobody wrote by hand', async () => {
    const deep = `x = ${'[\n'.repeat(5_000)}${']\n'.repeat(5_000)}\ndef f(x): return ${'(\n'.repeat(3_000)}x${')\n'.repeat(3_000)}\n`;
    const sum = `export const x = ${'"a" +\n'.repeat(4_000)}"b";\nexport function g() { return x; }\n`;
    const { tools } = await extractTexts({ 'a.py': deep, 'b.ts': sum });
    assert.ok(tools.some(({ name }) => name === 'g'));
  });

  it('keeps names that objects have by themselves', async () => {
    const { tools } = await extractTexts({
      'a.py':
        'def constructor(__proto__: toString, x: constructor): return __proto__\nconstructor({"__proto__": 1}, 2)\n',
      'b.ts': 'export function toString(valueOf: constructor, hasOwnProperty: { __proto__: string }) {}\n',
    });
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['constructor', 'toString'],
    );
    assert.deepEqual(
      tools[0]?.parameters.map(({ name, schema }) => [name, schema]),
      [
        ['__proto__', {}],
        ['x', {}],
      ],
    );
  });
});
