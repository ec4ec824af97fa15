import type { SweRow } from './ownSweTasks';

export const moreSweTasks: readonly SweRow[] = [
  {
    title: 'Lines of the log',
    instruction: 'Nobody can read our log. Please make its lines better.',
    files: {
      'src/logLine.mjs':
        '/** A line of the log. @param entry {level, time, message, data} with time in milliseconds */\nexport function logLine(entry) {\n  return JSON.stringify(entry);\n}\n',
    },
    intents: [
      [
        3,
        'form of a line',
        'What should a line look like?',
        'look_like|form_of_a_line|format|layout|order',
        'Level in capitals, time, message, with one blank between.',
      ],
      [
        2,
        'times',
        'How are times to be written?',
        'times|timestamp|timestamps|time_zone|dates|iso',
        'In ISO form, in UTC, to the second: 2031-05-01T08:00:00Z.',
      ],
      [
        3,
        'secrets',
        'Is there anything that must not be in it?',
        'must_not|secrets|secret|passwords|password|sensitive|private|hide',
        'Values of data called password or token are written as ***.',
      ],
      [
        1,
        'data',
        'How is the data to be written?',
        'data_to_be|how_is_the_data|extra_fields|fields|key_value',
        'As key=value at the end, in the order they come.',
      ],
    ],
    goals: [
      [
        0.35,
        'Level, time, message',
        "const { logLine } = await load('src/logLine.mjs'); matches(logLine({ level: 'warn', time: 0, message: 'Too late' }), /^WARN \\S+ Too late$/); matches(logLine({ level: 'info', time: 5000, message: 'x' }), /^INFO \\S+ x$/);",
      ],
      [
        0.25,
        'Times to the second in UTC',
        "const { logLine } = await load('src/logLine.mjs'); matches(logLine({ level: 'info', time: 1000, message: 'x' }), / 1970-01-01T00:00:01Z /); matches(logLine({ level: 'info', time: 1999, message: 'x' }), / 1970-01-01T00:00:01Z /);",
      ],
      [
        0.25,
        'No secrets',
        "const { logLine } = await load('src/logLine.mjs'); const line = logLine({ level: 'info', time: 0, message: 'in', data: { password: 'hunter2', token: 'abc', name: 'Eve' } }); same(line.includes('hunter2') || line.includes('abc'), false); same(line.includes('***') && line.includes('Eve'), true);",
      ],
      [
        0.15,
        'Data as key=value',
        "const { logLine } = await load('src/logLine.mjs'); matches(logLine({ level: 'info', time: 0, message: 'm', data: { a: 1, b: 'x' } }), /m a=1 b=x$/); matches(logLine({ level: 'info', time: 0, message: 'm', data: {} }), /m$/);",
      ],
    ],
    reference: {
      'src/logLine.mjs':
        "const secret = new Set(['password', 'token']);\n\n/** A line of the log. @param entry {level, time, message, data} with time in milliseconds */\nexport function logLine({ level, time, message, data = {} }) {\n  const seconds = new Date(time).toISOString().replace(/\\.\\d+Z$/u, 'Z');\n  const fields = Object.entries(data).map(([key, value]) => `${key}=${secret.has(key) ? '***' : value}`);\n  return [level.toUpperCase(), seconds, message, ...fields].join(' ');\n}\n",
    },
  },
  {
    title: 'What is remembered',
    instruction: 'The cache of our server grows and grows. Do something about it.',
    files: {
      'src/cache.mjs':
        '/** Remembers values by their keys. */\nexport class Cache {\n  #values = new Map();\n\n  get(key) {\n    return this.#values.get(key);\n  }\n\n  set(key, value) {\n    this.#values.set(key, value);\n  }\n}\n',
    },
    intents: [
      [
        3,
        'how many entries',
        'How many entries may it have?',
        'how_many|entries|limit|maximum|capacity|size',
        'Three, unless the constructor is given another number.',
      ],
      [
        3,
        'which go',
        'Which entries should go first?',
        'which_entries|go_first|evict|evicted|oldest|least_recently|removed',
        'The one that was not read or written for longest.',
      ],
      [
        1,
        'knowing how full',
        'Should one be able to see how full it is?',
        'how_full|see_how|count|statistics|inspect|metrics',
        'Yes, by a property called size.',
      ],
    ],
    goals: [
      [
        0.35,
        'Three entries, or as many as are wanted',
        "const { Cache } = await load('src/cache.mjs'); const c = new Cache(); for (const k of ['a', 'b', 'c', 'd']) c.set(k, k); same([c.get('a') ?? null, c.get('d')], [null, 'd']); const two = new Cache(2); for (const k of ['a', 'b', 'c']) two.set(k, k); same([two.get('a') ?? null, two.get('b'), two.get('c')], [null, 'b', 'c']);",
      ],
      [
        0.45,
        'The least recently used goes',
        "const { Cache } = await load('src/cache.mjs'); const c = new Cache(); for (const k of ['a', 'b', 'c']) c.set(k, k); c.get('a'); c.set('d', 'd'); same([c.get('a') ?? null, c.get('b') ?? null], ['a', null]); const w = new Cache(2); w.set('a', 1); w.set('b', 2); w.set('a', 3); w.set('c', 4); same([w.get('a') ?? null, w.get('b') ?? null], [3, null]);",
      ],
      [
        0.2,
        'It tells its size',
        "const { Cache } = await load('src/cache.mjs'); const c = new Cache(); same(c.size, 0); c.set('a', 1); same(c.size, 1);",
      ],
    ],
    reference: {
      'src/cache.mjs':
        '/** Remembers values by their keys; what was not used for longest goes. */\nexport class Cache {\n  #values = new Map();\n  #most;\n\n  constructor(most = 3) {\n    this.#most = most;\n  }\n\n  get size() {\n    return this.#values.size;\n  }\n\n  get(key) {\n    if (!this.#values.has(key)) return undefined;\n    const value = this.#values.get(key);\n    this.set(key, value);\n    return value;\n  }\n\n  set(key, value) {\n    this.#values.delete(key);\n    this.#values.set(key, value);\n    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value);\n  }\n}\n',
    },
  },
  {
    title: 'Who may read',
    instruction: 'Somebody read a document that was none of their business. Please tighten this.',
    files: {
      'src/documents.mjs':
        '/** A document for a user. @param documents by id: {owner, shared, text} @param user {name, role} */\nexport function read(documents, id, user) {\n  return documents[id].text;\n}\n',
    },
    intents: [
      [
        3,
        'who may read',
        'Who may read a document?',
        'who_may|who_can|who_should|allowed|permission|permissions|roles',
        'Its owner, users with the role admin, and whoever is named in shared.',
      ],
      [
        3,
        'what others get',
        'What should others get?',
        'others_get|others|otherwise|refused|denied|error|throw',
        'Null, as if there were no such document; nothing is thrown.',
      ],
      [
        2,
        'documents that are gone',
        'What about ids that there are not?',
        'ids|unknown|missing|not_there|does_not_exist|gone',
        'Null too, also for names that every object has, like constructor.',
      ],
    ],
    goals: [
      [
        0.4,
        'Owner, admin and shared read',
        "const { read } = await load('src/documents.mjs'); const d = { a: { owner: 'eve', shared: ['bob'], text: 'T' } }; same(read(d, 'a', { name: 'eve', role: 'user' }), 'T'); same(read(d, 'a', { name: 'root', role: 'admin' }), 'T'); same(read(d, 'a', { name: 'bob', role: 'user' }), 'T'); same(read(d, 'a', { name: 'mallory', role: 'user' }) === 'T', false);",
      ],
      [
        0.35,
        'Others get null',
        "const { read } = await load('src/documents.mjs'); const d = { a: { owner: 'eve', shared: [], text: 'T' } }; same(read(d, 'a', { name: 'mallory', role: 'user' }), null); same(read(d, 'a', { name: 'mallory', role: 'guest' }), null);",
      ],
      [
        0.25,
        'Ids that there are not are null',
        "const { read } = await load('src/documents.mjs'); const d = { a: { owner: 'eve', shared: [], text: 'T' } }; same(read(d, 'b', { name: 'eve', role: 'admin' }), null); same(read(d, 'constructor', { name: 'eve', role: 'admin' }), null);",
      ],
    ],
    reference: {
      'src/documents.mjs':
        "/** A document for a user, or null. @param documents by id: {owner, shared, text} @param user {name, role} */\nexport function read(documents, id, user) {\n  if (!Object.hasOwn(documents, id)) return null;\n  const { owner, shared = [], text } = documents[id];\n  const may = owner === user.name || user.role === 'admin' || shared.includes(user.name);\n  return may ? text : null;\n}\n",
    },
  },
  {
    title: 'Weeks',
    instruction: 'The weeks in our calendar are numbered wrongly. Please repair that.',
    files: {
      'src/week.mjs':
        '/** Number of the week of a day. @param day ISO date */\nexport function week(day) {\n  const date = new Date(`${day}T00:00:00Z`);\n  const first = new Date(Date.UTC(date.getUTCFullYear(), 0, 1));\n  return Math.ceil((date - first) / 604800000);\n}\n',
    },
    intents: [
      [
        3,
        'which numbering',
        'By which rule are weeks numbered?',
        'which_rule|which_numbering|numbering|standard|iso|first_week|count',
        'As ISO 8601 has it: weeks begin on Monday, and week one has the first Thursday.',
      ],
      [
        2,
        'form of the result',
        'What should come out?',
        'come_out|result|output|return|format|form',
        'A text with the year of the week: 2031-W05.',
      ],
      [
        2,
        'bad dates',
        'What about days that are none?',
        'days_that|invalid|bad_dates|wrong_input|not_a_date|error|throw',
        'Throw a RangeError.',
      ],
    ],
    goals: [
      [
        0.5,
        'Weeks of ISO 8601',
        "const { week } = await load('src/week.mjs'); const n = (d) => Number(/(\\d+)$/.exec(String(week(d)))?.[1]); same([n('2024-12-30'), n('2027-01-01'), n('2026-06-15'), n('2020-12-31')], [1, 53, 25, 53]); same([n('2026-01-04'), n('2026-01-05')], [1, 2]);",
      ],
      [
        0.25,
        'Year and week as a text',
        "const { week } = await load('src/week.mjs'); same(week('2024-12-30'), '2025-W01'); same(week('2027-01-01'), '2026-W53');",
      ],
      [
        0.25,
        'No day is a RangeError',
        "const { week } = await load('src/week.mjs'); for (const day of ['2026-13-01', 'soon']) { let name = ''; try { week(day); } catch (error) { name = error.name; } same(name, 'RangeError'); }",
      ],
    ],
    reference: {
      'src/week.mjs':
        "/** Year and number of the week of a day, by ISO 8601. @param day ISO date @throws RangeError */\nexport function week(day) {\n  const date = new Date(`${day}T00:00:00Z`);\n  if (Number.isNaN(date.getTime())) throw new RangeError(`${day} is no day.`);\n  const thursday = new Date(date);\n  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));\n  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);\n  const number = Math.ceil(((thursday - first) / 86400000 + 1) / 7);\n  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;\n}\n",
    },
  },
];
