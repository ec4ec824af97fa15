import { moreSweTasks } from './moreSweTasks';
import type { SweTask } from './sweTasks';

type Row = Omit<SweTask, 'id' | 'intents' | 'goals'> & {
  readonly intents: readonly (readonly [
    importance: 1 | 2 | 3,
    description: string,
    inquiry: string,
    terms: string,
    answer: string,
  ])[];
  readonly goals: readonly (readonly [weight: number, statement: string, check: string])[];
};
export type SweRow = Row;

const rows: readonly Row[] = [
  {
    title: 'Addresses from titles',
    instruction: 'Titles of our articles make ugly addresses. Please fix it.',
    files: {
      'src/slug.mjs':
        "/** Address of an article by its title. */\nexport function slug(title) {\n  return title.toLowerCase().replaceAll(' ', '-');\n}\n",
      'test/slug.test.mjs':
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slug } from '../src/slug.mjs';\n\ntest('words', () => assert.equal(slug('Two Words'), 'two-words'));\n",
    },
    intents: [
      [
        3,
        'accents',
        'What is to become of letters with accents?',
        'accents|accent|umlaut|umlauts|diacritics|unicode|non_ascii',
        'Accents are dropped: é becomes e.',
      ],
      [
        2,
        'other signs',
        'What about signs that are no letters or digits?',
        'signs|punctuation|special_characters|symbols|spaces',
        'A run of anything else becomes one hyphen, and none at the ends.',
      ],
      [
        2,
        'length',
        'How long may an address be?',
        'how_long|length|longest|limit|maximum|characters_at_most',
        'At most forty characters, cut at a hyphen so that no word is broken.',
      ],
      [1, 'empty result', 'What if nothing is left?', 'nothing_is_left|empty|blank|fallback', 'Then it is “untitled”.'],
    ],
    goals: [
      [
        0.35,
        'Accents are dropped',
        "const { slug } = await load('src/slug.mjs'); same(slug('Café Olé'), 'cafe-ole'); same(slug('Über Ångström'), 'uber-angstrom');",
      ],
      [
        0.25,
        'Runs of other signs are one hyphen',
        "const { slug } = await load('src/slug.mjs'); same(slug('  What?! -- Yes... '), 'what-yes'); same(slug('a/b'), 'a-b');",
      ],
      [
        0.25,
        'Forty characters at most, at a hyphen',
        "const { slug } = await load('src/slug.mjs'); same(slug('one two three four five six seven eight nine ten'), 'one-two-three-four-five-six-seven-eight'); same(slug('Two Words'), 'two-words');",
      ],
      [
        0.15,
        'Nothing left is untitled',
        "const { slug } = await load('src/slug.mjs'); same(slug('?!'), 'untitled'); same(slug(''), 'untitled');",
      ],
    ],
    reference: {
      'src/slug.mjs':
        "/** Address of an article by its title. */\nexport function slug(title) {\n  const plain = title.normalize('NFKD').replaceAll(/\\p{M}/gu, '').toLowerCase();\n  let text = plain.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-+|-+$/gu, '');\n  while (text.length > 40) {\n    const at = text.lastIndexOf('-');\n    text = at < 0 ? text.slice(0, 40) : text.slice(0, at);\n  }\n  return text === '' ? 'untitled' : text;\n}\n",
    },
  },
  {
    title: 'A discount',
    instruction: 'Regular customers should get a discount in the shop. Please build it in.',
    files: {
      'src/cart.mjs':
        '/** What a cart costs in cents. @param items {price, count}[] @param customer {regular} */\nexport function total(items, customer = {}) {\n  return items.reduce((sum, { price, count }) => sum + price * count, 0);\n}\n',
    },
    intents: [
      [
        3,
        'size of the discount',
        'How large is the discount?',
        'how_large|how_much|percent|percentage|size_of_the_discount|amount',
        'Ten percent.',
      ],
      [
        3,
        'from which sum',
        'From which sum on does it hold?',
        'from_which_sum|minimum|threshold|at_least|from_what|which_carts',
        'For carts of fifty euros or more; below that there is none.',
      ],
      [2, 'rounding', 'How is it rounded?', 'rounded|round|rounding|cents', 'The total goes down to the whole cent.'],
      [
        1,
        'gift cards',
        'Is anything left out of it?',
        'left_out|excluded|except|exceptions|gift',
        'Items that are gift cards (gift: true) are never reduced, but count for the sum.',
      ],
    ],
    goals: [
      [
        0.35,
        'Ten percent for regular customers',
        "const { total } = await load('src/cart.mjs'); same(total([{ price: 10000, count: 1 }], { regular: true }), 9000); same(total([{ price: 10000, count: 1 }], { regular: false }), 10000); same(total([{ price: 10000, count: 1 }]), 10000);",
      ],
      [
        0.3,
        'From fifty euros on',
        "const { total } = await load('src/cart.mjs'); same(total([{ price: 5000, count: 1 }], { regular: true }), 4500); same(total([{ price: 4999, count: 1 }], { regular: true }), 4999);",
      ],
      [
        0.2,
        'Down to the cent',
        "const { total } = await load('src/cart.mjs'); same(total([{ price: 5555, count: 1 }], { regular: true }), 4999); same(total([{ price: 1111, count: 5 }], { regular: true }), 4999);",
      ],
      [
        0.15,
        'Gift cards are not reduced',
        "const { total } = await load('src/cart.mjs'); same(total([{ price: 3000, count: 1, gift: true }, { price: 2000, count: 1 }], { regular: true }), 4800); same(total([{ price: 6000, count: 1, gift: true }], { regular: true }), 6000);",
      ],
    ],
    reference: {
      'src/cart.mjs':
        '/** What a cart costs in cents. @param items {price, count, gift}[] @param customer {regular} */\nexport function total(items, customer = {}) {\n  const sum = (list) => list.reduce((all, { price, count }) => all + price * count, 0);\n  const whole = sum(items);\n  if (customer.regular !== true || whole < 5000) return whole;\n  const gifts = sum(items.filter(({ gift }) => gift === true));\n  return gifts + Math.floor(((whole - gifts) * 9) / 10);\n}\n',
    },
  },
  {
    title: 'Files from elsewhere',
    instruction: 'The import chokes on files that partners send us. Make it cope.',
    files: {
      'src/rows.mjs':
        "/** Rows of a table in text. */\nexport function rows(text) {\n  return text.split('\\n').map((line) => line.split(','));\n}\n",
    },
    intents: [
      [
        3,
        'separator',
        'Which separators do the files have?',
        'separator|separators|delimiter|delimiters|comma|semicolon',
        'Some have semicolons: where the first line has one, it separates.',
      ],
      [
        3,
        'quotes',
        'Are fields quoted?',
        'quotes|quoted|quoting|quotation',
        'Fields may stand in double quotes, with the separator inside; two quotes mean one.',
      ],
      [
        2,
        'line ends',
        'Which line ends and empty lines do they have?',
        'line_ends|line_endings|empty_lines|blank_lines|windows|crlf',
        'Some come from Windows, and empty lines are to be skipped.',
      ],
    ],
    goals: [
      [
        0.35,
        'Semicolons separate where the first line has one',
        "const { rows } = await load('src/rows.mjs'); same(rows('a;b\\n1;2'), [['a', 'b'], ['1', '2']]); same(rows('a,b\\n1,2'), [['a', 'b'], ['1', '2']]);",
      ],
      [
        0.4,
        'Quoted fields',
        "const { rows } = await load('src/rows.mjs'); same(rows('\"a,b\",c'), [['a,b', 'c']]); same(rows('\"say \"\"hi\"\"\",x'), [['say \"hi\"', 'x']]);",
      ],
      [
        0.25,
        'Windows and empty lines',
        "const { rows } = await load('src/rows.mjs'); same(rows('a,b\\r\\n\\r\\n1,2\\r\\n'), [['a', 'b'], ['1', '2']]); same(rows(''), []);",
      ],
    ],
    reference: {
      'src/rows.mjs':
        "/** Rows of a table in text. */\nexport function rows(text) {\n  const lines = text.split(/\\r?\\n/u).filter((line) => line !== '');\n  const separator = lines[0]?.includes(';') ? ';' : ',';\n  return lines.map((line) => fields(line, separator));\n}\n\nfunction fields(line, separator) {\n  const found = [];\n  let field = '';\n  let quoted = false;\n  for (let at = 0; at < line.length; at++) {\n    const char = line[at];\n    if (quoted && char === '\"' && line[at + 1] === '\"') {\n      field += '\"';\n      at++;\n    } else if (char === '\"') quoted = !quoted;\n    else if (char === separator && !quoted) {\n      found.push(field);\n      field = '';\n    } else field += char;\n  }\n  return [...found, field];\n}\n",
    },
  },
  {
    title: 'Patience',
    instruction: 'Our client gives up too fast when the service hiccups. Please make it more patient.',
    files: {
      'src/client.mjs':
        '/** Asks the service once. @param send does the request @param wait pauses for milliseconds */\nexport async function ask(send, wait) {\n  return send();\n}\n',
    },
    intents: [
      [
        3,
        'number of tries',
        'How often should it try?',
        'how_often|how_many|tries|attempts|retries|times',
        'Four times in all.',
      ],
      [
        2,
        'pauses',
        'How long should it wait in between?',
        'wait|pause|pauses|delay|backoff|in_between|interval',
        'A hundred milliseconds, and twice as long each time; none after the last.',
      ],
      [
        2,
        'which failures',
        'Which failures should be tried again?',
        'which_failures|which_errors|every_error|all_errors|retryable|permanent',
        'All but errors whose status is below 500: those go straight through.',
      ],
    ],
    goals: [
      [
        0.35,
        'Four tries, and the last error',
        "const { ask } = await load('src/client.mjs'); let tries = 0; await throws(() => ask(() => { tries++; throw new Error('x'); }, async () => {})); same(tries, 4); let later = 0; same(await ask(async () => { if (++later < 3) throw new Error('x'); return 'ok'; }, async () => {}), 'ok');",
      ],
      [
        0.35,
        'Pauses that double, none after the last',
        "const { ask } = await load('src/client.mjs'); const pauses = []; await throws(() => ask(async () => { throw new Error('x'); }, async (ms) => { pauses.push(ms); })); same(pauses, [100, 200, 400]);",
      ],
      [
        0.3,
        'Errors of the caller go through',
        "const { ask } = await load('src/client.mjs'); let tries = 0; await throws(() => ask(async () => { tries++; throw Object.assign(new Error('x'), { status: 404 }); }, async () => {})); same(tries, 1); let server = 0; await throws(() => ask(async () => { server++; throw Object.assign(new Error('x'), { status: 503 }); }, async () => {})); same(server, 4);",
      ],
    ],
    reference: {
      'src/client.mjs':
        '/** Asks the service, four times at most. @param send does the request @param wait pauses for milliseconds */\nexport async function ask(send, wait) {\n  for (let attempt = 1; ; attempt++) {\n    try {\n      return await send();\n    } catch (error) {\n      if (error.status < 500 || attempt === 4) throw error;\n      await wait(100 * 2 ** (attempt - 1));\n    }\n  }\n}\n',
    },
  },
];

/** Our own projects and wishes. */
export const ownSweTasks: readonly SweTask[] = [...rows, ...moreSweTasks].map(({ intents, goals, ...row }, at) => ({
  id: `swe-${at + 1}`,
  ...row,
  intents: intents.map(([importance, description, inquiry, terms, answer]) => ({
    ...{ importance, description, inquiry, terms, answer, options: [] },
  })),
  goals: goals.map(([weight, statement, check], place) => ({ id: `goal-${place + 1}`, weight, statement, check })),
}));
