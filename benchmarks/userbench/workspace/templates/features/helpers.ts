/** Small helpers that a module may need. */
import { sizes, type Feature } from './feature';
import { byteSizeInPython, itemBatchInPython, textExcerptInPython, timeSpanInPython } from './pythonForms';

const timeSpan: Feature = {
  nouns: ['time', 'span'],
  names: {
    'verb-first': ['format', 'time', 'span'],
    'to-form': ['time', 'span', 'to', 'text'],
    'thing-only': ['time', 'span', 'text'],
  },
  input: { names: { letter: 't', short: 'ms', long: 'milliseconds' }, type: 'number', good: '1000', bad: '-1' },
  setting: { noun: 'part', plural: 'parts', ...sizes([1, 0, 1], [2, 2, 3], [6, 4, 100]) },
  does: 'says a time span in words, such as “1 min 5 s”',
  refusal: 'a time span has to be 0 or more',
  refuses: (input) => `${input} < 0`,
  steps: (input, setting, typed) => [
    `const units${typed ? ': readonly (readonly [string, number])[]' : ''} = [['h', 3600000], ['min', 60000], ['s', 1000], ['ms', 1]];`,
    `const pieces${typed ? ': string[]' : ''} = [];`,
    `let rest = ${input};`,
    'for (const [unit, size] of units) {',
    '  const count = Math.floor(rest / size);',
    '  rest -= count * size;',
    `  if (count > 0 && pieces.length < ${setting}) pieces.push(\`\${count} \${unit}\`);`,
    '}',
    "const text = pieces.length === 0 ? '0 s' : pieces.join(' ');",
  ],
  output: { name: 'text', type: 'string', good: "'1 s'" },
  detail: { name: 'pieces.length', type: 'number', good: '1' },
  python: timeSpanInPython,
};

const byteSize: Feature = {
  nouns: ['byte', 'size'],
  names: {
    'verb-first': ['format', 'byte', 'size'],
    'to-form': ['byte', 'size', 'to', 'text'],
    'thing-only': ['byte', 'size', 'text'],
  },
  input: { names: { letter: 'n', short: 'num', long: 'bytes' }, type: 'number', good: '2048', bad: '-1' },
  setting: { noun: 'digit', plural: 'digits', ...sizes([0, 0, 0], [1, 1, 2], [4, 3, 20]) },
  does: 'says a number of bytes in words, such as “2 kB”',
  refusal: 'a byte size has to be 0 or more',
  refuses: (input) => `${input} < 0`,
  steps: (input, setting) => [
    "const units = ['B', 'kB', 'MB', 'GB', 'TB'];",
    `let amount = ${input};`,
    'let step = 0;',
    'while (amount >= 1024 && step < units.length - 1) {',
    '  amount /= 1024;',
    '  step += 1;',
    '}',
    `const text = \`\${Number(amount.toFixed(${setting}))} \${units[step]}\`;`,
  ],
  output: { name: 'text', type: 'string', good: "'2 kB'" },
  detail: { name: 'step', type: 'number', good: '1' },
  python: byteSizeInPython,
};

const textExcerpt: Feature = {
  nouns: ['text', 'excerpt'],
  names: {
    'verb-first': ['cut', 'text', 'excerpt'],
    'to-form': ['text', 'to', 'text', 'excerpt'],
    'thing-only': ['text', 'excerpt', 'line'],
  },
  input: { names: { letter: 's', short: 'str', long: 'content' }, type: 'string', good: "'a word'", bad: "''" },
  setting: { noun: 'letter', plural: 'letters', ...sizes([24, 0, 40], [120, 41, 300], [2000, 301, 1e9]) },
  does: 'gives the beginning of a text for a list or a log, with dots where something is left out',
  refusal: 'a text excerpt needs a text',
  refuses: (input) => `${input}.length === 0`,
  steps: (input, setting) => [
    `const left = Math.max(0, ${input}.length - ${setting});`,
    `const text = left === 0 ? ${input} : \`\${${input}.slice(0, ${setting})}…\`;`,
  ],
  output: { name: 'text', type: 'string', good: "'a word'" },
  detail: { name: 'left', type: 'number', good: '0' },
  python: textExcerptInPython,
};

const itemBatch: Feature = {
  nouns: ['item', 'batch'],
  names: {
    'verb-first': ['build', 'item', 'batch', 'list'],
    'to-form': ['items', 'to', 'item', 'batch', 'list'],
    'thing-only': ['item', 'batch', 'list'],
  },
  input: {
    names: { letter: 'a', short: 'list', long: 'members' },
    type: 'readonly string[]',
    good: "['one']",
    bad: '[]',
  },
  setting: { noun: 'row', plural: 'rows', ...sizes([5, 1, 10], [50, 11, 200], [1000, 201, 1e9]) },
  does: 'splits a list into batches that are worked on one after the other',
  refusal: 'an item batch needs one item at least',
  refuses: (input) => `${input}.length === 0`,
  steps: (input, setting, typed) => [
    `const batches${typed ? ': string[][]' : ''} = [];`,
    `for (let at = 0; at < ${input}.length; at += ${setting}) batches.push(${input}.slice(at, at + ${setting}));`,
  ],
  output: { name: 'batches', type: 'string[][]', good: "[['one']]" },
  detail: { name: 'batches.length', type: 'number', good: '1' },
  python: itemBatchInPython,
};

export const helpers: readonly Feature[] = [timeSpan, byteSize, textExcerpt, itemBatch];
