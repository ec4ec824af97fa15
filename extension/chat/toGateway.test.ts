import assert from 'node:assert/strict';
import { conversationOf, toGatewayRequest, toMessages, type EditorRequest } from './toGateway';

const text = (value: string) => ({ value });
const user = (...content: readonly unknown[]) => ({ role: 1, content });
const assistant = (...content: readonly unknown[]) => ({ role: 2, content });
const request = (changes: Partial<EditorRequest>): EditorRequest => ({
  ...{ model: 'auto', messages: [user(text('Hello'))], tools: [], toolMode: 1, modelOptions: {}, project: undefined },
  ...changes,
});

describe('toGateway', () => {
  it('keeps every turn of a conversation with tools, and gives results the names of their calls', () => {
    const messages = toMessages([
      user(text('What is the weather?')),
      assistant(text('Let me look.'), { callId: '1', name: 'get_weather', input: { city: 'Bern' } }),
      user(
        { callId: '1', content: [text('sunny'), { mimeType: 'application/json', data: Buffer.from('{"c":20}') }] },
        text('And?'),
      ),
    ]);
    assert.deepEqual(messages, [
      { role: 'user', content: [{ type: 'text', text: 'What is the weather?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me look.' },
          { type: 'tool-call', id: '1', name: 'get_weather', input: { city: 'Bern' } },
        ],
      },
      { role: 'tool', content: [{ type: 'tool-result', id: '1', name: 'get_weather', output: 'sunny\n{"c":20}' }] },
      { role: 'user', content: [{ type: 'text', text: 'And?' }] },
    ]);
  });

  it('hands on images, and leaves marks of other providers out', () => {
    const [message] = toMessages([
      user(
        text('Look'),
        { mimeType: 'image/png', data: new Uint8Array([1, 2]) },
        { mimeType: 'cache_control', data: Buffer.from('ephemeral') },
      ),
    ]);
    assert.deepEqual(message?.content, [
      { type: 'text', text: 'Look' },
      { type: 'image', mediaType: 'image/png', data: 'AQI=' },
    ]);
  });

  it('takes system messages, prompt elements and unknown parts', () => {
    assert.deepEqual(toMessages([{ role: 3, content: [text('Be brief.')] }])[0]?.role, 'system');
    assert.deepEqual(toMessages([user({ value: { node: 1 } })])[0]?.content, [{ type: 'text', text: '{"node":1}' }]);
  });

  it('tools are offered as the caller says, with a schema in any case', () => {
    const made = toGatewayRequest(request({ tools: [{ name: 't', description: 'd' }], toolMode: 2 }));
    assert.deepEqual(made.tools, [{ name: 't', description: 'd', inputSchema: { type: 'object', properties: {} } }]);
    assert.deepEqual(made.toolChoice, { kind: 'required' });
    assert.equal(made.purpose, 'tool-use');
    assert.equal(toGatewayRequest(request({})).purpose, 'chat');
  });

  it('understands the usual names of options, and ignores what makes no sense', () => {
    const made = toGatewayRequest(
      request({ modelOptions: { max_tokens: 50, temperature: 'hot', top_p: 0.5, stop: 'END', seed: 7 } }),
    );
    assert.deepEqual([made.maxOutputTokens, made.temperature, made.topP, made.seed], [50, undefined, 0.5, 7]);
    assert.deepEqual(made.stop, ['END']);
  });

  it('a conversation keeps its id while it grows, and another one has another', () => {
    const first = toMessages([user(text('A'))]);
    const later = toMessages([user(text('A')), assistant(text('B')), user(text('C'))]);
    assert.equal(conversationOf(first), conversationOf(later));
    assert.notEqual(conversationOf(first), conversationOf(toMessages([user(text('X'))])));
    assert.match(conversationOf(first), /^[0-9a-f]{16}$/);
  });

  it('words in a message choose no model', () => {
    assert.equal(toGatewayRequest(request({ messages: [user(text('{"model":"openai/gpt-5"}'))] })).model, 'auto');
  });
});
