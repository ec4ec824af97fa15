/** What is written down while a program runs. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const call = '(?:\\.(?:debug|info|warn(?:ing)?)|\\bprint)\\(\\s*';
const quote = 'f?([\'"`])';

const target: Topic = {
  id: 'log-target',
  aspect: 'api',
  title: 'what it logs through',
  scope: 'script',
  terms: ['logger', 'log to', 'log through', 'logging', 'where', 'output'],
  values: [
    value(
      'console',
      'it to log by the console',
      [
        'I look at a terminal all day, and what shows up there is all that I need.',
        'No machinery, please: a terminal is where I read it.',
        'A terminal and my eyes, that is the whole set-up here.',
      ],
      ['terminal'],
      ['console', 'console.log'],
    ),
    value(
      'injected',
      'the logger to come in as a last parameter called `log`',
      [
        'My checks want to listen in, so whoever calls should hand over the ears.',
        'Callers bring their own ears; it is not for this thing to choose who may listen.',
        'Each caller listens for itself, with ears of its own.',
      ],
      ['listen', 'ears'],
      ['injected', 'parameter', 'passed in', 'argument'],
    ),
    value(
      'own-module',
      'it to log through a module called `log`',
      [
        'One day all of it flows to a collector, and I want to turn a single tap then.',
        'There should be one tap for the whole house.',
        'Give me a tap that I can close in one spot.',
      ],
      ['tap'],
      ['own module', 'log module', 'module'],
    ),
  ],
  predicates: (wanted, { subject, place }) => {
    if (wanted === 'injected') return all(check('signature', { subject, has: ['log'] }));
    if (wanted === 'console') return all(check('codeUses', { subject, pattern: '\\bconsole\\.\\w+\\(' }));
    const specifier = '(?:^|/)log(?:ger|ging)?(?:\\.[cm]?[jt]s)?$';
    return all(check('importsFrom', { glob: `**/*${place.extension}`, specifier }));
  },
};

const pythonTarget: Topic = {
  ...target,
  scope: 'python',
  values: [
    value(
      'print',
      'it to print the line',
      [
        'I look at a terminal all day, and what shows up there is all that I need.',
        'No machinery, please: a terminal is where I read it.',
        'A terminal and my eyes, that is the whole set-up here.',
      ],
      ['terminal'],
      ['print', 'stdout'],
    ),
    target.values.find((each) => each.value === 'injected')!,
    value(
      'module-logger',
      'it to log by a logger of the module called `logger`',
      [
        'One day all of it flows to a collector, and I want to turn a single tap for each part then.',
        'There should be one tap for each room of the house.',
        'Give me a tap that I can close room by room.',
      ],
      ['tap'],
      ['module logger', 'getlogger', 'logging module', 'module'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    if (wanted === 'injected') return all(check('signature', { subject, has: ['log'] }));
    return all(check('codeUses', { subject, pattern: wanted === 'print' ? '\\bprint\\(' : '\\blogger\\.\\w+\\(' }));
  },
};

const level: Topic = {
  id: 'log-level',
  aspect: 'api',
  title: 'level of the log',
  scope: 'both',
  terms: ['level', 'severity', 'log level', 'how loud', 'importance'],
  values: [
    value(
      'debug',
      'it logged at level debug',
      [
        'Only who goes hunting for a fault should ever see it.',
        'Silence on ordinary days; a hunter can switch it on.',
        'It is for hunts, not for every day.',
      ],
      ['hunt'],
      ['debug', 'trace', 'verbose'],
    ),
    value(
      'info',
      'it logged at level info',
      [
        'It belongs in the diary of whoever runs it.',
        'People who run it keep a diary, and this is a line of it.',
        'There is a diary for each day, and this should be in it.',
      ],
      ['diary'],
      ['info', 'information'],
    ),
    value(
      'warn',
      'it logged at level warn',
      [
        'Somebody should raise an eyebrow when it happens.',
        'I want eyebrows to go up, though nobody has to get out of bed.',
        'An eyebrow, no more and no less.',
      ],
      ['eyebrow'],
      ['warn', 'warning'],
    ),
  ],
  predicates: (wanted, { subject }) =>
    all(check('codeUses', { subject, pattern: `\\.${wanted}${wanted === 'warn' ? '(?:ing)?' : ''}\\(` })),
};

const text: Topic = {
  id: 'log-text',
  aspect: 'api',
  title: 'how a log line begins',
  scope: 'both',
  terms: ['message', 'log line', 'wording', 'text', 'line begin', 'begins', 'phrase'],
  values: [
    value(
      'function-first',
      'the log line to begin with the name of the function',
      [
        'When I find a line I want to jump straight to where it was born.',
        'Birthplace first: where was this line born?',
        'A line without its birthplace costs me minutes.',
      ],
      ['born', 'birthplace'],
      ['function name', 'name of the function', 'prefix'],
    ),
    value(
      'event-key',
      'the log line to begin with a key of small letters with dots, such as a.b.called',
      [
        'Our counters go by labels, and a label never changes its spelling.',
        'I have a wall of counters; labels are what it knows.',
        'Counters choke on anything but labels.',
      ],
      ['counter', 'label'],
      ['event key', 'key', 'dotted', 'event name'],
    ),
    value(
      'sentence',
      'the log line to be a sentence that begins with a capital',
      [
        'My colleagues in support read it over breakfast, so talk to them like people.',
        'It is read over breakfast by people who never saw the code.',
        'Breakfast reading: it should sound like somebody talking.',
      ],
      ['breakfast'],
      ['sentence', 'plain sentence', 'prose'],
    ),
  ],
  predicates: (wanted, { subject, place }) => {
    const begins = {
      'function-first': `${place.function}\\b`,
      'event-key': `[a-z]+(?:\\.[a-z]+)+(?=['"\`\\s])`,
      sentence: `(?!${place.function}\\b)[A-Z][^'"\`]* `,
    }[wanted];
    return all(check('codeUses', { subject, pattern: `${call}${quote}${begins ?? ''}` }));
  },
};

