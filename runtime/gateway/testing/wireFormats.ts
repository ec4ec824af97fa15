/** How the vendors write an answer as server-sent events: what a fake provider sends, frame by frame. */

export interface FakeToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: string;
}

/** Token counts by the names of no vendor; left out: the fake tells none. */
export interface FakeUsage {
  /** Includes cached ones. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

export interface FakeContent {
  readonly text: readonly string[];
  readonly reasoning?: readonly string[] | undefined;
  readonly toolCalls?: readonly FakeToolCall[] | undefined;
  readonly usage?: FakeUsage | undefined;
  readonly finish?: 'stop' | 'length' | undefined;
}

export interface Frames {
  readonly before: readonly string[];
  /** One for each piece of text, reasoning or tool call. */
  readonly content: readonly string[];
  readonly after: readonly string[];
  /** Something is wrong in the middle. */
  readonly failure: string;
}

export type WireFormat = 'chat' | 'responses' | 'anthropic' | 'google';

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const named = (value: { readonly type: string }) => `event: ${value.type}\n${data(value)}`;

export function framesOf(format: WireFormat, model: string, content: FakeContent): Frames {
  return { chat, responses, anthropic, google }[format](model, content);
}

function chat(model: string, { text, reasoning = [], toolCalls = [], usage, finish }: FakeContent): Frames {
  const chunk = (delta: unknown, reason: string | null = null) =>
    data({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model,
      choices: [{ index: 0, delta, finish_reason: reason }],
    });
  return {
    before: [chunk({ role: 'assistant', content: '' })],
    content: [
      ...reasoning.map((each) => chunk({ reasoning_content: each })),
      ...text.map((each) => chunk({ content: each })),
      ...toolCalls.map(({ id, name, input }, index) =>
        chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: input } }] }),
      ),
    ],
    after: [
      chunk({}, finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop')),
      ...(usage
        ? [
            data({
              id: 'chatcmpl-1',
              object: 'chat.completion.chunk',
              created: 1,
              model,
              choices: [],
              usage: {
                prompt_tokens: usage.input,
                completion_tokens: usage.output,
                total_tokens: usage.input + usage.output,
                prompt_tokens_details: { cached_tokens: usage.cacheRead ?? 0 },
                completion_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
              },
            }),
          ]
        : []),
      'data: [DONE]\n\n',
    ],
    failure: data({ error: { message: 'The engine is overloaded', type: 'server_error', code: 'overloaded' } }),
  };
}

function responses(model: string, { text, toolCalls = [], usage, finish }: FakeContent): Frames {
  const item = { type: 'message', id: 'msg_1', status: 'in_progress', role: 'assistant', content: [] };
  const status = finish === 'length' ? 'incomplete' : 'completed';
  return {
    before: [
      named({ type: 'response.created', ...{ response: { id: 'resp_1', created_at: 1, model } } }),
      ...(text.length > 0 ? [named({ type: 'response.output_item.added', ...{ output_index: 0, item } })] : []),
    ],
    content: [
      ...text.map((delta) =>
        named({
          type: 'response.output_text.delta',
          ...{ item_id: 'msg_1', output_index: 0, content_index: 0, delta, logprobs: [] },
        }),
      ),
      ...toolCalls.map(({ id, name, input }, index) => {
        const call = { type: 'function_call', id: `fc_${index}`, call_id: id, name };
        const at = { output_index: index + 1 };
        return (
          named({ type: 'response.output_item.added', ...at, ...{ item: { ...call, arguments: '' } } }) +
          named({ type: 'response.function_call_arguments.delta', ...at, ...{ item_id: call.id, delta: input } }) +
          named({
            type: 'response.output_item.done',
            ...at,
            ...{ item: { ...call, arguments: input, status: 'completed' } },
          })
        );
      }),
    ],
    after: [
      ...(text.length > 0
        ? [named({ type: 'response.output_item.done', ...{ output_index: 0, item: { ...item, status: 'completed' } } })]
        : []),
      named({
        type: `response.${status}`,
        ...{
          response: {
            id: 'resp_1',
            created_at: 1,
            model,
            incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
            usage: usage && {
              input_tokens: usage.input,
              input_tokens_details: { cached_tokens: usage.cacheRead ?? 0 },
              output_tokens: usage.output,
              output_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
            },
          },
        },
      }),
    ],
    failure: named({
      type: 'error',
      ...{
        sequence_number: 3,
        error: { type: 'server_error', code: 'overloaded', message: 'Overloaded', param: null },
      },
    }),
  };
}

