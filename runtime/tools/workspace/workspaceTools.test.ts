import assert from 'node:assert/strict';
import { chmod, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { TemporaryWorkspace } from './testing/temporaryWorkspace';

describe('workspace tools', function () {
  this.timeout(20_000);
  let work: TemporaryWorkspace;
  afterEach(() => work.close());

  describe('list_files', () => {
    it('lists what is not ignored, with folders, links and what is not text', async () => {
      work = await TemporaryWorkspace.open({
        '.gitignore': 'dist/\n*.log\n!keep.log\n',
        'src/.gitignore': '/generated\n',
        'src/a.ts': '',
        'src/generated/b.ts': '',
        'src/deep/er/c.ts': '',
        'dist/out.js': '',
        'x.log': '',
        'keep.log': '',
        'node_modules/m/index.js': '',
        'logo.png': Buffer.from([0x89, 0, 1, 2]),
        'data.txt': 'x'.repeat(300_000),
        '.env': 'SECRET=1',
        '.git/HEAD': '',
      });
      await symlink(work.outer, path.join(work.root, 'way-out'));
      assert.deepEqual((await work.text('list_files', { depth: 2 })).split('\n'), [
        '.gitignore',
        'data.txt  (300 kB)',
        'keep.log',
        'logo.png  (binary)',
        'src/',
        'src/.gitignore',
        'src/a.ts',
        'src/deep/  (not opened)',
        'way-out  (link)',
      ]);
      assert.equal(await work.text('list_files', { path: 'src/deep' }), 'src/deep/er/\nsrc/deep/er/c.ts');
      assert.match(await work.text('list_files', { include_ignored: true }), /dist\/out\.js/);
    });

    it('is bounded, and says how to get the rest', async () => {
      work = await TemporaryWorkspace.open(
        Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}.txt`, ''])),
      );
      const { cut } = await work.call('list_files', {});
      assert.match(cut ?? '', /300 of 400 are shown/);
    });

    it('says what is no folder', async () => {
      work = await TemporaryWorkspace.open({ 'a.txt': '' });
      assert.match(await work.text('list_files', { path: 'a.txt' }), /a\.txt is a file/);
      assert.match(await work.text('list_files', { path: 'b' }), /There is no b/);
    });
  });

  describe('find_files', () => {
    it('finds by parts and globs, the nearest name first', async () => {
      work = await TemporaryWorkspace.open({
        'src/parser/index.ts': '',
        'src/callParser.ts': '',
        'src/parser.ts': '',
        'docs/a.md': '',
      });
      assert.deepEqual((await work.text('find_files', { pattern: 'PARSER' })).split('\n'), [
        'src/parser.ts',
        'src/callParser.ts',
        'src/parser/index.ts',
      ]);
      assert.equal(await work.text('find_files', { pattern: 'docs/**/*.md' }), 'docs/a.md');
      assert.equal(await work.text('find_files', { pattern: '*.md' }), 'docs/a.md');
      assert.match(await work.text('find_files', { pattern: 'zebra' }), /No file fits zebra/);
    });
  });

  describe('search_text', () => {
    const files = {
      'src/use.ts': 'import { parse } from "./parse";\nparse(1);\n',
      'src/parse.ts': '// begin\nexport function parse(x: number) {\n  return x;\n}\n',
      'test/parse.test.ts': 'parse(2);\n',
      'secrets.json': '{"parse": 1}',
      'ignored/x.ts': 'parse',
      '.gitignore': 'ignored\n',
      'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a Parse b', 'utf16le')]),
      'image.bin': Buffer.from('parse\0parse'),
    };

    it('finds text, definitions first, with lines', async () => {
      work = await TemporaryWorkspace.open(files);
      const text = await work.text('search_text', { pattern: 'parse' });
      const order = text.split('\n').filter((line) => !line.startsWith('  '));
      assert.deepEqual(order, ['src/parse.ts', 'src/use.ts', 'test/parse.test.ts', 'wide.txt']);
      assert.ok(text.includes('  2: export function parse(x: number) {'));
    });

    it('takes expressions, case, globs and surrounding lines', async () => {
      work = await TemporaryWorkspace.open(files);
      const found = await work.text('search_text', { pattern: 'function\\s+(\\w+)', is_regex: true, context_lines: 1 });
      assert.equal(found, 'src/parse.ts\n  1- // begin\n  2: export function parse(x: number) {\n  3-   return x;');
      assert.match(await work.text('search_text', { pattern: 'Parse', case_sensitive: true }), /^wide\.txt/);
      assert.match(
        await work.text('search_text', { pattern: 'parse', include: 'test/**' }),
        /^test\/parse\.test\.ts\n {2}1:/,
      );
      assert.match(
        await work.text('search_text', { pattern: 'parse', path: 'test' }),
        /^test\/parse\.test\.ts\n {2}1:/,
      );
      assert.match(await work.text('search_text', { pattern: '(', is_regex: true }), /not possible: Invalid regular/);
      assert.match(await work.text('search_text', { pattern: 'a(b' }), /Nothing was found in 5 files/);
    });

    it('does not hang on an expression that takes for ever, and works afterwards', async () => {
      work = await TemporaryWorkspace.open({ 'a.txt': `${'a'.repeat(60)}!` });
      const cancel = new AbortController();
      const call = work.call('search_text', { pattern: '(a+)+$', is_regex: true }, { signal: cancel.signal });
      setTimeout(() => cancel.abort(), 400);
      await assert.rejects(call, { name: 'AbortError' });
      assert.match(await work.text('search_text', { pattern: 'aaa!' }), /^a\.txt/);
    });

    it('reads what is not saved yet', async () => {
      const unsaved = async (file: string) => (file.endsWith('use.ts') ? '\n\nparse(3);\n' : undefined);
      work = await TemporaryWorkspace.open(files, { host: { unsaved } });
      assert.match(
        await work.text('search_text', { pattern: 'parse', include: 'use.ts' }),
        /^src\/use\.ts\n {2}3: parse\(3\);$/,
      );
      assert.match(await work.text('read_file', { path: 'src/use.ts' }), /3: parse\(3\)/);
    });

    it('is bounded, and one file does not hide the others', async () => {
      work = await TemporaryWorkspace.open({ 'many.txt': 'word\n'.repeat(500), 'few.txt': 'word\n' });
      const { content, cut } = await work.call('search_text', { pattern: 'word', limit: 10 });
      assert.match(JSON.stringify(content), /few\.txt/);
      assert.match(cut ?? '', /of 501 matching lines in 2 files/);
    });
  });

  describe('read_file', () => {
    const source = [
      '// What it does.',
      'export class Parser {',
      '  next(): number {',
      '    return 1;',
      '  }',
      '}',
      ...Array.from({ length: 400 }, (_, index) => `const value${index} = ${index};`),
    ].join('\n');

    it('numbers lines, and reads parts', async () => {
      work = await TemporaryWorkspace.open({ 'a.txt': 'one\r\ntwo\r\nthree\r\n', 'empty.txt': '' });
      assert.equal(
        await work.text('read_file', { path: 'a.txt' }),
        'a.txt, lines 1 to 3 of 3:\n1: one\n2: two\n3: three',
      );
      assert.match(await work.text('read_file', { path: './a.txt', start_line: 2, end_line: 2 }), /:\n2: two$/);
      assert.match(
        await work.text('read_file', { path: path.join(work.root, 'a.txt'), start_line: 3 }),
        /:\n3: three$/,
      );
      assert.match(await work.text('read_file', { path: 'a.txt', start_line: 9 }), /has 3 lines/);
      assert.match(await work.text('read_file', { path: 'empty.txt' }), /is empty/);
    });

    it('answers a long file with its outline, then by symbol', async () => {
      work = await TemporaryWorkspace.open({ 'p.ts': source, 'doc.md': '# A\n\n## B\n\ntext\n\n# C\n' });
      const { content, cut } = await work.call('read_file', { path: 'p.ts' });
      assert.match(JSON.stringify(content), /1-6 class Parser/);
      assert.match(cut ?? '', /Read a part with symbol/);
      assert.match(await work.text('read_file', { path: 'p.ts', symbol: 'next' }), /Parser\.next, lines 3 to 5/);
      assert.match(await work.text('read_file', { path: 'p.ts', symbol: 'Parsr' }), /Did you mean Parser/);
      assert.match(await work.text('read_file', { path: 'doc.md', symbol: '## B' }), /lines 3 to 6 of 7:\n3: ## B/);
    });

    it('says what cannot be read, and what to do', async () => {
      work = await TemporaryWorkspace.open({
        'a.bin': Buffer.from([1, 0, 2]),
        'big.txt': 'x'.repeat(5_000_001),
        'd/x': '',
      });
      assert.match(await work.text('read_file', { path: 'a.bin' }), /is binary/);
      assert.match(await work.text('read_file', { path: 'big.txt' }), /Use search_text/);
      assert.match(await work.text('read_file', { path: 'd' }), /is a folder/);
      assert.match(await work.text('read_file', { path: 'gone.ts' }), /There is no gone\.ts\. Use find_files/);
    });
  });

  describe('edit_file', () => {
    const edit = (path: string, old_text: string, new_text: string) => ({ path, edits: [{ old_text, new_text }] });
    const bytes = (name: string) => readFile(path.join(work.root, name));

    it('keeps line ends, byte order marks, encodings and permissions', async () => {
      work = await TemporaryWorkspace.open({
        'win.txt': 'a\r\nb\r\nc\r\n',
        'bom.txt': Buffer.from('\ufeffa\n'),
        'wide.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\n', 'utf16le')]),
        'old.txt': Buffer.from([0xe4, 0x0a, 0x61]),
        'run.sh': 'a\n',
      });
      await chmod(path.join(work.root, 'run.sh'), 0o755);
      for (const [name, from, to] of [
        ['win.txt', 'a\nb', 'x\ny\nz'],
        ['bom.txt', 'a', 'ö'],
        ['wide.txt', 'a', 'ö'],
        ['old.txt', 'a', 'ü'],
        ['run.sh', 'a', 'b'],
      ] as const) {
        assert.match(await work.text('edit_file', edit(name, from, to)), new RegExp(`${name} is changed`));
      }
      assert.equal((await bytes('win.txt')).toString(), 'x\r\ny\r\nz\r\nc\r\n');
      assert.equal((await bytes('bom.txt')).toString(), '\ufeffö\n');
      assert.deepEqual([...(await bytes('wide.txt'))], [0xff, 0xfe, 0xf6, 0, 0x0a, 0]);
      assert.deepEqual([...(await bytes('old.txt'))], [0xe4, 0x0a, 0xfc]);
      assert.match(await work.text('edit_file', edit('old.txt', 'ü', '你')), /encoding has no "你"/);
    });

    it('makes several edits, and refuses what stands twice or nowhere, with help', async () => {
      work = await TemporaryWorkspace.open({ 'a.ts': 'let a = 1;\nlet b = 1;\n  if (a) {\n    go();\n  }\n' });
      assert.match(
        await work.text('edit_file', edit('a.ts', ' = 1;', ' = 2;')),
        /stands 2 times in a\.ts \(lines 1, 2\)/,
      );
      assert.match(
        await work.text('edit_file', edit('a.ts', 'if (a) {\n  go();\n}', 'x')),
        /spaces.*only.*Lines 3 to 5:\n {2}if \(a\)/s,
      );
      assert.match(await work.text('edit_file', edit('a.ts', 'let c = 1;', 'x')), /nearest text.*Lines 1 to 1/s);
      assert.match(await work.text('edit_file', edit('a.ts', '1: let a = 1;', 'x')), /Leave out the line numbers/);
      assert.match(await work.text('edit_file', edit('a.ts', 'zebra crossing', 'x')), /Nothing like it/);
      const two = {
        path: 'a.ts',
        edits: [
          { old_text: 'go', new_text: 'run' },
          { old_text: '1', new_text: '3', replace_all: true },
        ],
      };
      assert.match(await work.text('edit_file', two), /\+let a = 3;/);
      assert.equal((await bytes('a.ts')).toString(), 'let a = 3;\nlet b = 3;\n  if (a) {\n    run();\n  }\n');
    });

    it('does what was shown, or says that the file has changed since', async () => {
      work = await TemporaryWorkspace.open({ 'a.txt': 'one two\n' });
      const asking = work.registry.inMode('ask');
      const context = (meanwhile: () => Promise<void>) => ({
        signal: new AbortController().signal,
        conversation: 'test',
        approve: async () => {
          await meanwhile();
          return { kind: 'allowed', remember: 'once' } as const;
        },
      });
      const changes = context(() => work.put({ 'a.txt': 'one two three\n' }));
      const result = await asking.call('edit_file', edit('a.txt', 'two', '2'), changes);
      assert.match(JSON.stringify(result.content), /has changed since it was read/);
      assert.equal((await bytes('a.txt')).toString(), 'one two three\n');
      const quiet = context(async () => undefined);
      assert.equal((await asking.call('edit_file', edit('a.txt', 'two', '2'), quiet)).changed, true);
    });

    it('creates and deletes, and overwrites nothing', async () => {
      work = await TemporaryWorkspace.open({ 'a.txt': 'x' });
      assert.match(await work.text('create_file', { path: 'new/deep/b.txt', text: 'hello\n' }), /is made/);
      assert.equal((await bytes('new/deep/b.txt')).toString(), 'hello\n');
      assert.match(await work.text('create_file', { path: 'a.txt', text: '' }), /exists already/);
      assert.match(await work.text('delete_file', { path: 'a.txt' }), /is deleted/);
      await assert.rejects(bytes('a.txt'));
      assert.match(await work.text('delete_file', { path: 'a.txt' }), /There is no a\.txt/);
    });
  });

  it('get_diagnostics tells errors first', async () => {
    const diagnostics = async () => [
      { path: 'a.ts', line: 1, severity: 'warning', message: 'unused' } as const,
      { path: 'a.ts', line: 2, severity: 'error', message: 'no such\nname', source: 'ts' } as const,
    ];
    work = await TemporaryWorkspace.open({ 'a.ts': '' }, { host: { diagnostics } });
    assert.equal(await work.text('get_diagnostics', {}), 'a.ts:2 error: no such name (ts)\na.ts:1 warning: unused');
  });
});
