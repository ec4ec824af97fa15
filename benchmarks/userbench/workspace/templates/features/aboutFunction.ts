/** Functions that somebody wishes for beside a function that is there: its input, its records, its budget. */
import { sizes, type Feature } from './feature';
import { attemptsInPython, flagInPython, serialiserInPython, validationInPython } from './pythonForms';

/** Checks the text that a function of the repository is given. */
export function validation(word: string): Feature {
  return {
    nouns: [word, 'input'],
    names: {
      'verb-first': ['check', word, 'input'],
      'to-form': [word, 'input', 'to', 'text'],
      'thing-only': [word, 'input', 'text'],
    },
    input: { names: { letter: 's', short: 'raw', long: 'content' }, type: 'string', good: "' a '", bad: "''" },
    setting: {
      noun: 'letter',
      plural: 'letters',
      ...sizes([80, 1, 200], [2000, 201, 10_000], [200_000, 10_001, 1e12]),
    },
    does: `checks the text that goes into it, and gives it without blanks around it`,
    refusal: `${word} input has to be a text`,
    refuses: (input) => `${input}.trim().length === 0`,
    steps: (input, setting) => [
      `const text = ${input}.trim().slice(0, ${setting});`,
      `const lost = ${input}.length - text.length;`,
    ],
    output: { name: 'text', type: 'string', good: "'a'" },
    detail: { name: 'lost', type: 'number', good: '2' },
    python: validationInPython,
  };
}

/** Writes records as lines of text. */
export function serialiser(word: string): Feature {
  return {
    nouns: [word, 'record'],
    names: {
      'verb-first': ['write', word, 'record'],
      'to-form': [word, 'record', 'to', 'lines'],
      'thing-only': [word, 'record', 'lines'],
    },
    input: {
      names: { letter: 'r', short: 'rec', long: 'fields' },
      type: 'Readonly<Record<string, string | number | boolean>>',
      good: '{ a: 1 }',
      bad: '{}',
    },
    setting: { noun: 'line', plural: 'lines', ...sizes([8, 1, 15], [64, 16, 200], [4096, 201, 1e9]) },
    does: 'writes a flat record as lines of “name=value”, sorted by name',
    refusal: `a ${word} record needs one field at least`,
    refuses: (input) => `Object.keys(${input}).length === 0`,
    steps: (input, setting) => [
      `const entries = Object.entries(${input}).sort(([left], [right]) => (left < right ? -1 : 1));`,
      `const text = entries.slice(0, ${setting}).map(([key, each]) => \`\${key}=\${each}\`).join('\\n');`,
    ],
    output: { name: 'text', type: 'string', good: "'a=1'" },
    detail: { name: 'entries.length', type: 'number', good: '1' },
    python: serialiserInPython,
  };
}

/** How often something is tried. */
export function attempts(word: string): Feature {
  return {
    nouns: [word, 'budget'],
    names: {
      'verb-first': ['resolve', word, 'budget'],
      'to-form': ['wish', 'to', word, 'budget'],
      'thing-only': [word, 'budget', 'number'],
    },
    input: { names: { letter: 'n', short: 'want', long: 'wanted' }, type: 'number', good: '1', bad: '-1' },
    setting: { noun: 'attempt', plural: 'attempts', ...sizes([2, 1, 2], [4, 3, 6], [20, 7, 1e9]) },
    does: 'says how many attempts a call may take when somebody asks for a number of them',
    refusal: `a ${word} budget has to be 0 or more`,
    refuses: (input) => `${input} < 0`,
    steps: (input, setting) => [
      `const count = Math.min(Math.floor(${input}), ${setting});`,
      `const cut = Math.floor(${input}) - count;`,
    ],
    output: { name: 'count', type: 'number', good: '1' },
    detail: { name: 'cut', type: 'number', good: '0' },
    python: attemptsInPython,
  };
}

/** What one form of a flag looks like on the line, long and short. */
export interface FlagForm {
  readonly long: string;
  /** undefined: there is none. */
  readonly short: string | undefined;
}

/** Reads a flag of a command line that has a number. */
export function commandLineFlag(word: string, { long, short }: FlagForm): Feature {
  const isFlag = (name: string) =>
    [long, ...(short === undefined ? [] : [short])].map((each) => `${name} === '${each}'`).join(' || ');
  return {
    nouns: [word, 'flag'],
    names: {
      'verb-first': ['read', word, 'flag'],
      'to-form': ['words', 'to', word, 'flag'],
      'thing-only': [word, 'flag', 'number'],
    },
    input: {
      names: { letter: 'a', short: 'argv', long: 'commandLine' },
      type: 'readonly string[]',
      good: `['${long}', '1']`,
      bad: `['${long}', 'x']`,
    },
    setting: { noun: 'step', plural: 'steps', ...sizes([2, 1, 2], [4, 3, 6], [20, 7, 1e9]) },
    does: 'reads the flag from the words of a command line and gives its number, 0 where it is not there',
    refusal: `the ${word} flag needs a number`,
    prepare: (input) => [
      `const at = ${input}.findIndex((each) => ${isFlag('each')});`,
      `const wanted = at < 0 ? 0 : Number(${input}[at + 1]);`,
    ],
    refuses: () => 'Number.isNaN(wanted)',
    steps: (_input, setting) => [`const count = Math.min(wanted, ${setting});`],
    output: { name: 'count', type: 'number', good: '1' },
    detail: { name: 'at', type: 'number', good: '0' },
    python: flagInPython([long, ...(short === undefined ? [] : [short])]),
  };
}
