/** The gateway's models in VS Code's language model API, over real HTTP to a provider on this machine. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { ask, chatModel, failure, GatewayTest, usualAnswer } from './gatewaySupport';
import { closeAll, pause, report, set, testApi, until } from './infillSupport';

const weather: vscode.LanguageModelChatTool = {
  name: 'get_weather',
  description: 'Weather of a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** It is beside the project's folder, not beside an installed package. */
const otherExtension = (): unknown => vscode.extensions.getExtension('whetstone-test.other-models');

describe('chat', function () {
  this.timeout(120_000);
  let api: TestApi;
  let test: GatewayTest;
  before(async () => {
    api = await testApi();
    test = await GatewayTest.start();
  });
  afterEach(async () => {
    test.answer = () => usualAnswer;
    for (const { budget } of await (await api.gateway()).budgets()) await (await api.gateway()).removeBudget(budget.id);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => {
    await test.stop();
    await closeAll();
  });

  it('offers nothing and starts nothing before a model is set up', async () => {
    assert.deepEqual(await vscode.lm.selectChatModels({ vendor: 'whetstone' }), []);
    assert.equal(api.budget().running, false);
  });

  it('offers Auto, Local and each local model as soon as a provider is set up', async () => {
    await test.setUp();
    const auto = await chatModel('auto');
    const models = await vscode.lm.selectChatModels({ vendor: 'whetstone' });
    assert.deepEqual(models.map(({ id }) => id).sort(), ['auto', 'free/small', 'local', 'paid/small']);
    assert.deepEqual([auto.name, auto.family, auto.maxInputTokens], ['Whetstone Auto', 'whetstone-auto', 15_800]);
  });

  it('streams an answer part by part, and counts tokens', async () => {
    const model = await chatModel('paid/small');
    const { parts, text } = await ask(model, 'Say good morning.');
    assert.equal(text, 'Good morning.');
    assert.ok(parts.length >= 2, `${parts.length} parts`);
    const tokens = await model.countTokens('Say good morning.');
    assert.ok(tokens >= 3 && tokens < 40, String(tokens));
    const [newest] = await (await api.gateway()).decisions(1);
    assert.deepEqual(
      [newest?.calls[0]?.model, newest?.calls[0]?.cost, newest?.calls[0]?.state],
      ['paid/small', 20_000, 'done'],
    );
  });

  it('tool calls go both ways, with every turn of the conversation', async () => {
    const model = await chatModel('auto');
    test.answer = ({ body }) => {
      const turns = body?.messages as { role: string }[];
      return turns.some(({ role }) => role === 'tool')
        ? { text: ['It is sunny.'] }
        : { text: ['Let me look.'], toolCalls: [{ id: 'call-7', name: 'get_weather', input: '{"city":"Bern"}' }] };
    };
    const question = vscode.LanguageModelChatMessage.User('What is the weather in Bern?');
    const first = await ask(model, [question], { tools: [weather] });
    const call = first.parts.find((part) => part instanceof vscode.LanguageModelToolCallPart);
    assert.ok(call);
    assert.deepEqual([call.name, call.input], ['get_weather', { city: 'Bern' }]);
    const second = await ask(
      model,
      [
        question,
        vscode.LanguageModelChatMessage.Assistant([new vscode.LanguageModelTextPart('Let me look.'), call]),
        vscode.LanguageModelChatMessage.User([
          new vscode.LanguageModelToolResultPart(call.callId, [new vscode.LanguageModelTextPart('sunny, 20 °C')]),
        ]),
      ],
      { tools: [weather] },
    );
    assert.equal(second.text, 'It is sunny.');
    const body = test.fake.requests.at(-1)?.body;
    const roles = (body?.messages as { role: string }[]).map(({ role }) => role);
    assert.deepEqual(roles, ['user', 'assistant', 'tool']);
    assert.match(JSON.stringify(body?.tools), /get_weather/);
    const events = await until('what became of the call', async () => {
      const decisions = await (await api.gateway()).decisions(2);
      const outcomes = decisions.flatMap(({ outcomes }) => outcomes.map(({ event }) => event));
      return outcomes.length > 0 && outcomes;
    });
    assert.ok(events.includes('accepted'), events.join());
  });

  it('the same question again is told to the router', async () => {
    const model = await chatModel('auto');
    await ask(model, 'Why?');
    await ask(model, 'Why?');
    await until('the outcome', async () => {
      const decisions = await (await api.gateway()).decisions(2);
      return decisions.some(({ outcomes }) => outcomes.some(({ event }) => event === 'asked-again'));
    });
  });

  it('is called off by its token, down to the connection to the provider', async () => {
    const model = await chatModel('paid/small');
    test.answer = () => ({ text: Array.from({ length: 200 }, () => 'word '), pauseMs: 50 });
    const source = new vscode.CancellationTokenSource();
    const before = test.fake.abandoned();
    const response = await model.sendRequest([vscode.LanguageModelChatMessage.User('Talk.')], {}, source.token);
    const reading = (async () => {
      let parts = 0;
      for await (const _part of response.stream) if (++parts === 3) source.cancel();
    })();
    await reading.catch(() => undefined);
    await until('the provider to be left', () => test.fake.abandoned() > before, 10_000);
    const calls = await until('the end of the call', async () => {
      const [newest] = await (await api.gateway()).decisions(1);
      return newest?.calls[0]?.state === 'aborted' && newest.calls;
    });
    assert.ok((calls[0]?.cost ?? 0) > 0, 'what was written is paid');
  });

  it('a call that the budget does not cover is refused before it is sent, and says what to do', async () => {
    await api.setBudget({ scope: { kind: 'all' }, period: 'total', unit: 'usd', limit: 5000, warnAt: [] });
    const asked = test.fake.requests.length;
    const error = await failure(ask(await chatModel('paid/small'), 'Hello'));
    report(`refusal: ${error.code}: ${error.message}`);
    assert.equal(error.code, vscode.LanguageModelError.Blocked.name);
    assert.match(error.message, /budget of \$0\.005/);
    assert.match(error.message, /[Rr]aise the budget/);
    assert.equal(test.fake.requests.length, asked);
    const { text } = await ask(await chatModel('auto'), 'Hello');
    assert.equal(text, 'Good morning.', 'the router goes on with what is free');
  });

  it('with local only on, nothing is sent to the cloud, and models here go on', async function () {
    if (test.cloud === undefined) return this.skip();
    const client = await api.gateway();
    const cloud = {
      model: 'cloud/small',
      purpose: 'chat',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    } as const;
    assert.equal((await client.generate(cloud, () => undefined)).kind, 'done', 'the cloud can be reached at all');
    const restore = await set('whetstone.privacy.localOnly', true);
    try {
      const connections = test.cloudConnections;
      assert.ok(connections > 0);
      const refused = await until('the refusal', async () => {
        const result = await client.generate(cloud, () => undefined);
        return result.kind === 'failed' && result.error;
      });
      assert.equal(refused.refusal?.reason, 'local-only');
      assert.equal(test.cloudConnections, connections, 'not one connection was opened');
      assert.equal((await ask(await chatModel('auto'), 'Hello')).text, 'Good morning.');
      const [newest] = await client.decisions(1);
      assert.notEqual(newest?.decision.model, 'cloud/small');
    } finally {
      await restore();
    }
  });

  it('another extension uses the models, and gets the refusal with its words', async function () {
    if (!otherExtension()) return this.skip();
    await chatModel('auto');
    const answered = await vscode.commands.executeCommand('whetstone-test.ask', 'auto', 'Hello');
    assert.deepEqual(answered, { answer: 'Good morning.' });
    await api.setBudget({ scope: { kind: 'all' }, period: 'total', unit: 'usd', limit: 0, warnAt: [] });
    const refused = await vscode.commands.executeCommand<{ error: { code: string; message: string } }>(
      'whetstone-test.ask',
      'paid/small',
      'Hello',
    );
    assert.equal(refused.error.code, 'Blocked');
    assert.match(refused.error.message, /budget/);
  });

  it('a workspace narrows which models may be called, and cannot widen it', async () => {
    const narrow = (user: unknown, workspace: unknown): Promise<void> =>
      Promise.all([
        vscode.workspace
          .getConfiguration()
          .update('whetstone.gateway.allowedModels', user, vscode.ConfigurationTarget.Global),
        vscode.workspace
          .getConfiguration()
          .update('whetstone.gateway.allowedModels', workspace, vscode.ConfigurationTarget.Workspace),
      ]).then(() => pause(300));
    const usable = async (): Promise<readonly string[]> => {
      await (await api.gateway()).reconfigure();
      const entries = await (await api.gateway()).models();
      return entries.filter((entry) => entry.usable).map(({ model }) => model.id);
    };
    try {
      await narrow(['free/*', 'paid/*'], ['paid/*', 'cloud/*']);
      assert.deepEqual(await usable(), ['paid/small']);
      await narrow(['free/*'], ['**']);
      assert.deepEqual(await usable(), ['free/small']);
    } finally {
      await narrow(undefined, undefined);
    }
  });

  it('models of other extensions are used only when they were chosen, and never our own', async function () {
    if (!otherExtension()) return this.skip();
    const client = await api.gateway();
    const listed = async (): Promise<readonly string[]> => (await client.models()).map(({ model }) => model.id);
    assert.ok(!(await listed()).some((id) => id.startsWith('vscode/')));
    const restore = await set('whetstone.gateway.editorModels', {
      'whetstone-test/parrot': 0.04,
      'whetstone/auto': 0,
    });
    try {
      await until('the other model', async () => (await listed()).includes('vscode/whetstone-test/parrot'));
      assert.ok(!(await listed()).includes('vscode/whetstone/auto'));
      let text = '';
      const result = await client.generate(
        {
          ...{ model: 'vscode/whetstone-test/parrot', purpose: 'chat' },
          messages: [{ role: 'user', content: [{ type: 'text', text: 'Polly' }] }],
        },
        (event) => {
          if (event.type === 'text') text += event.text;
        },
      );
      report(
        `model of another extension: ${result.kind} ${result.kind === 'failed' ? result.error.message : result.cost}`,
      );
      assert.ok(result.kind === 'done', result.kind === 'failed' ? result.error.message : '');
      assert.equal(text, 'You said: Polly');
      assert.equal(result.cost, 40_000);
    } finally {
      await restore();
    }
  });
});
