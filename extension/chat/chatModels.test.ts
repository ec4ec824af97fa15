import assert from 'node:assert/strict';
import type { GatewayModel, ModelEntry } from '../../runtime/gateway/protocol';
import { chatModels } from './chatModels';

const l10n = { t: (text: string) => text };
const entry = (id: string, usable: boolean, changes: Partial<GatewayModel> = {}): ModelEntry => {
  const [provider = '', name = ''] = id.split('/');
  return {
    model: {
      ...{ id, provider, name, title: name, locality: 'cloud', unit: 'tokens', contextTokens: 100_000 },
      ...{ maxOutputTokens: 8000, price: undefined },
      capabilities: { tools: false, images: true, json: true, reasoning: false },
      ...changes,
    },
    endpoint: provider,
    usable,
  };
};
const local = entry('ollama/q', true, {
  ...{ locality: 'local', contextTokens: undefined, maxOutputTokens: undefined },
  capabilities: { tools: true, images: false, json: true, reasoning: false },
});

describe('chatModels', () => {
  it('offers Auto, Local and each local model, but no cloud model by its name', () => {
    const models = chatModels([entry('openai/a', true), local], l10n);
    assert.deepEqual(
      models.map(({ id }) => id),
      ['auto', 'local', 'ollama/q'],
    );
    assert.deepEqual(models[0]?.capabilities, { imageInput: true, toolCalling: true });
    assert.deepEqual([models[0].maxInputTokens, models[0].maxOutputTokens], [92_000, 8000]);
    assert.deepEqual(models[1]?.capabilities, { imageInput: false, toolCalling: true });
    assert.deepEqual(
      models.slice(2).map(({ maxInputTokens, maxOutputTokens }) => [maxInputTokens, maxOutputTokens]),
      [[4096, 4096]],
    );
  });

  it('a file on this machine is offered with tools when its model can call them, and without when it cannot', () => {
    const file = (name: string, tools: boolean): ModelEntry =>
      entry(`local/${name}`, true, {
        locality: 'local',
        capabilities: { tools, images: false, json: true, reasoning: false },
      });
    const models = chatModels([file('caller', true), file('talker', false)], l10n);
    assert.deepEqual(
      models.slice(2).map(({ id, detail, capabilities }) => [id, detail, capabilities.toolCalling]),
      [
        ['local/caller', 'on this machine', true],
        ['local/talker', 'on this machine', false],
      ],
    );
  });

  it('offers the router when there is one, and does not take it for a local model', () => {
    const router = { ...local, model: { ...local.model, id: 'xrouter', title: 'Whetstone Router (Q)' } };
    const models = chatModels([router, local], l10n);
    assert.deepEqual(
      models.map(({ id, name }) => [id, name]),
      [
        ['auto', 'Whetstone Auto'],
        ['local', 'Whetstone Local'],
        ['xrouter', 'Whetstone Router (Q)'],
        ['ollama/q', 'q'],
      ],
    );
    assert.deepEqual(
      models.map(({ detail }) => detail),
      ['{0} models', 'on this machine', '{0} models', 'ollama'],
    );
  });

  it('offers nothing that cannot be called', () => {
    assert.deepEqual(chatModels([entry('openai/a', false)], l10n), []);
    assert.deepEqual(
      chatModels([entry('openai/a', true)], l10n).map(({ id }) => id),
      ['auto'],
    );
  });
});
