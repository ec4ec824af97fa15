import assert from 'node:assert/strict';
import { startFakeProvider, type FakeProvider } from '../testing/fakeProvider';
import { listEndpointModels } from './endpointModels';
import { EndpointProvider } from './endpointProvider';
import { isStrict } from './languageModels';
import { localityOf } from './locality';
import { withPromptCache } from './promptCache';
import { Transport } from './transport';

const never = new AbortController().signal;

describe('where an endpoint is', () => {
  for (const [url, locality] of [
    ['http://127.0.0.1:11434/v1', 'local'],
    ['http://127.8.9.1/v1', 'local'],
    ['http://[::1]:8080', 'local'],
    ['http://[::ffff:127.0.0.1]', 'local'],
    ['http://localhost:1234', 'local'],
    ['http://ollama.localhost', 'local'],
    ['http://localhost.example.com', 'cloud'],
    ['http://127.0.0.1.nip.io', 'cloud'],
    ['http://192.168.1.4:11434', 'cloud'],
    ['http://10.0.0.1', 'cloud'],
    ['http://0.0.0.0', 'cloud'],
    ['https://api.openai.com/v1', 'cloud'],
  ] as const) {
    it(`${url}: ${locality}`, () => assert.equal(localityOf(new URL(url)), locality));
  }

  it('refuses to open a socket for a call that may not leave the machine, whoever asks', async () => {
    const transport = new Transport({ baseUrl: 'https://api.openai.com/v1' });
    await assert.rejects(transport.fetch(true)('https://api.openai.com/v1/models'), /not on this machine/);
    await transport.close();
  });

  it('sends a key to its own address only', async () => {
    const transport = new Transport({ baseUrl: 'http://127.0.0.1:9/v1' });
    await assert.rejects(transport.fetch(false)('http://127.0.0.1:10/v1'), /is not the endpoint/);
    await transport.close();
  });
});

describe('lists of models', () => {
  let server: FakeProvider | undefined;
  afterEach(() => server?.close());

  it('know the context that Ollama really gives: as it is loaded, as it is set, or its default', async () => {
    server = await startFakeProvider(() => ({ text: [] }), {
      models: [{ id: 'loaded' }, { id: 'other' }],
      ollama: {
        shown: {
          parameters: 'temperature 0.7\nnum_ctx                        16384',
          model_info: { 'qwen3.context_length': 40_960 },
          capabilities: ['completion', 'tools', 'thinking'],
        },
        running: [{ name: 'loaded', context_length: 8192 }],
      },
    });
    const endpoint = { kind: 'openai-compatible' as const, baseUrl: `${server.origin}/v1`, key: undefined, fetch };
    const models = await listEndpointModels(endpoint, never);
    assert.deepEqual(
      models.map(({ name, contextTokens, tools, images, reasoning }) => [
        name,
        contextTokens,
        tools,
        images,
        reasoning,
      ]),
      [
        ['loaded', 8192, true, false, true],
        ['other', 16_384, true, false, true],
      ],
    );
  });

  it('read what vLLM and OpenRouter say beyond OpenAI', async () => {
    server = await startFakeProvider(() => ({ text: [] }), {
      models: [
        { id: 'vllm', max_model_len: 32_768 },
        {
          id: 'router',
          context_length: 200_000,
          top_provider: { max_completion_tokens: 8000 },
          architecture: { input_modalities: ['text', 'image'] },
          supported_parameters: ['tools'],
        },
      ],
    });
    const provider = new EndpointProvider(
      { id: 'x', kind: 'openai-compatible', baseUrl: `${server.origin}/v1` },
      undefined,
    );
    const models = await provider.models({ localOnly: false, signal: never });
    assert.deepEqual(
      models.map(({ id, contextTokens, maxOutputTokens, capabilities }) => [
        id,
        contextTokens,
        maxOutputTokens,
        capabilities.images,
      ]),
      [
        ['x/vllm', 32_768, undefined, false],
        ['x/router', 200_000, 8000, true],
      ],
    );
    await provider.dispose();
  });

  it('leave out what OpenAI has besides chat', async () => {
    const ids = [
      'gpt-5-mini',
      'o4-mini',
      'text-embedding-3-small',
      'gpt-image-1',
      'gpt-4o-realtime-preview',
      'whisper-1',
    ];
    server = await startFakeProvider(() => ({ text: [] }), { models: ids.map((id) => ({ id })) });
    const endpoint = { kind: 'openai' as const, baseUrl: `${server.origin}/v1`, key: 'k', fetch };
    const models = await listEndpointModels(endpoint, never);
    assert.deepEqual(
      models.map(({ name }) => name),
      ['gpt-5-mini', 'o4-mini'],
    );
  });
});

describe('prompt cache of Anthropic', () => {
  const long = 'x'.repeat(8000);
  const user = (text: string) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] });
  const marked = (options: Parameters<typeof withPromptCache>[0]) =>
    withPromptCache(options).prompt.flatMap((message, index) => (message.providerOptions ? [index] : []));

  it('holds a long system prompt, and the end of a conversation that goes on', () => {
    const answer = { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'ok' }] };
    assert.deepEqual(marked({ prompt: [{ role: 'system', content: long }, user('a')] }), [0]);
    assert.deepEqual(marked({ prompt: [{ role: 'system', content: long }, user('a'), answer, user('b')] }), [0, 3]);
  });

  it('pays for no writing that will not be read again', () => {
    assert.deepEqual(marked({ prompt: [{ role: 'system', content: 'short' }, user('a')] }), []);
    assert.deepEqual(marked({ prompt: [user(long)] }), []);
  });
});

describe('JSON schemas for OpenAI', () => {
  it('are held to strictly only where they are closed', () => {
    const closed = {
      type: 'object',
      properties: { a: { type: 'number' } },
      required: ['a'],
      additionalProperties: false,
    };
    assert.equal(isStrict(closed), true);
    assert.equal(isStrict({ ...closed, required: [] }), false);
    assert.equal(isStrict({ ...closed, properties: { a: { type: 'object' } } }), false);
  });
});
