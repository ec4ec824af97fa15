import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoutingPolicy } from '../protocol';
import { LearningRouter } from './learningRouter';
import { openRouterStore } from './sqliteStore';
import { testArm, testModel, testRequest, testTask } from './testRequest';

const policy: RoutingPolicy = { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' };
const arms = [testArm(testModel('qwen3:8b', 'local')), testArm(testModel('gpt-5', 'cloud'))];
const secret = 'Zanzibar-Quokka password hunter2';

describe('stored state of the router', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'router-test-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = async () =>
    new LearningRouter({ store: await openRouterStore(folder), policy, seed: 1, refit: 'at-once' });
  const work = (router: LearningRouter, times: number) => {
    for (let i = 0; i < times; i++) {
      const { id, model } = router.decide(testTask(testRequest(`${secret} ${i}`)), arms, []);
      router.learn({ decision: id, model, event: 'verified', at: Date.now() });
    }
  };

  it('goes on with what was learnt', async () => {
    const router = await open();
    work(router, 12);
    router.close();
    const again = await open();
    assert.equal(again.summary().labels, 12);
    again.close();
  });

  it('learns from an outcome that comes after a restart', async () => {
    const router = await open();
    const { id, model } = router.decide(testTask(testRequest('later')), arms, []);
    router.close();
    const again = await open();
    again.learn({ decision: id, model, event: 'accepted', at: Date.now() });
    assert.equal(again.summary().labels, 1);
    again.close();
  });

  it('takes over what another window learns', async () => {
    const [one, other] = [await open(), await open()];
    work(one, 5);
    await new Promise((resolve) => setTimeout(resolve, 50));
    other.preview(testTask(testRequest('x')), arms, []);
    assert.equal(other.summary().labels, 5);
    one.close();
    other.close();
  });

  it('holds no text of a request', async () => {
    const router = await open();
    work(router, 3);
    router.close();
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(path.join(folder, name)))).toString(
      'latin1',
    );
    for (const word of ['Zanzibar', 'Quokka', 'hunter2'])
      assert.ok(!bytes.toLowerCase().includes(word.toLowerCase()), word);
  });

  it('puts a damaged state aside, says so, and begins with its priors', async () => {
    const file = path.join(folder, 'router-1.db');
    writeFileSync(file, 'this is no database at all, '.repeat(100));
    const router = await open();
    assert.match(router.notices.join(' '), /was damaged. The file was kept as .*router-1\.db\./);
    assert.equal(router.summary().labels, 0);
    assert.ok(readdirSync(folder).some((name) => name.startsWith('router-1.db.2')));
    work(router, 1);
    router.close();
  });
});
