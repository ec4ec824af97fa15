import assert from 'node:assert/strict';
import { CallParser, parseReply } from './callParser';
import type { CallEvent, ParsedReply } from './parsedReply';
import { randomReply, seeded } from './testing/randomReply';

const brief = ({ content, calls, path, truncated }: ParsedReply) => ({
  content,
  calls: calls.map((call) => [call.name, call.arguments]),
  path,
  truncated,
});
const paris = ['get_weather', { city: 'Paris' }];
const rome = ['get_weather', { city: 'Rome' }];
const one = '{"name": "get_weather", "arguments": {"city": "Paris"}}';
const two = '{"name": "get_weather", "arguments": {"city": "Rome"}}';

/** Reads a reply in pieces of the given lengths, in turn, and joins events of the same kind. */
function inPieces(text: string, lengths: readonly number[], end: 'stop' | 'cut' = 'stop'): [CallEvent[], ParsedReply] {
  const parser = new CallParser();
  const events: CallEvent[] = [];
  const add = (more: readonly CallEvent[]) => {
    for (const event of more) {
      const last = events.at(-1);
      if ((event.type === 'text' || event.type === 'thought') && last?.type === event.type) {
        events[events.length - 1] = { type: event.type, text: last.text + event.text };
      } else if (event.type === 'call-arguments' && last?.type === event.type && last.index === event.index) {
        events[events.length - 1] = { ...event, delta: last.delta + event.delta };
      } else events.push(event);
    }
  };
  for (let at = 0, piece = 0; at < text.length; piece++) {
    const length = Math.max(1, lengths[piece % lengths.length]!);
    add(parser.push(text.slice(at, at + length)));
    at += length;
  }
  add(parser.end(end));
  return [events, parser.result()];
}

