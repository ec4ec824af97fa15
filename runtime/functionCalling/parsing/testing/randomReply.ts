/** Replies with calls in all syntaxes, with what they hold. */
import type { Json } from '../../../gateway/types';

export type Random = (below: number) => number;

/** Whole numbers that are the same at every run (xorshift32). */
export function seeded(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export interface RandomReply {
  readonly text: string;
  readonly calls: readonly (readonly [name: string, given: Readonly<Record<string, Json>>])[];
  readonly content: string;
}

const names = ['get_weather', 'math.add', 'read_file', 'a', 'search-web'];
const words = [
  'Paris',
  '',
  'a "quoted" word',
  'C:\\dir',
  'é🙂',
  '```json\n[',
  '</tool_call>',
  '{"name": "f", "arguments": {}}',
  "it's",
  '\n\t',
  '];',
];

export function randomReply(random: Random): RandomReply {
  const calls = Array.from(
    { length: 1 + random(3) },
    () => [names[random(names.length)]!, randomObject(random, 2)] as const,
  );
  const spaced = random(2) === 0;
  const written = (value: Json) => (spaced ? JSON.stringify(value, null, random(2) * 2) : JSON.stringify(value));
  const objects = calls.map(([name, given]) =>
    written({ name, [random(4) === 0 ? 'parameters' : 'arguments']: given }),
  );
  const before = random(2) === 0 ? 'I look it up (x < y).' : '';
  const after = random(3) === 0 ? 'That is all.' : '';
  const thought = random(3) === 0 ? '<think>Which [one]?</think>' : '';
  const list = `[${objects.join(', ')}]`;
  const forms: readonly (() => readonly [text: string, content: string])[] = [
    () => [`${thought}${list}`, ''],
    () => [`${thought}${objects.join(random(2) === 0 ? '; ' : '\n')}`, ''],
    () => [`${before}\n\`\`\`json\n${list}\n\`\`\`\n${after}`, joined(before, after, '\n\n')],
    () => [
      `${before}${objects.map((object) => `<tool_call>\n${object}\n</tool_call>`).join('\n')}${after}`,
      before + after,
    ],
    () => [`${before}[TOOL_CALLS] ${list}`, before],
    () => [`[TOOL_CALLS]${calls.map(([name, given]) => `${name}[ARGS]${written(given)}`).join('[TOOL_CALLS]')}`, ''],
    () => [`<|python_tag|>${objects.join('; ')}`, ''],
  ];
  const [text, content] = forms[random(forms.length)]!();
  return { text, calls, content };
}

function joined(before: string, after: string, between: string): string {
  return before === '' || after === '' ? before + after : before + between + after;
}

function randomObject(random: Random, depth: number): Readonly<Record<string, Json>> {
  return Object.fromEntries(Array.from({ length: random(4) }, (_, index) => [`k${index}`, randomValue(random, depth)]));
}

function randomValue(random: Random, depth: number): Json {
  const kinds: readonly (() => Json)[] = [
    () => words[random(words.length)]!,
    () => random(2000) - 1000,
    () => random(1000) / 8,
    () => random(2) === 0,
    () => null,
    () => (depth === 0 ? 1e21 : Array.from({ length: random(3) }, () => randomValue(random, depth - 1))),
    () => (depth === 0 ? -0.5 : randomObject(random, depth - 1)),
  ];
  return kinds[random(kinds.length)]!();
}
