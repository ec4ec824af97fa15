import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openScenarioSet } from './locobench/scenarios';
import { makeZodRepository } from './locobench/testing/madeRepositories';
import { runCommandLine } from './testing/commandLine';

const answerForm = z.object({
  scenarios: z.number(),
  categories: z.record(z.string(), z.number()),
  rejects: z.array(z.unknown()),
  notices: z.array(z.string()),
});

describe('whetstone locobench generate', function () {
  this.timeout(120_000);
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'locobench-generate-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const generate = (repo: string, ...more: readonly string[]) =>
    runCommandLine(
      ['locobench', 'generate', '--repo', repo, '--out', path.join(root, 'set'), '--count', '10', '--json', ...more],
      { env: { ...process.env, WHETSTONE_HOME: path.join(root, 'state') } },
    );
  const refused = async (repo: string, message: RegExp, ...more: readonly string[]) => {
    const { status, stdout, stderr } = await generate(repo, ...more);
    assert.deepEqual([status, stdout], [2, ''], stderr);
    assert.match(stderr, message);
  };

  it('makes a whole set from sources of a package', async () => {
    const repo = path.join(root, 'zod');
    await makeZodRepository(repo);
    const { status, stdout, stderr } = await generate(repo, '--categories', 'architectural_understanding');
    assert.equal(status, 0, stderr);
    assert.equal(answerForm.parse(JSON.parse(stdout)).categories.architectural_understanding, 10);
    await (await openScenarioSet(path.join(root, 'set'))).verify();
  });

  it('refuses a folder that is not there', () => refused(path.join(root, 'gone'), /There is no folder/));

  it('refuses a folder without a text file', async () => {
    mkdirSync(path.join(root, 'empty'));
    await refused(path.join(root, 'empty'), /holds no text file/);
  });

  it('refuses to write into the repository', () => refused(root, /lies inside the repository/));

  it('refuses categories that there are none of', () =>
    refused(root, /Give some of architectural_understanding/, '--categories', 'poetry'));

  it('says that a repository of one file is too small', async () => {
    const repo = path.join(root, 'small');
    mkdirSync(repo);
    writeFileSync(path.join(repo, 'a.ts'), 'export const a = 1;\n');
    const { status, stdout, stderr } = await generate(repo, '--categories', 'architectural_understanding');
    assert.equal(status, 0, stderr);
    const answer = answerForm.parse(JSON.parse(stdout));
    assert.equal(answer.scenarios, 0);
    assert.ok(answer.notices.some((notice) => notice.startsWith('0 of 10 scenarios')));
  });
});
