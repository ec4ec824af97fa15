import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { crossFileTasks } from './crossFileTasks';

describe('Tasks that use other files', function () {
  this.timeout(30_000);
  let folder: string;
  let root: string;
  let index: RepositoryIndex;
  const filler = Array.from({ length: 24 }, (_, at) => `export const own${at} = ${at};\n`).join('');
  const user = `import { shelf, Box } from './shelf';\n${filler}export const box: Box = shelf(own1, own2);\n`;
  const options = { repository: 'shop', count: 10, seed: 1 };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tasks-'));
    root = path.join(folder, 'shop');
    await mkdir(root);
    await writeFile(
      path.join(root, 'shelf.ts'),
      'export interface Box {}\nexport function shelf(a: number, b: number): Box {\n  return { a, b };\n}\n',
    );
    await writeFile(path.join(root, 'user.ts'), user);
    await writeFile(path.join(root, 'copy.ts'), user.replace('own23', 'own99'));
    index = await openRepositoryIndex({ root, folder: path.join(folder, 'db') });
  });
  after(async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('give back the file when the gap is filled', async () => {
    await writeFile(path.join(root, 'copy.ts'), '');
    await index.refresh();
    const tasks = crossFileTasks(index, options);
    assert.ok(tasks.length > 4);
    for (const task of tasks) {
      const text = await readFile(path.join(root, task.path ?? ''), 'utf8');
      assert.equal(`${task.prompt}${task.canonical_solution}${task.suffix}`, text);
    }
    const crossing = tasks.filter(({ kind }) => kind === 'cross-file');
    assert.equal(crossing.length, 2);
    for (const { prompt } of crossing) assert.match(prompt, /export const box(: B.*|: Box = s.*)$/);
    assert.deepEqual(crossFileTasks(index, options), tasks, 'the same seed gives the same tasks');
  });

  it('are not made from files that another one is a copy of', async () => {
    await writeFile(path.join(root, 'copy.ts'), user.replace('own23', 'own99'));
    await index.refresh();
    assert.deepEqual(crossFileTasks(index, options), []);
  });
});
