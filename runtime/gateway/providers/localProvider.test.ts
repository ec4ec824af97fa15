import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ChatProcess, type OpenChatParams } from '../../llama';
import { writeScriptedChatModel } from '../../llama/chat/testing/scriptedChatModel';
import { writeTinyChatModel } from '../../llama/chat/testing/tinyChatModel';
import { createGateway, type Gateway } from '../gateway';
import { GatewayError } from '../gatewayError';
import type { Message } from '../types';
import { ask, collect, finishOf, openPolicy, prices, textOf } from '../testing/gatewayFixture';
import { MemoryLedger } from '../testing/memoryLedger';
import { LocalProvider } from './localProvider';

describe('local models', function () {
  this.timeout(60_000);
  let folder: string;
  let provider: LocalProvider;
  let gateway: Gateway;
  let ledger: MemoryLedger;
  const opened: ChatProcess[] = [];

  const open = async (params: OpenChatParams) => {
    const chat = await ChatProcess.open(params);
    opened.push(chat);
    return chat;
  };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'local-'));
    const files = ['one', 'two', 'broken'].map((name) => path.join(folder, `${name}.gguf`));
    await writeTinyChatModel(files[0]!);
    await writeTinyChatModel(files[1]!, 512);
    await writeFile(files[2]!, 'no model');
    provider = new LocalProvider({ files, threads: 1, open });
    ledger = new MemoryLedger();
    gateway = createGateway({ ledger, prices, providers: [provider], policy: { ...openPolicy, localOnly: true } });
  });

  after(async () => {
    await gateway.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('are listed with their context, one that cannot be read with why', async () => {
    const entries = await gateway.models();
    const problem = entries.find(({ model }) => model.id === 'local/broken')?.problem;
    assert.match(problem ?? '', /broken\.gguf/);
    assert.deepEqual(
      entries.map(({ model, usable }) => [model.id, model.contextTokens, usable]),
      [
        ['local/one', 1024, true],
        ['local/two', 512, true],
        ['local/broken', 8192, false],
      ],
    );
  });

  it('answer for nothing, with their own count of tokens', async () => {
    for (const model of ['local/one', 'local/two']) {
      const events = await collect(
        gateway.generate(ask(model, 'Good morning', { maxOutputTokens: 12, temperature: 0 })),
      );
      const { cost, usage, finish } = finishOf(events);
      assert.ok(textOf(events).length > 0);
      assert.deepEqual([cost, usage.source, usage.outputTokens, finish], [0, 'provider', 12, 'length']);
    }
  });

  it('are broken off', async () => {
    const abort = new AbortController();
    const events = gateway.generate(ask('local/two', 'Good morning', { maxOutputTokens: 300 }), abort.signal);
    await assert.rejects(
      async () => {
        for await (const event of events) if (event.type === 'text') abort.abort();
      },
      (error) => error instanceof GatewayError && error.kind === 'aborted',
    );
    assert.equal(ledger.settlements.at(-1)?.outcome, 'aborted');
  });

  it('refuse tools before anything is loaded', async () => {
    const tools = [{ name: 'f', description: '', inputSchema: { type: 'object' } }];
    await assert.rejects(collect(gateway.generate(ask('local/one', 'x', { tools }))), /cannot call tools/);
  });

  it('are loaded anew after a crash', async () => {
    opened.at(-1)?.dispose();
    const events = await collect(gateway.generate(ask('local/two', 'Good morning', { maxOutputTokens: 4 })));
    assert.ok(finishOf(events).usage.outputTokens <= 4);
  });

  it('call tools and are given results, with the ids of their calls', async () => {
    const file = path.join(folder, 'xlam.gguf');
    const called = '[{"name": "get_weather", "arguments": {"city": "Paris"}}]';
    await writeScriptedChatModel(file, {
      name: 'xLAM-2-1b-fc-r',
      replies: [{ say: called }, { when: '~', say: 'It is warm.' }],
    });
    const local = new LocalProvider({ files: [file], threads: 1, open });
    const policy = { ...openPolicy, localOnly: true };
    const calling = createGateway({ ledger, prices, providers: [local], policy });
    try {
      const [entry] = await calling.models();
      assert.deepEqual([entry?.model.capabilities.tools, entry?.model.capabilities.maxTools], [true, 9]);
      const inputSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
      const tools = [{ name: 'get_weather', description: 'Weather of a city', inputSchema }];
      const events = await collect(calling.generate(ask('local/xlam', 'Weather of the city Paris', { tools })));
      const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event] : []));
      assert.deepEqual(
        calls.map(({ name, input }) => [name, input]),
        [['get_weather', { city: 'Paris' }]],
      );
      const { finish, reply, usage } = finishOf(events);
      assert.deepEqual([finish, reply?.path, reply?.constrained], ['tool-calls', 'array', true]);
      assert.ok(usage.source === 'provider' && usage.outputTokens > 5);
      const [call] = calls;
      const request = ask('local/xlam', 'Weather of the city Paris', { tools });
      const messages: readonly Message[] = [
        ...request.messages,
        { role: 'assistant', content: [{ type: 'tool-call', id: call?.id ?? '', name: 'get_weather', input: {} }] },
        {
          role: 'tool',
          content: [{ type: 'tool-result', id: call?.id ?? '', name: 'get_weather', output: '30 degrees ~' }],
        },
      ];
      const answer = await collect(calling.generate({ ...request, messages }));
      assert.equal(textOf(answer), 'It is warm.');
    } finally {
      await calling.dispose();
    }
  });

  it('keep conversations in the folder that they are given, for their owner alone', async () => {
    const states = path.join(folder, 'conversations');
    const local = new LocalProvider({ files: [path.join(folder, 'one.gguf')], threads: 1, states, open });
    const keeping = createGateway({ ledger, prices, providers: [local], policy: openPolicy });
    const request = ask('local/one', 'Good morning. '.repeat(20), { maxOutputTokens: 4, conversation: 'kept' });
    await collect(keeping.generate(request));
    await keeping.dispose();
    const files = await readdir(states);
    assert.ok(files.length > 0);
    if (process.platform === 'win32') return;
    for (const file of files) assert.equal((await stat(path.join(states, file))).mode & 0o077, 0, file);
  });

  it('can be the router: the form is held to by a grammar, and without an answer another model answers', async () => {
    const files = ['one', 'two'].map((name) => path.join(folder, `${name}.gguf`));
    const providers = [new LocalProvider({ files, threads: 1, open })];
    const policy = { ...openPolicy, localOnly: true, routerModel: 'local/one' };
    const routed = createGateway({ ledger, prices, providers, policy });
    try {
      const events = await collect(routed.generate(ask('xrouter', 'Hello', { maxOutputTokens: 48, seed: 1 })));
      const { cost, router } = finishOf(events);
      assert.deepEqual([cost, router?.routerCost], [0, 0]);
      // Random weights come to no end of their own, but all that was written is the beginning of a form.
      assert.ok(['fallback', 'direct_response', 'last_response'].includes(router?.strategy ?? ''), router?.strategy);
      const problems = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
      assert.ok(
        problems.every((message) => !message.includes('cannot call tools')),
        problems.join(),
      );
    } finally {
      await routed.dispose();
    }
  });
});