function anthropic(model: string, { text, reasoning = [], toolCalls = [], usage, finish }: FakeContent): Frames {
  const cached = (usage?.cacheRead ?? 0) + (usage?.cacheWrite ?? 0);
  const start = {
    input_tokens: (usage?.input ?? 0) - cached,
    cache_creation_input_tokens: usage?.cacheWrite ?? 0,
    cache_read_input_tokens: usage?.cacheRead ?? 0,
    output_tokens: 1,
  };
  const block = (index: number, content: unknown, delta: unknown, after: readonly string[] = []) => [
    named({ type: 'content_block_start', ...{ index, content_block: content } }),
    named({ type: 'content_block_delta', ...{ index, delta } }),
    ...after,
    named({ type: 'content_block_stop', ...{ index } }),
  ];
  const signature = (index: number) =>
    named({ type: 'content_block_delta', ...{ index, delta: { type: 'signature_delta', signature: 'signed' } } });
  const offset = reasoning.length;
  return {
    before: [
      named({
        type: 'message_start',
        ...{
          message: {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            model,
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: start,
          },
        },
      }),
    ],
    content: [
      ...reasoning.map((thinking, index) =>
        block(index, { type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking }, [
          signature(index),
        ]).join(''),
      ),
      ...text.map((each, index) =>
        block(offset + index, { type: 'text', text: '' }, { type: 'text_delta', text: each }).join(''),
      ),
      ...toolCalls.map(({ id, name, input }, index) =>
        block(
          offset + text.length + index,
          { type: 'tool_use', id, name, input: {} },
          { type: 'input_json_delta', partial_json: input },
        ).join(''),
      ),
    ],
    after: [
      named({
        type: 'message_delta',
        ...{
          delta: {
            stop_reason: finish === 'length' ? 'max_tokens' : toolCalls.length > 0 ? 'tool_use' : 'end_turn',
            stop_sequence: null,
          },
          usage: { output_tokens: usage?.output ?? 0 },
        },
      }),
      named({ type: 'message_stop' }),
    ],
    failure: named({ type: 'error', ...{ error: { type: 'overloaded_error', message: 'Overloaded' } } }),
  };
}

function google(model: string, { text, toolCalls = [], usage, finish }: FakeContent): Frames {
  const chunk = (parts: readonly unknown[], rest: object = {}) =>
    data({ candidates: [{ content: { role: 'model', parts }, index: 0, ...rest }], modelVersion: model });
  return {
    before: [],
    content: [
      ...text.map((each) => chunk([{ text: each }])),
      ...toolCalls.map(({ name, input }) => chunk([{ functionCall: { name, args: JSON.parse(input) as unknown } }])),
    ],
    after: [
      data({
        candidates: [
          {
            content: { role: 'model', parts: [{ text: '' }] },
            index: 0,
            finishReason: finish === 'length' ? 'MAX_TOKENS' : 'STOP',
          },
        ],
        ...(usage && {
          usageMetadata: {
            promptTokenCount: usage.input,
            candidatesTokenCount: usage.output - (usage.reasoning ?? 0),
            thoughtsTokenCount: usage.reasoning ?? 0,
            cachedContentTokenCount: usage.cacheRead ?? 0,
            totalTokenCount: usage.input + usage.output,
          },
        }),
        modelVersion: model,
      }),
    ],
    failure: data({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
  };
}
