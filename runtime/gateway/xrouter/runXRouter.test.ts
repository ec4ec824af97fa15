import assert from 'node:assert/strict';
import { GatewayError } from '../gatewayError';
import type { GatewayModel, GenerateEvent, GenerateRequest, Json } from '../types';
import { modelPool } from './modelPool';
import { callToolsOf } from './routerTools';
import { runXRouter, type XRouterOptions } from './runXRouter';

const model = (id: string, locality: GatewayModel['locality'] = 'cloud'): GatewayModel => ({
  ...{ id, provider: 'p', name: id, title: id, locality, unit: 'tokens', contextTokens: 8000, maxOutputTokens: 1000 },
  capabilities: { tools: true, images: false, json: true, reasoning: false },
  price: undefined,
});
const models = [model('ollama/qwen3:8b', 'local'), model('openai/gpt-5-mini'), model('openai/gpt-5')];

type Said = string | readonly { readonly name: string; readonly input: Json }[] | Error;

/** Plays models: the router says its lines in turn, another model what is written for it. */
function played(lines: readonly Said[], others: Readonly<Record<string, Said>> = {}) {
  const asked: GenerateRequest[] = [];
  let next = 0;
  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent> {
    asked.push(request);
    const said = request.model === 'router' ? lines[next++] : others[request.model];
    if (said === undefined)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    if (said instanceof Error) throw said;
    if (typeof said === 'string') yield { type: 'text', text: said };
    else for (const [i, call] of (said ?? []).entries()) yield { type: 'tool-call', id: `${next}.${i}`, ...call };
    const usage = { inputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 9, reasoningTokens: 0 };
    yield {
      ...{ type: 'finish', call: 'c', decision: 'd', model: request.model, finish: 'stop' },
      ...{ usage: { ...usage, source: 'provider' }, cost: request.model === 'router' ? 10 : 200 },
    };
  }
  return { generate, asked };
}

const request: GenerateRequest = {
  ...{ model: 'xrouter', purpose: 'chat', localOnly: true, ceiling: 5000 },
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Prove it.' }] },
  ],
};
const ask = (name: string, prompt = 'Think.') => ({ name, input: { optimized_system_prompt: prompt } });
const select = (name: string) => ({ name: 'select_response', input: { model_call_name: name } });
const run = (scene: ReturnType<typeof played>, options: Partial<XRouterOptions> = {}) =>
  runXRouter(
    request,
    { generate: scene.generate, routerModel: 'router', models, ...options },
    new AbortController().signal,
  );
const refused = (message: string) => new GatewayError('refused', message, 'Raise the budget.');

describe('xRouter form', () => {
  it('names tools by the ids of models, each once', () => {
    const names = callToolsOf([model('openai/gpt-4.1'), model('openai/gpt-4-1')]).map(({ name }) => name);
    assert.deepEqual(names, ['call_openai_gpt_4_1', 'call_openai_gpt_4_1_2']);
  });

  it('takes an answer of the router itself, and charges its tokens', async () => {
    const { strategy, text, totalCost, routerCost, modelUsed } = await run(played(['Four.']));
    assert.deepEqual(
      [strategy, text, totalCost, routerCost, modelUsed],
      ['direct_response', 'Four.', 10, 10, 'router'],
    );
  });

  it('gives the selected answer as it is, and hands conversation and limits on', async () => {
    const scene = played([[ask('call_openai_gpt_5', 'Prove things.')], [select('call_openai_gpt_5')]], {
      'openai/gpt-5': 'QED',
    });
    const result = await run(scene);
    assert.deepEqual([result.strategy, result.text, result.totalCost], ['select_response', 'QED', 220]);
    assert.equal(result.turns[0]?.calls[0]?.systemPrompt, 'Prove things.');
    const target = scene.asked.find((asked) => asked.model === 'openai/gpt-5')!;
    assert.deepEqual(
      target.messages.map(({ role }) => role),
      ['system', 'system', 'user'],
    );
    assert.deepEqual([target.localOnly, target.ceiling, typeof target.parentCall], [true, 4990, 'string']);
  });

  it('makes several calls in a turn, one of which may fail', async () => {
    const scene = played([[ask('call_openai_gpt_5'), ask('call_ollama_qwen3_8b')], 'Both agree.'], {
      ...{ 'openai/gpt-5': refused('No room in the budget.'), 'ollama/qwen3:8b': 'yes' },
    });
    const { turns, text } = await run(scene);
    assert.deepEqual(
      turns[0]?.calls.map(({ error }) => error),
      ['No room in the budget.', undefined],
    );
    assert.equal(text, 'Both agree.');
  });

  it('answers an unknown tool, a missing argument and an unknown selection as errors of the tool', async () => {
    const scene = played([
      [
        { name: 'call_gpt_9', input: {} },
        { name: 'call_openai_gpt_5', input: { temperature: 1 } },
      ],
      [select('call_openai_gpt_5')],
      'Then myself.',
    ]);
    const result = await run(scene);
    const told = scene.asked
      .at(-1)
      ?.messages.flatMap(({ content }) => content)
      .filter(({ type }) => type === 'tool-result');
    const text = JSON.stringify(told);
    for (const part of [
      'There is no tool call_gpt_9',
      'optimized_system_prompt',
      'No call call_openai_gpt_5 has answered',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.equal(result.strategy, 'direct_response');
  });

  it('ends after three turns with the last good answer', async () => {
    const call = [ask('call_openai_gpt_5')];
    const { strategy, text, turnsUsed } = await run(played([call, call, call, 'late'], { 'openai/gpt-5': 'good' }));
    assert.deepEqual([strategy, text, turnsUsed], ['max_turns_reached', 'good', 3]);
  });

  it('takes the last good answer when the router fails, and asks a model itself when there is none', async () => {
    const failing = played([[ask('call_openai_gpt_5')], refused('gone')], { 'openai/gpt-5': 'good' });
    assert.equal((await run(failing)).strategy, 'last_response');
    const nothing = played([refused('gone')], { 'ollama/qwen3:8b': 'plain' });
    const { strategy, text } = await run(nothing);
    assert.deepEqual([strategy, text], ['fallback', 'plain']);
  });

  it('ends at its time limit with what there is', async () => {
    const slow = played([[ask('call_openai_gpt_5')]], { 'openai/gpt-5': 'good' });
    assert.equal((await run(slow, { timeoutMs: 50 })).strategy, 'timeout');
    await assert.rejects(run(played([]), { timeoutMs: 20 }), /took too long/);
  });

  it('shows the same pool for the same seed, with a local and another model in it', () => {
    const many = [...models, ...['a', 'b', 'c', 'd'].map((id) => model(id))];
    for (let seed = 0; seed < 20; seed++) {
      const pool = modelPool(many, 3, seed);
      assert.deepEqual(modelPool(many, 3, seed), pool);
      assert.deepEqual([pool.length, new Set(pool.map(({ locality }) => locality)).size], [3, 2]);
    }
  });
});
