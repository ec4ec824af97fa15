import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { LocalProvider } from '../../gateway/providers/localProvider';
import { openPolicy, prices } from '../../gateway/testing/gatewayFixture';
import { MemoryLedger } from '../../gateway/testing/memoryLedger';
import { bundledChatHost, library } from '../../llama/chat/testing/bundledHost';
import { writeScriptedChatModel, type ScriptedReply } from '../../llama/chat/testing/scriptedChatModel';
import { ChatProcess } from '../../llama';
import { openToolRegistry } from '../../tools/registry';
import { Agent, openTraces, type TraceStore } from '../index';
import type { SourceTool } from '../../tools/types';
import { sourceOf, textTool } from '../testing/agentFixture';
import type { AgentTask, TraceRun, TraceStep } from '../types';

const call = (text: string) => `[{"name": "read", "arguments": {"text": "${text}"}}]`;

/** llama.cpp, the local provider, the gateway, the registry and the traces: all of it real, only the weights are set by hand. */
describe('agent on a model of this machine', function () {
  this.timeout(60_000);
  let folder: string;
  let gateway: Gateway;
  let traces: TraceStore;
  let agent: Agent;
  const read: string[] = [];

  const replies: readonly ScriptedReply[] = [
    { say: 'Nothing is to be done.' },
    { when: '~', say: call('port') },
    // No grammar says that 3 is not allowed, so this is wrong however often it is told.
    { when: '|', say: '[{"name": "odd", "arguments": {"value": 3}}]' },
    { when: '`', say: call('needless'), rival: { say: 'Mountains need no tool.', below: 1 } },
    { when: '^', say: 'The port is 8080.' },
  ];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'local-run-'));
    const file = path.join(folder, 'xlam.gguf');
    await writeScriptedChatModel(file, { name: 'xLAM-2-1b-fc-r', replies, contextTokens: 8192 });
    const program = await bundledChatHost();
    const open: NonNullable<ConstructorParameters<typeof LocalProvider>[0]['open']> = (params) =>
      ChatProcess.open({ ...params, library }, program);
    const providers = [new LocalProvider({ files: [file], threads: 1, gpu: 'off', open })];
    gateway = createGateway({ ledger: new MemoryLedger(), prices, providers, policy: openPolicy });
    traces = await openTraces({ folder });
    const tool = textTool('read', 'read', (text) => {
      read.push(text);
      return `In ${text}: 8080 ^`;
    });
    const odd: SourceTool = {
      ...tool,
      name: 'odd',
      description: 'Reads an odd value',
      inputSchema: {
        type: 'object',
        properties: { value: { type: 'integer', not: { const: 3 } } },
        required: ['value'],
      },
    };
    const registry = openToolRegistry({ sources: [sourceOf([tool, odd])] });
    agent = new Agent({ registry, traces, generate: (request, signal) => gateway.generate(request, signal) });
  });
  after(async () => {
    traces.close();
    await gateway.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => read.splice(0));

  const run = async (
    prompt: string,
    more: Partial<AgentTask> = {},
  ): Promise<{ readonly run: TraceRun; readonly steps: readonly TraceStep[]; readonly text: string }> => {
    let text = '';
    const task = {
      ...{ prompt, model: 'local/xlam', conversation: prompt.slice(0, 20), mode: 'ask' as const },
      ...more,
    };
    const ended = await agent.run(task, {
      approve: async () => ({ kind: 'refused' }),
      emit: (event) => {
        if (event.type === 'end') ({ text } = event);
      },
      signal: new AbortController().signal,
    });
    return { run: ended, steps: traces.get(ended.id).steps, text };
  };
  const kinds = (steps: readonly TraceStep[]) =>
    steps.flatMap((step) => (step.kind === 'note' ? (step.note === 'abstained' ? [] : [step.note]) : [step.kind]));

  it('calls a tool, is given the result, and answers; the second turn reads only what is new', async () => {
    const { run: ended, steps, text } = await run('Does read know the port? ~');
    assert.deepEqual([ended.status, text], ['answered', 'The port is 8080.'], ended.problem);
    assert.deepEqual(kinds(steps), ['user', 'model', 'tool', 'model']);
    assert.deepEqual(read, ['port']);
    const [first, second] = steps.filter((step) => step.kind === 'model');
    assert.ok(first && second);
    assert.ok(second.usage.cacheReadTokens >= first.usage.inputTokens - 1, JSON.stringify(second.usage));
    assert.equal(ended.totals.cacheReadTokens, first.usage.cacheReadTokens + second.usage.cacheReadTokens);
    assert.equal(ended.totals.cost, 0);
  });

  it('is doubted where a call seems needless, and answers in words', async () => {
    const { run: ended, steps, text } = await run('Sing a song about mountains `');
    assert.deepEqual([ended.status, text, read.length], ['answered', 'Mountains need no tool.', 0], ended.problem);
    assert.equal(steps.filter(({ kind }) => kind === 'model').length, 1);
  });

  it('has calls repaired inside one answer, which the loop does not do a second time', async () => {
    const { run: ended, steps } = await run('Does read know the odd value? |');
    assert.deepEqual([ended.status, ended.totals.modelCalls, ended.totals.repairs], ['failed', 1, 1], ended.problem);
    assert.match(ended.problem ?? '', /odd is left out after 3 tries/);
    assert.deepEqual(kinds(steps), ['user', 'model', 'repair']);
  });

  it('says why a context is too small for the request, before anything is sent', async () => {
    const { run: ended } = await run(`Long ${'words '.repeat(12_000)}`);
    assert.equal(ended.status, 'failed');
    assert.match(ended.problem ?? '', /does not fit the model's context/);
  });
});