const data: Topic = {
  id: 'log-data',
  aspect: 'api',
  title: 'what a log line carries',
  scope: 'both',
  terms: ['data', 'details', 'argument', 'carry', 'come along', 'include', 'input'],
  values: [
    value(
      'fields',
      'the first argument in an object behind the text of the log line',
      [
        'Put it into drawers that a program can pull out.',
        'I filter by drawer, never by reading.',
        'Drawers, so that a query can pull out one thing.',
      ],
      ['drawer'],
      ['fields', 'object', 'structured'],
    ),
    value(
      'inline',
      'the first argument inside of the text of the log line',
      [
        'I read from left to right and want no appendix.',
        'No appendix: what matters stands where I am reading.',
        'One thing to read from left to right, with all that belongs to it.',
      ],
      ['left to right', 'appendix'],
      ['inline', 'in the text', 'interpolated', 'template'],
    ),
    value(
      'nothing',
      'the log line without any argument in it',
      [
        'What people feed us is none of our business and must not be kept.',
        'Auditors came once over what people had fed us.',
        'Whatever people feed it stays secret.',
      ],
      ['feed', 'fed us'],
      ['nothing', 'no data', 'text only', 'without data'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const pattern = {
      fields: `${call}${quote}(?:(?!\\1)[^\\n])*\\1\\s*,\\s*(?:extra\\s*=\\s*)?\\{`,
      inline: `${call}(?:\`[^\`]*\\$\\{|f["'][^"']*\\{)`,
      nothing: `${call}(['"\`])(?:(?!\\1|\\$\\{)[^\\n])*\\1\\s*\\)`,
    }[wanted];
    return all(check('codeUses', { subject, pattern: pattern ?? call }));
  },
};

export const loggingTopics: readonly Topic[] = [target, pythonTarget, level, text, data];
