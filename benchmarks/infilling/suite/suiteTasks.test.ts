import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { readSuiteTasks } from './suiteTasks';
import { infillingTask } from './testing/outcomes';

const lines = (...tasks: object[]) =>
  tasks.map((task) => `${JSON.stringify({ ...infillingTask, ...task })}\n`).join('');

describe('tasks of the suite', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    await mkdir(path.join(folder, 'named'));
    await writeFile(path.join(folder, 'named', 'go-block.jsonl'), lines({ task_id: '1' }, { task_id: '2' }));
    await writeFile(path.join(folder, 'named', 'c-inner.jsonl'), lines({ task_id: '3' }));
    await writeFile(path.join(folder, 'named', 'README.md'), 'not tasks');
    await mkdir(path.join(folder, 'none'));
    const own = { language: 'rust', kind: 'mid-word' };
    await writeFile(
      path.join(folder, 'mixed.jsonl'),
      lines({ ...own, task_id: '4' }, { task_id: '5' }, { ...own, task_id: '6' }, { ...own, task_id: '7' }),
    );
    const whole = { prompt: 'def f():\n', canonical_solution: '    return 1\n' };
    await writeFile(
      path.join(folder, 'Human-Lines.jsonl'),
      lines({ ...whole, task_id: '8' }, { ...whole, task_id: '9' }),
    );
    await writeFile(path.join(folder, 'copy-of.jsonl'), lines({ task_id: '3', language: 'c', kind: 'inner' }));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (limit: number | undefined, ...names: string[]) => {
    const found = await readSuiteTasks(
      names.map((name) => path.join(folder, name)),
      limit,
    );
    return {
      files: found.files.map(({ name, tasks }) => `${name} ${tasks}`),
      tasks: found.tasks.map(({ task, language, kind, form }) =>
        [task.task_id, language, kind, form.extent, form.wholeLines].join(' '),
      ),
    };
  };

  it('reads folders, whose files say language and kind, grouped', async () => {
    assert.deepEqual(await read(undefined, 'named'), {
      files: ['c-inner.jsonl 1', 'go-block.jsonl 2'],
      tasks: ['3 c inner line false', '1 go block block false', '2 go block block false'],
    });
  });

  it('believes the tasks first, and takes a set of no known name for Python', async () => {
    assert.deepEqual((await read(undefined, 'mixed.jsonl')).tasks, [
      '5 python mixed block false',
      ...['4', '6', '7'].map((id) => `${id} rust mid-word line false`),
    ]);
  });

  it('sees whole lines as eval infilling does', async () => {
    assert.deepEqual((await read(undefined, 'Human-Lines.jsonl')).tasks[0], '8 python Human-Lines line true');
  });

  it('limits each group', async () => {
    assert.deepEqual(
      (await read(1, 'mixed.jsonl', 'named')).tasks.map((task) => task.slice(0, 1)),
      ['3', '1', '5', '4'],
    );
  });

  it('gives equal tasks equal keys in other files, and refuses them twice', async () => {
    await assert.rejects(
      read(undefined, 'named', 'copy-of.jsonl'),
      (error) =>
        error instanceof BadInputError && /copy-of\.jsonl: task 3 is also in .*c-inner\.jsonl/.test(error.message),
    );
  });

  it('refuses a folder without tasks', () =>
    assert.rejects(
      read(undefined, 'none'),
      (error) => error instanceof BadInputError && error.message.includes('holds no'),
    ));
});
