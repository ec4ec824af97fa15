import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceFiles } from './sourceFiles';
import { sourcePathOf } from './sourcePath';

describe('source files', () => {
  let folder: string;
  let sources: SourceFiles;
  let logged: string[];
  let busy: boolean;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-sources-'));
    logged = [];
    busy = false;
    sources = new SourceFiles({ isBusy: () => busy, log: (message) => logged.push(message) });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, content: string | Uint8Array) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  };
  /** What follows the text in the sources. */
  const after = (known: string, except?: string) => {
    const text = Buffer.from(known);
    return sources.index
      .find(text, text.length, except, 8)
      .map((match) => Buffer.from(match.text.subarray(match.at, match.end)).toString());
  };

  it('reads files, and takes the text of those that are open', async () => {
    const saved = await write('a.py', 'value = load(saved)\n');
    sources.put([{ path: saved }, { path: '/elsewhere/b.py', text: 'value = load(typed)\n' }]);
    await sources.settled();
    assert.deepEqual(after('value = load(').sort(), ['saved)\n', 'typed)\n']);
    assert.deepEqual(logged, []);
  });

  it('gives line feeds, and no byte-order mark', async () => {
    sources.put([{ path: '/a', text: '\ufefflet value = 1\r\nother = 2\rthird = 3\r\n' }]);
    await sources.settled();
    assert.deepEqual(after('let value = '), ['1\nother = 2\nthird = 3\n']);
    assert.equal(sources.index.stats.textBytes, 'let value = 1\nother = 2\nthird = 3\n'.length);
  });

  it('passes over what is missing, binary, too large or in another encoding, and says so', async () => {
    const good = await write('good.py', 'value = load(good)\n');
    const files = [
      path.join(folder, 'missing.py'),
      folder,
      'relative.py',
      await write('binary', Uint8Array.of(118, 0, 1)),
      await write('large', 'x = 1\n'.repeat(200_000)),
      await write('latin1', Uint8Array.of(0xe4, 0x20, 0x61)),
    ];
    sources.put([...files, good].map((file) => ({ path: file })));
    await sources.settled();
    assert.equal(logged.length, files.length);
    for (const file of files)
      assert.ok(
        logged.some((message) => message.includes(file)),
        file,
      );
    assert.deepEqual(after('value = load('), ['good)\n']);
  });

  it('forgets a file that cannot be read any more', async () => {
    const file = await write('a.py', 'value = load(first)\n');
    sources.put([{ path: file }]);
    await sources.settled();
    await rm(file);
    sources.put([{ path: file }]);
    await sources.settled();
    assert.deepEqual(after('value = load('), []);
  });

  it('does what was asked last, in whatever order it gets to it', async () => {
    sources.put([{ path: '/a', text: 'value = load(first)\n' }]);
    sources.put([{ path: '/a', text: 'value = load(second)\n' }]);
    sources.put([{ path: '/b', text: 'value = load(third)\n' }]);
    sources.drop(['/b']);
    await sources.settled();
    assert.deepEqual(after('value = load('), ['second)\n']);
    sources.put([{ path: '/c', text: 'value = load(fourth)\n' }]);
    sources.drop('all');
    await sources.settled();
    assert.deepEqual(after('value = load('), []);
  });

  it('waits while a request is answered', async () => {
    busy = true;
    sources.put([{ path: '/a', text: 'value = load(first)\n' }]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(sources.index.stats.files, 0);
    busy = false;
    await sources.settled();
    assert.equal(sources.index.stats.files, 1);
  });

  it('knows a document by its URI', async () => {
    const file = await write('größe a.py', 'value = load(own)\n');
    const uri = pathToFileURL(file).href;
    sources.put([{ path: file }]);
    await sources.settled();
    assert.equal(sourcePathOf(uri), sourcePathOf(file));
    assert.deepEqual(after('value = load(', sourcePathOf(uri)), []);
    assert.deepEqual(after('value = load('), ['own)\n']);
    const cell = uri.replace('file:', 'vscode-notebook-cell:') + '#W0sZmlsZQ%3D%3D';
    assert.equal(sourcePathOf(cell), sourcePathOf(file));
    assert.equal(sourcePathOf('untitled:Untitled-1'), 'untitled:Untitled-1');
  });
});