describe('CallParser', function () {
  // A second or two on an idle machine.
  this.timeout(60_000);
  const forms: readonly [what: string, text: string, path: string, content?: string][] = [
    ['a list', `[${one}, ${two}]`, 'array'],
    ['a list after white space and before it', `\n [${one},${two}] \n`, 'array'],
    ['a list after a thought', `<think>Which city?</think>\n[${one}, ${two}]`, 'array'],
    ['objects with semicolons', `${one}; ${two}`, 'object'],
    ['objects on lines', `${one}\n${two}`, 'object'],
    ['a fenced block', `Let me look.\n\`\`\`json\n[${one}, ${two}]\n\`\`\``, 'fence', 'Let me look.'],
    ['a fenced block without language', `\`\`\`\n[${one}, ${two}]\`\`\`\nDone.`, 'fence', 'Done.'],
    ["Hermes' and Qwen's tags", `<tool_call>\n${one}\n</tool_call>\n<tool_call>\n${two}\n</tool_call>`, 'tool_call'],
    ['tags after text', `I look.\n<tool_call>${one}</tool_call><tool_call>${two}</tool_call>`, 'tool_call', 'I look.'],
    ['a list in tags', `<tool_call>[${one}, ${two}]</tool_call>`, 'tool_call'],
    ['objects in one pair of tags', `<tool_call>${one}\n${two}</tool_call>`, 'tool_call'],
    ["Mistral's list", `[TOOL_CALLS] [${one}, ${two}]`, 'TOOL_CALLS'],
    [
      "Mistral's newer form",
      '[TOOL_CALLS]get_weather[ARGS]{"city": "Paris"}[TOOL_CALLS]get_weather{"city": "Rome"}',
      'TOOL_CALLS',
    ],
    ["Llama's tag", `<|python_tag|>${one}; ${two}`, 'python_tag'],
    [
      "Llama's built-in tools",
      '<|python_tag|>get_weather.call(city="Paris"); get_weather.call(city="Rome")',
      'python_tag',
    ],
    ["Llama's list of Python", "[get_weather(city='Paris'), get_weather(city='Rome')]", 'array'],
    ["Llama's parameters", `${one}; ${two}`.replaceAll('arguments', 'parameters'), 'object'],
    ['xLAM-1', `{"thought": "", "tool_calls": [${one}, ${two}]}`, 'object'],
    [
      "OpenAI's form",
      `[${[one, two].map((call) => `{"type": "function", "id": "x", "function": ${call}}`).join()}]`,
      'array',
    ],
    ['arguments as text', `[${one}, ${two}]`.replaceAll(/\{"city": "(\w+)"\}/g, '"{\\"city\\": \\"$1\\"}"'), 'array'],
    [
      'arguments before names',
      `[${[one, two].join().replaceAll(/("name": "get_weather"), (.*?\})/g, '$2, $1')}]`,
      'array',
    ],
    ['args and function', `[${one}, ${two}]`.replaceAll('arguments', 'args').replaceAll('name', 'function'), 'array'],
    ['quotes of Python', `[${one}, ${two}]`.replaceAll('"', "'"), 'array'],
    ['a trailing comma', `[${one}, ${two},]`, 'array'],
  ];
  for (const [what, text, path, content = ''] of forms) {
    it(`reads ${what}`, () => {
      assert.deepEqual(brief(parseReply(text)), { content, calls: [paris, rome], path, truncated: false });
    });
  }

  const texts: readonly [what: string, text: string][] = [
    ['prose', 'I cannot do that. What is your city?'],
    ['a list inside prose', `Use ${one} and [${two}] as they are.`],
    ['a list of something else', '[1, 2, 3]'],
    ['a note in brackets', '[Note] There is no such tool.'],
    ['a list of people', '[{"name": "Ada", "age": 36}]'],
    ['an object of JSON', '{"answer": 42, "why": ["a", "b"]}'],
    ['a block of code', 'Try this:\n```python\nprint([1, 2])\n```\nand this:\n```json\n{"a": 1}\n```'],
    ['markers that are not', 'if a < b && c[0] then `x` or ``y`` <tool> [TOOL'],
    ['a tag with prose', 'The tag <tool_call> begins a call.'],
  ];
  for (const [what, text] of texts) {
    it(`leaves ${what} alone`, () => {
      assert.deepEqual(brief(parseReply(text)), { content: text, calls: [], path: undefined, truncated: false });
    });
  }

  it('takes an empty list, and one of an empty object, for no call', () => {
    for (const text of ['[]', '[{}]', ' [ ] ', '{"tool_calls": []}', '<tool_call>[]</tool_call>']) {
      assert.deepEqual(brief(parseReply(text)), { content: '', calls: [], path: undefined, truncated: false }, text);
    }
  });

  it('keeps the complete calls of half a list', () => {
    const reply = parseReply(`[${one}, ${two.slice(0, 40)}`);
    assert.deepEqual(brief(reply), { content: '', calls: [paris], path: 'array', truncated: true });
    assert.equal(reply.malformed.length, 1);
  });

  it('keeps what cannot be read for a repair, and never makes calls of it', () => {
    const broken = `<tool_call>{"name": "f", "arguments": {"a": }}</tool_call>`;
    const reply = parseReply(`Now.\n${broken}\n<tool_call>${two}</tool_call>`);
    assert.deepEqual(brief(reply), { content: 'Now.', calls: [rome], path: 'tool_call', truncated: false });
    assert.deepEqual(reply.malformed, [broken]);
  });

  it('tells thought, text after calls, skipped elements and repairs apart', () => {
    const reply = parseReply(`<think>a [b]</think>[${one}, 7, {'name': 'g', 'arguments': {'x': None}}] Done.`);
    assert.equal(reply.thought, 'a [b]');
    assert.deepEqual([reply.content, reply.trailingText, reply.skipped], ['Done.', true, 1]);
    assert.deepEqual([...reply.repairs].sort(), ['python-words', 'single-quotes']);
    assert.deepEqual(reply.calls[1]?.arguments, { x: null });
  });

  it('takes what stands before a lone end of thought as text, or as thought when it was told so', () => {
    assert.equal(parseReply(`Hm.</think>[${one}]`).content, 'Hm.');
    const reply = parseReply(`Hm.</think>[${one}]`, { inThought: true });
    assert.deepEqual([reply.thought, reply.calls.length], ['Hm.', 1]);
  });

  it('takes an object without arguments for a call only of a known function', () => {
    assert.equal(parseReply('[{"name": "now"}]').calls.length, 0);
    assert.deepEqual(parseReply('[{"name": "now"}]', { known: ['now'] }).calls[0]?.arguments, {});
  });

  it('repairs strings: raw line ends, backslashes that escape nothing', () => {
    const { calls, repairs } = parseReply('[{"name": "f", "arguments": {"a": "C:\\dir\n\\u00e9\\u12"}}]');
    assert.deepEqual(calls[0]?.arguments, { a: 'C:\\dir\né\\u12' });
    assert.deepEqual([...repairs].sort(), ['control-character', 'escape']);
    assert.deepEqual(JSON.parse(calls[0].argumentsText), calls[0].arguments);
  });

  it('tells a call as it comes', () => {
    const parser = new CallParser();
    assert.deepEqual(parser.push('Look'), [{ type: 'text', text: 'Look' }]);
    assert.deepEqual(parser.push('.<tool_'), [{ type: 'text', text: '.' }]);
    assert.deepEqual(parser.push('call>{"name": "f", "argu'), []);
    assert.deepEqual(parser.push('ments": {"a'), [
      { type: 'call-started', index: 0, name: 'f' },
      { type: 'call-arguments', index: 0, delta: '{"a' },
    ]);
    assert.deepEqual(parser.push('": 1}'), [{ type: 'call-arguments', index: 0, delta: '": 1}' }]);
    const call = { name: 'f', arguments: { a: 1 }, argumentsText: '{"a": 1}' };
    assert.deepEqual(parser.push('}'), [{ type: 'call-finished', index: 0, call }]);
    assert.deepEqual(parser.push('</tool_call>'), []);
    assert.deepEqual(parser.end(), []);
  });

  describe('with random replies', () => {
    const replies = Array.from({ length: 400 }, (_, seed) => randomReply(seeded(seed)));

    it('finds the calls and texts that went in', () => {
      for (const { text, calls, content } of replies) {
        const reply = parseReply(text);
        assert.deepEqual(
          reply.calls.map((call) => [call.name, call.arguments]),
          calls,
          text,
        );
        assert.equal(reply.content, content, text);
        assert.deepEqual(reply.malformed, [], text);
      }
    });

    it('tells the same, however the reply is cut into pieces', () => {
      replies.forEach(({ text }, seed) => {
        const random = seeded(1000 + seed);
        const whole = inPieces(text, [text.length]);
        assert.deepEqual(inPieces(text, [1]), whole, text);
        assert.deepEqual(
          inPieces(
            text,
            Array.from({ length: 20 }, () => 1 + random(12)),
          ),
          whole,
          text,
        );
        for (const event of whole[0]) {
          if (event.type !== 'call-finished') continue;
          const told = whole[0].filter((each) => each.type === 'call-arguments' && each.index === event.index);
          assert.equal(
            told.map((each) => (each.type === 'call-arguments' ? each.delta : '')).join(''),
            event.call.argumentsText,
          );
          assert.deepEqual(JSON.parse(event.call.argumentsText), event.call.arguments);
        }
      });
    });

    it('gives a prefix of the whole result for every beginning of a reply', () => {
      for (const { text } of replies.slice(0, 80)) {
        const whole = parseReply(text);
        for (let length = 0; length < text.length; length++) {
          const [, cut] = inPieces(text.slice(0, length), [7], 'cut');
          assert.deepEqual(cut.calls, whole.calls.slice(0, cut.calls.length), text.slice(0, length));
          assert.ok(whole.content.startsWith(cut.content), `${text.slice(0, length)}: ${cut.content}`);
          assert.ok(whole.thought.startsWith(cut.thought), text.slice(0, length));
        }
      }
    });

    it('never throws and loses nothing of what was damaged', () => {
      replies.forEach(({ text }, seed) => {
        const random = seeded(2000 + seed);
        let damaged = text;
        for (let edits = 1 + random(4); edits > 0; edits--) {
          const at = random(damaged.length + 1);
          const noise = ['', '"', '{', '}', '[', ']', '<', '```', '</tool_call>', '\\', '[TOOL_CALLS]', ',', 'é'][
            random(13)
          ]!;
          damaged = damaged.slice(0, at) + noise + damaged.slice(at + random(3));
        }
        const [events, reply] = inPieces(damaged, [1 + random(9)]);
        const started = events.filter(({ type }) => type === 'call-started').length;
        const over = events.filter(({ type }) => type === 'call-finished' || type === 'call-failed').length;
        assert.equal(started, over, damaged);
        assert.equal(over - reply.calls.length, events.filter(({ type }) => type === 'call-failed').length);
      });
    });

    it('ends soon with text made to be read again and again', () => {
      for (const part of [
        '[',
        '<',
        '`',
        '```json [',
        '```json {"',
        '<tool_call>{"a":',
        '{"name": "f", "arguments": {',
        ' ',
        '[TOOL_CALLS]a',
        '[{"a": [',
      ]) {
        parseReply(part.repeat(Math.ceil(20_000 / part.length)));
      }
    });
  });
});
