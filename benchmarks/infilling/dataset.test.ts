import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { BadInputError } from '../core/badInputError';
import { packageRoot } from '../core/packageRoot';
import { readInfillingDataset } from './dataset';

const task = {
  task_id: 'a/1',
  prompt: 'def f():\n',
  suffix: '',
  canonical_solution: '    return 1\n',
  test: 'def check(f):\n    assert f() == 1\n',
  entry_point: 'f',
};
const line = (changes: object = {}) => `${JSON.stringify({ ...task, ...changes })}\n`;

describe('infilling dataset', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(content: string | Buffer, name = 'data.jsonl') {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return readInfillingDataset(file);
  }
  const refuses = (content: string | Buffer, message: RegExp) =>
    assert.rejects(read(content), (error) => error instanceof BadInputError && message.test(error.message));

  it('reads plain and compressed lines, whatever the name', async () => {
    const content = `${line()}\n${line({ task_id: 'a/2', extra: 1 })}`;
    for (const bytes of [Buffer.from(content), gzipSync(content)]) {
      const data = await read(bytes, 'data.txt');
      assert.deepEqual(
        data.tasks.map((each) => each.task_id),
        ['a/1', 'a/2'],
      );
      assert.deepEqual(data.tasks[0], task);
      assert.equal(data.name, 'data.txt');
      assert.equal(data.sha256, createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('names the line of a syntax error', () => refuses(`${line()}{"task_id": 1,\n`, /data\.jsonl, line 2: not JSON/));
  it('names the line and the field that is missing', () =>
    refuses(line() + '\n' + line({ task_id: 'a/2', suffix: undefined }), /line 3.*suffix/));
  it('refuses a double task', () => refuses(line() + line(), /line 2: task_id a\/1 is already used in line 1/));
  it('refuses an entry point that is not a name', () => refuses(line({ entry_point: 'f(); x' }), /Python name/));
  it('refuses an empty file', () => refuses('\n', /holds no task/));
  it('refuses a truncated gzip file', () => refuses(gzipSync(line()).subarray(0, 40), /damaged gzip/));
  it('refuses a gzip file that holds too much, without unpacking it all', async () => {
    const file = path.join(folder, 'bomb.gz');
    await writeFile(file, gzipSync(Buffer.alloc(4 * 2 ** 20)));
    await assert.rejects(
      readInfillingDataset(file, 2 ** 20),
      (error) => error instanceof BadInputError && error.message.includes('more than 1 MiB when unpacked'),
    );
  });
  it('refuses a missing file', () =>
    assert.rejects(readInfillingDataset(path.join(folder, 'none.jsonl')), /does not exist/));

  it('reads the published sets', async function () {
    const shared = path.join(packageRoot(), '..', 'shared', 'data', 'infilling');
    if (!existsSync(shared)) {
      console.error(`    skipped: no data at ${shared}`);
      this.skip();
    }
    const single = await readInfillingDataset(path.join(shared, 'HumanEval-SingleLineInfilling.jsonl.gz'));
    const random = await readInfillingDataset(path.join(shared, 'HumanEval-RandomSpanInfillingLight.jsonl.gz'));
    assert.deepEqual([single.tasks.length, random.tasks.length], [1033, 164]);
  });
});
