import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LibraryFolderError, readLibrary, writeLibrary } from './libraryFolder';
import { LIBRARY_FORM, type LibraryDescription } from './libraryForm';

describe('a library on the disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-library-'));
    await mkdir(path.join(folder, 'tools/sub'), { recursive: true });
    await writeFile(path.join(folder, 'tools/sub/a.py'), 'old\n');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('holds the collection before and after, and what its functions are', async () => {
    const out = path.join(folder, 'out');
    await write(out);
    const library = await readLibrary(out);
    assert.equal(await readFile(path.join(library.before, 'sub/a.py'), 'utf8'), 'old\n');
    assert.equal(await readFile(path.join(library.after, 'sub/a.py'), 'utf8'), 'new\n');
    const functions = await readFile(path.join(library.after, '.vscode/whetstone-functions.json'), 'utf8');
    assert.match(functions, /"file": "sub\/a\.py",\s+"function": "f"/);
    await write(out);
    assert.deepEqual((await readdir(folder)).sort(), ['out', 'tools']);
  });

  it('does not replace a folder that holds something else', async () => {
    await assert.rejects(write(path.join(folder, 'tools')), LibraryFolderError);
    assert.equal(await readFile(path.join(folder, 'tools/sub/a.py'), 'utf8'), 'old\n');
  });

  it('writes nothing outside', async () => {
    await assert.rejects(write(path.join(folder, 'out'), '../../evil.py'), /leads out/);
    assert.deepEqual(await readdir(folder), ['tools']);
  });

  for (const [name, text, message] of [
    ['no library', undefined, /no tool library/],
    ['half a file', '{"form": ', /no JSON/],
    ['another form', '{"form": "other"}', /form/],
  ] as const) {
    it(`says what is wrong with ${name}`, async () => {
      if (text !== undefined) await writeFile(path.join(folder, 'library.json'), text);
      await assert.rejects(readLibrary(folder), message);
    });
  }

  function write(out: string, file = 'sub/a.py'): Promise<void> {
    const description: LibraryDescription = {
      ...{ form: LIBRARY_FORM, root: path.join(folder, 'tools'), seed: 1, include: [], exclude: [], models: [] },
      ...{ counts: { before: 1, after: 1 }, merged: [], rejected: [], changed: [], verifications: [] },
    };
    return writeLibrary(out, {
      ...{ description, coverage: { form: 'whetstone-tool-coverage-1', entries: [] } },
      tools: [{ name: 'f', description: 'F.', inputSchema: { type: 'object' }, function: 'sub/a.py#f' }],
      ...{ files: ['sub/a.py'], texts: new Map([[file, 'new\n']]) },
    });
  }
});
