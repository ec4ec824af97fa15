/** Merging with a model in VS Code: what the page asks for, the real gateway, a scripted model on 127.0.0.1, one change that is applied and reverted. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type * as protocol from '../../runtime/toolLibrary/protocol';
import { taxModel } from '../../runtime/toolLibrary/testing/taxModel';
import type { LibraryData } from '../../webviews/toolLibrary/protocol';
import type { TestApi } from '../testApi';
import { GatewayTest, paidPrice } from './gatewaySupport';
import { closeAll, testApi, until } from './infillSupport';

const sample = path.join(__dirname, '..', '..', 'benchmarks', 'toolLibrary', 'sample', 'python', 'money.py');
const usage = { input: 100, output: 50 };
/** Micro-dollars that an answer of the model costs by its price. */
const costOfAnswer = 20_000;

describe('the tool library with a model', function () {
  this.timeout(180_000);
  let api: TestApi;
  let test: GatewayTest;
  let original: string;
  let edit: protocol.LibraryEdit | undefined;

  const root = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = (): string => path.join(root(), 'shop', 'money.py');
  const data = (): LibraryData => {
    const { content } = api.toolLibrary;
    return content.kind === 'ready' ? content.data : assert.fail(JSON.stringify(content));
  };
  const joined = () =>
    data().library.groups?.groups.find(({ outcome }) => outcome.into?.endsWith('#price_with_tax') === true);
  const merge = (model: string, limit?: number) =>
    api.toolLibrary.requested({ type: 'merge', acceptWeak: false, asked: { model, candidates: 1, limit } });

  before(async () => {
    mkdirSync(path.dirname(file()), { recursive: true });
    cpSync(sample, file());
    original = readFileSync(file(), 'utf8');
    api = await testApi();
    test = await GatewayTest.start();
    // Code of a whole group has to fit: more than the models of the other suites write.
    const small = { name: 'small', contextTokens: 100_000, maxOutputTokens: 8_000, price: paidPrice };
    const paid = { id: 'paid', kind: 'openai-compatible', baseUrl: `${test.fake.origin}/v1`, models: [small] };
    await test.set('whetstone.gateway.providers', [paid]);
    await api.allowExecution();
    await vscode.commands.executeCommand('whetstone.toolLibrary.show');
    await until('the page', () => api.toolLibrary.content.kind === 'ready');
    await api.toolLibrary.requested({ type: 'act', act: 'takeInventory' });
    await api.toolLibrary.requested({ type: 'act', act: 'compare' });
    await api.toolLibrary.requested({ type: 'cut', height: 0.7 });
  });
  after(async () => {
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    await test.stop();
    await closeAll();
    rmSync(path.join(root(), 'shop'), { recursive: true, force: true });
  });

  it('offers the models of the gateway', () => {
    assert.ok(data().models.some(({ id, priced }) => id === 'paid/small' && priced));
  });

  it('does not go beyond the limit, and says what to do', async () => {
    await assert.rejects(merge('paid/small', 1000), /limit of \$0\.001 does not hold/);
    assert.equal(data().library.summary?.model?.ended, 'failed');
    assert.equal(test.fake.requests.length, 0);
  });

  it('joins related tools, and says what that cost', async () => {
    const model = taxModel(['drops a branch', 'right']);
    test.answer = (request) => ({ text: [model.answer(request)], usage });
    await merge('paid/small');
    assert.equal(joined()?.outcome.verdict, 'identical', JSON.stringify(data().library.summary));
    const work = data().library.summary?.model;
    assert.deepEqual([work?.ended, work?.calls], ['done', test.fake.requests.length]);
    assert.equal(work?.cost, costOfAnswer * test.fake.requests.length);
  });

  it('finds it again after its process was killed, and pays for nothing twice', async () => {
    const client = await api.toolLibrary.client();
    const { pid } = client;
    assert.ok(pid !== undefined);
    const paid = test.fake.requests.length;
    process.kill(pid, 'SIGKILL');
    await until('the end of the process', () => client.pid !== pid);
    await api.toolLibrary.requested({ type: 'act', act: 'refresh' });
    assert.equal(joined()?.outcome.verdict, 'identical');
    await merge('paid/small');
    assert.deepEqual([data().library.summary?.cost, test.fake.requests.length], [0, paid]);
  });

  it('applies what the model wrote as one change, and gives back every byte', async () => {
    await api.toolLibrary.requested({ type: 'decide', group: joined()?.id ?? '', accepted: true });
    await api.toolLibrary.apply(async (planned) => {
      edit = planned;
      return true;
    });
    const created = edit?.files.find(({ before }) => before === undefined) ?? assert.fail('no file is new');
    assert.match(readFileSync(path.join(root(), created.path), 'utf8'), /def price_with_tax/);
    assert.match(readFileSync(file(), 'utf8'), /price_with_tax\(amount/);
    await api.toolLibrary.requested({ type: 'revert', id: edit?.id ?? '' });
    assert.equal(readFileSync(file(), 'utf8'), original);
    assert.equal(existsSync(path.join(root(), created.path)), false);
  });
});
