import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OtherFiles } from './otherFiles';

describe('Other files of a task', () => {
  let folder: string;
  let others: OtherFiles;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-others-'));
    await mkdir(path.join(folder, 'real', 'shop'), { recursive: true });
    await writeFile(path.join(folder, 'real', 'shop', 'a.ts'), "import { bring } from './b';\nbring();\n");
    await writeFile(path.join(folder, 'real', 'shop', 'b.ts'), 'export function bring(): void {}\n');
    await mkdir(path.join(folder, 'linked'));
    await symlink(path.join(folder, 'real', 'shop'), path.join(folder, 'linked', 'shop'));
    others = new OtherFiles({ folder: path.join(folder, 'linked'), indexes: path.join(folder, 'db') });
  });
  after(async () => {
    await others.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('have the names that tasks have, also behind a link: a task that found its own file would copy the answer', async () => {
    const own = others.fileOf({ repository: 'shop', path: 'a.ts' });
    assert.ok((await others.sources('shop')).includes(own));
  });

  it('give pieces for a place', async () => {
    const request = {
      languageId: 'typescript',
      prefix: "import { bring } from './b';\nbring(",
      suffix: '',
      extent: 'line',
    } as const;
    const pieces = await others.pieces(
      request,
      { repository: 'shop', path: 'a.ts' },
      1000,
      new AbortController().signal,
    );
    assert.deepEqual(
      pieces.map(({ path: file }) => file),
      ['b.ts'],
    );
  });

  it('are refused where there is no such repository', async () => {
    await assert.rejects(async () => others.sources('none'), /--repositories/);
  });
}).timeout(30_000);
