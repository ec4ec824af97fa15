import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importPublished } from './importPublished';
import { openScenarioSet } from './readSet';

describe('Taking over published scenarios', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'whetstone-published-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const scenario = (contextFiles: readonly string[]) => ({
    id: 'python_web_blog_easy_001_bug_investigation_easy_01',
    task_category: 'bug_investigation',
    difficulty: 'easy',
    title: 'A bug',
    description: 'It fails.',
    task_prompt: 'Find it.',
    context_files: contextFiles,
    context_length: 10,
    metadata: {},
  });

  async function take(contextFiles: readonly string[]) {
    mkdirSync(path.join(root, 'code'));
    writeFileSync(path.join(root, 'code', 'app.py'), 'print(1)\n');
    writeFileSync(path.join(root, 'secret.txt'), 'outside');
    writeFileSync(path.join(root, 'one.json'), JSON.stringify(scenario(contextFiles)));
    return importPublished({
      sources: [path.join(root, 'one.json')],
      code: path.join(root, 'code'),
      folder: path.join(root, 'set'),
      signal: new AbortController().signal,
    });
  }

  it('makes a set that has no facts and shows the code', async () => {
    const set = await take(['app.py']);
    const open = await openScenarioSet(path.join(root, 'set'));
    assert.equal((await open.scenario(set.scenarios[0]!.id)).kind, 'published');
    assert.equal(await open.text('app.py'), 'print(1)\n');
    assert.equal(set.scenarios[0]!.language, 'python');
  });

  it('says what is not at hand and reads nothing outside of the code base', async () => {
    const set = await take(['app.py', 'gone.py', '../secret.txt']);
    assert.deepEqual(Object.keys(set.files), ['app.py']);
    assert.ok(set.notices?.some((notice) => notice.startsWith('2 context files are not at hand')));
  });

  it('refuses what is no scenario', async () => {
    writeFileSync(path.join(root, 'one.json'), '{"id": "x"}');
    const request = { sources: [root], code: undefined, folder: path.join(root, 'set') };
    await assert.rejects(
      importPublished({ ...request, signal: new AbortController().signal }),
      /no LoCoBench scenario|not a LoCoBench scenario/,
    );
  });
});
