import assert from 'node:assert/strict';
import { BadFormError, parseReply, promptText, xlamPrompt, type CallSyntax } from '../../functionCalling';
import type { Message, ToolDefinition } from '../../gateway/types';
import type { ChatFile } from '../chat/chatFile';
import { openChatFormat } from './openChatFormat';
import { familyControl, familyTemplates } from './testing/familyTemplates';

type Family = keyof typeof familyTemplates;

const fileOf = (control: readonly string[], facts: Partial<ChatFile> = {}): ChatFile => ({
  name: undefined,
  architecture: 'llama',
  contextTokens: 4096,
  template: undefined,
  toolTemplate: undefined,
  begin: control.find((text) => /bos|begin|<s>/.test(text)),
  end: control.find((text) => /eos|im_end|eot|<\/s>/.test(text)),
  addsBegin: false,
  control: new Set(control),
  ...facts,
});
const family = (name: Family) => openChatFormat(fileOf(familyControl[name], { template: familyTemplates[name] }));
const say = (role: Message['role'], text: string): Message => ({ role, content: [{ type: 'text', text }] });
const tools: readonly ToolDefinition[] = [
  {
    name: 'get_weather',
    description: 'Weather of a city',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];
const called = (...cities: readonly string[]): readonly Message[] => [
  {
    role: 'assistant',
    content: cities.map((city) => ({ type: 'tool-call', id: `of ${city}`, name: 'get_weather', input: { city } })),
  },
  {
    role: 'tool',
    // In another order than the calls.
    content: [...cities].reverse().map((city) => ({
      type: 'tool-result',
      id: `of ${city}`,
      name: 'get_weather',
      output: `result of ${city}`,
    })),
  },
];

describe('formats of conversations', () => {
  const forms: readonly (readonly [Family, CallSyntax, boolean])[] = [
    ['qwen2', 'hermes', true],
    ['qwen3', 'hermes', true],
    ['thinking', 'hermes', true],
    ['llama3', 'llama-json', false],
    ['mistral', 'mistral', true],
    ['mistralNamed', 'mistral-named', true],
  ];
  for (const [name, syntax, parallel] of forms) {
    it(`${name}: calls go round`, () => {
      const { tools: support } = family(name);
      assert.deepEqual(support.kind === 'calls' && [support.form.syntax, support.form.parallel], [syntax, parallel]);
    });

    it(`${name}: no text of anybody becomes a marker`, () => {
      const forged = familyControl[name].join(' x ');
      const messages = [
        say('system', `S ${forged}`),
        say('user', `U ${forged}`),
        ...called(`C ${forged}`),
        say('assistant', `A ${forged}`),
        say('user', `V ${forged}`),
      ];
      const [tool] = tools;
      const forging = tool ? [{ ...tool, description: `D ${forged}` }] : [];
      const harmless = (text: string) => text.replaceAll(forged, 'harmless');
      const plain: unknown = JSON.parse(harmless(JSON.stringify([messages, forging])));
      const [plainMessages, plainTools] = plain as [readonly Message[], readonly ToolDefinition[]];
      const format = family(name);
      const markers = (of: readonly Message[], shown: readonly ToolDefinition[]) =>
        format.prompt(of, shown).pieces.flatMap(({ kind, text }) => (kind === 'special' ? [text] : []));
      assert.deepEqual(markers(messages, forging), markers(plainMessages, plainTools));
      const written = promptText(format.prompt(messages, forging).pieces);
      for (const mark of ['S', 'U', 'A', 'V', 'D']) assert.ok(written.includes(`${mark} ${forged}`), mark);
    });

    it(`${name}: several calls and their results, in the order of the calls`, () => {
      const messages = [say('user', 'Weather?'), ...called('Paris', 'Rome'), say('user', 'Thanks')];
      const written = promptText(family(name).prompt(messages, tools).pieces);
      const places = ['"Paris"', 'result of Paris', '"Rome"', 'result of Rome'].map((text) => written.indexOf(text));
      assert.ok(
        places.every((place) => place > 0),
        places.join(),
      );
      const order = parallel ? [0, 2, 1, 3] : [0, 1, 2, 3];
      const sorted = order.map((index) => places[index] ?? 0);
      assert.deepEqual(
        sorted,
        [...sorted].sort((a, b) => a - b),
      );
    });
  }

  it('write what the template itself writes', () => {
    const messages = [say('system', 'Be short.'), say('user', '  Hi "you"\n')];
    assert.equal(
      promptText(family('qwen2').prompt(messages, []).pieces),
      '<|im_start|>system\nBe short.<|im_end|>\n<|im_start|>user\n  Hi "you"\n<|im_end|>\n<|im_start|>assistant\n',
    );
    // This one strips.
    const llama = promptText(family('llama3').prompt(messages, []).pieces);
    assert.ok(
      llama.endsWith('user<|end_header_id|>\n\nHi "you"<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n'),
    );
    assert.ok(llama.startsWith('<|begin_of_text|><|start_header_id|>system'));
  });

  it('keep text and arguments as they are: quotes, line ends, backslashes, other letters', () => {
    const hard = 'a "b" \\n \\ \n\t é 日本 {{ x }} {% raw %} ';
    for (const [name] of forms) {
      const { pieces } = family(name).prompt([say('user', 'x'), ...called(hard), say('user', `|${hard}|`)], tools);
      const written = promptText(pieces);
      assert.ok(written.includes(`|${hard}|`), name);
      assert.ok(written.includes(JSON.stringify({ city: hard }).slice(9, -2)), name);
    }
  });

  it('put the system text before the first question where the template knows none, and say that there are no tools', () => {
    const gemma = family('gemma');
    const written = promptText(gemma.prompt([say('system', 'Be short.'), say('user', 'Hi')], []).pieces);
    assert.match(written, /user\nBe short\.\n\nHi<end_of_turn>/);
    assert.deepEqual(gemma.tools, { kind: 'none', reason: 'its template does not show the tools' });
    assert.deepEqual(gemma.stopTokens, ['<end_of_turn>']);
  });

  it('join turns of one side for templates that want them to alternate', () => {
    const written = promptText(family('mistral').prompt([say('user', 'One'), say('user', 'Two')], []).pieces);
    assert.match(written, /One\n\nTwo/);
  });

  it('begin inside a thought where the template does, and not for an answer that is held to a form', () => {
    const messages = [say('user', 'Hi')];
    assert.equal(family('thinking').prompt(messages, []).inThought, true);
    const closed = family('thinking').prompt(messages, [], { think: false });
    assert.equal(closed.inThought, false);
    assert.match(promptText(closed.pieces), /<think>\n\n<\/think>\n\n$/);
    assert.match(promptText(family('qwen3').prompt(messages, [], { think: false }).pieces), /<\/think>\n\n$/);
  });

  it('of xLAM are their own, whatever the file’s template does', () => {
    const template = '{% if tools is not none %}{{ tools | length }}{% endif %}';
    for (const [name, control] of [
      ['xLAM-2-3b-fc-r', familyControl.qwen2],
      ['Llama-xLAM-2-8b-fc-r', familyControl.llama3],
    ] as const) {
      const format = openChatFormat(fileOf(control, { name, template }));
      const messages = [say('user', 'Weather?'), ...called('Paris', 'Rome')];
      assert.equal(format.name, name.startsWith('Llama') ? 'xlam-llama' : 'xlam-qwen');
      assert.equal(format.tools.kind === 'calls' && format.tools.form.syntax, 'xlam');
      const expected = xlamPrompt(
        {
          system: undefined,
          tools: [],
          turns: [{ kind: 'text', role: 'user', text: 'Weather?' }],
        },
        format.name === 'xlam-llama' ? 'xlam-llama' : 'xlam-qwen',
      );
      assert.deepEqual(format.prompt(messages.slice(0, 1), []).pieces, expected);
    }
  });

  it('of Hermes show tools where the file’s template does not', () => {
    const template =
      "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
    const control = familyControl.qwen2;
    assert.equal(openChatFormat(fileOf(control, { name: 'Some chat', template })).tools.kind, 'none');
    const hermes = openChatFormat(fileOf(control, { name: 'Hermes 3 8B', template }));
    assert.deepEqual([hermes.name, hermes.tools.kind], ['hermes', 'calls']);
    const own = openChatFormat(fileOf(control, { name: 'Hermes 2', template, toolTemplate: familyTemplates.qwen2 }));
    assert.deepEqual([own.name, own.tools.kind], ['template', 'calls']);
  });

  it('without a template that can be read say why, and write a conversation all the same', () => {
    for (const template of [undefined, '{% for %}', '{{ nothing.at.all() }}']) {
      const format = openChatFormat(fileOf(familyControl.qwen2, { template }));
      assert.equal(format.name, 'chatml');
      assert.ok(format.tools.kind === 'none' && format.problem);
      assert.match(promptText(format.prompt([say('user', 'Hi')], []).pieces), /user\nHi<\|im_end\|>/);
    }
    const plain = openChatFormat(fileOf([]));
    assert.deepEqual([plain.name, plain.stop], ['plain', ['### User:']]);
  });

  it('are offered without tools when calls cannot be read back', () => {
    const { tools: support } = family('tagged');
    assert.equal(support.kind, 'none');
  });

  it('refuse pictures', () => {
    const picture: Message = { role: 'user', content: [{ type: 'image', mediaType: 'image/png', data: '' }] };
    assert.throws(() => family('qwen2').prompt([picture], []), BadFormError);
  });

  it('fill in a result that is missing, as templates count them', () => {
    const messages = [say('user', 'x'), ...called('Paris', 'Rome').slice(0, 1)];
    const result = { type: 'tool-result', id: 'of Rome', name: 'get_weather', output: 'r' } as const;
    const written = promptText(
      family('qwen2').prompt([...messages, { role: 'tool', content: [result] }], tools).pieces,
    );
    assert.match(written, /not answered[\s\S]*<tool_response>\nr\n/);
    assert.equal(parseReply(written.slice(written.lastIndexOf('assistant\n<tool_call>') + 10)).calls.length, 2);
  });
});
