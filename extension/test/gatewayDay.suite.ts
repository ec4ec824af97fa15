/**
 * A day of use: calls through the chat and through the local server spend money at a priced provider until the budget is used
 * up to the cent; then they are refused with a clear message, and the page shows all of it.
 */
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import * as vscode from 'vscode';
import type { BudgetData } from '../../webviews/budget/protocol';
import type { TestApi } from '../testApi';
import { ask, chatModel, failure, GatewayTest, usualAnswer } from './gatewaySupport';
import { closeAll, report, testApi, until } from './infillSupport';

/** Micro-dollars: room for four calls of 20,000 and their worst case, and not for a fifth. */
const limit = 100_000;
const callCost = 20_000;

describe('a day of use under a budget', function () {
  this.timeout(180_000);
  let api: TestApi;
  let test: GatewayTest;
  before(async () => {
    api = await testApi();
    test = await GatewayTest.start();
    await test.setUp();
    await chatModel('paid/small');
    await api.setBudget({
      ...{ scope: { kind: 'provider', provider: 'paid' }, period: 'total', unit: 'usd', limit },
      warnAt: [0.5],
    });
  });
  after(async () => {
    const client = await api.gateway();
    for (const { budget } of await client.budgets()) await client.removeBudget(budget.id);
    if (api.budget().server) await vscode.commands.executeCommand('whetstone.gateway.stopServer');
    await test.stop();
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  const spent = async (): Promise<number> => {
    const states = await (await api.gateway()).budgets({ provider: 'paid' });
    return states[0]?.settled ?? 0;
  };
  const data = (): BudgetData | undefined => {
    const { content } = api.budget();
    return content.kind === 'ready' ? content.data : undefined;
  };
  /** With few output tokens, so that the worst case of a call is near its cost. */
  const modelOptions = { max_tokens: 50 };

  it('the status bar shows the budget, without colour, before anything is spent', async () => {
    const status = await until('the item', () => api.budget().status);
    assert.deepEqual([status.label, status.level], ['$(credit-card) $0.00/$0.10', 'fine']);
  });

  it('calls of the chat and of a program at the local server spend from the same budget', async () => {
    const before = await spent();
    const model = await chatModel('paid/small');
    await ask(model, 'First question', { modelOptions });
    await vscode.commands.executeCommand('whetstone.gateway.startServer');
    const server = await until('the server', () => api.budget().server);
    const client = new OpenAI({ baseURL: baseUrl(server.url), apiKey: server.token, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      ...{ model: 'paid/small', max_completion_tokens: 50, stream: true },
      messages: [{ role: 'user', content: 'Second question' }],
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    assert.equal(text, 'Good morning.');
    assert.equal((await spent()) - before, 2 * callCost);
  });

  it('a program without the token is turned away', async () => {
    const { url } = api.budget().server ?? { url: '' };
    const answer = await fetch(`${baseUrl(url)}/models`, { headers: { authorization: 'Bearer wrong' } });
    assert.equal(answer.status, 401);
  });

  it('the cap holds to the cent, and then every way is refused with what to do', async () => {
    const model = await chatModel('paid/small');
    let calls = 0;
    let refused: vscode.LanguageModelError | undefined;
    while (!refused && calls < 20) {
      try {
        await ask(model, `Question ${calls}`, { modelOptions });
        calls += 1;
      } catch (error) {
        assert.ok(error instanceof vscode.LanguageModelError, String(error));
        refused = error;
      }
    }
    const total = await spent();
    report(`${total} of ${limit} micro-dollars spent, then: ${refused?.message}`);
    assert.equal(refused?.code, vscode.LanguageModelError.Blocked.name);
    assert.match(refused.message, /Raise the budget/);
    assert.ok(total <= limit && total > limit - 2 * callCost, `${total} of ${limit}`);
    const asked = test.fake.requests.length;
    const { url, token } = api.budget().server ?? { url: '', token: '' };
    const client = new OpenAI({ baseURL: baseUrl(url), apiKey: token, maxRetries: 0 });
    const error: unknown = await client.chat.completions
      .create({ model: 'paid/small', max_completion_tokens: 50, messages: [{ role: 'user', content: 'One more' }] })
      .catch((reason: unknown) => reason);
    assert.ok(error instanceof OpenAI.APIError);
    report(`the local server: ${error.status} ${error.message}`);
    assert.match(error.message, /budget/i);
    assert.equal(test.fake.requests.length, asked, 'nothing was sent');
    assert.equal((await failure(ask(model, 'And one more', { modelOptions }))).code, 'Blocked');
  });

  it('the status bar warns, and the user is told once when half is spent', async () => {
    const status = await until('the warning', () => {
      const { status } = api.budget();
      return status !== undefined && status.level !== 'fine' && status;
    });
    assert.match(status.label, /^\$\(warning\) \$0\.\d\d\/\$0\.10$/);
    assert.equal(api.budget().warnings.length, 1, api.budget().warnings.join('\n'));
  });

  it('the page shows what was spent, where, why, and what was refused', async () => {
    await vscode.commands.executeCommand('whetstone.budget.show');
    const shown = await until('the page', () => {
      const now = data();
      return now && now.report.refused.length > 0 && now;
    });
    const total = await spent();
    assert.equal(shown.budgets.find(({ budget }) => budget.scope.kind === 'provider')?.settled, total);
    assert.equal(shown.report.byModel.find(({ name }) => name === 'paid/small')?.cost !== undefined, true);
    assert.ok((shown.report.refused.find(({ reason }) => reason === 'budget')?.calls ?? 0) >= 3);
    assert.deepEqual(
      shown.whatIf.map(({ quality }) => quality),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.ok(shown.server !== undefined);
  });

  it('exports every call; the sum of the export is what was spent', async () => {
    const client = await api.gateway();
    const text = await client.exportCalls('json', { from: Date.now() - 86_400_000, until: Date.now() + 1000 });
    const calls: unknown = JSON.parse(text);
    const rows = Array.isArray(calls) ? calls : (calls as { calls: unknown[] }).calls;
    const sum = (rows as { provider: string; cost: number }[])
      .filter(({ provider }) => provider === 'paid')
      .reduce((all, { cost }) => all + cost, 0);
    assert.ok(sum >= (await spent()));
    const csv = await client.exportCalls('csv', { from: Date.now() - 86_400_000, until: Date.now() + 1000 });
    assert.equal(csv.trim().split('\n').length, rows.length + 1);
  });

  it('a raised budget lets calls through again', async () => {
    await api.setBudget({
      ...{ scope: { kind: 'provider', provider: 'paid' }, period: 'total', unit: 'usd', limit: 10 * limit },
      warnAt: [],
    });
    test.answer = () => usualAnswer;
    assert.equal((await ask(await chatModel('paid/small'), 'Again', { modelOptions })).text, 'Good morning.');
  });
});

function baseUrl(url: string): string {
  return url.endsWith('/v1') ? url : `${url.replace(/\/$/, '')}/v1`;
}
