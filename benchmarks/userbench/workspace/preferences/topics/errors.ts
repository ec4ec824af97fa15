/** What happens when something is wrong. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const builtIn = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ValueError',
  'Exception',
  'RuntimeError',
  'KeyError',
];

const errorStyle: Topic = {
  id: 'error-style',
  aspect: 'errors',
  title: 'how failure is told',
  scope: 'both',
  terms: ['error', 'fail', 'failure', 'invalid', 'wrong input', 'bad input', 'goes wrong', 'exception', 'handling'],
  values: [
    value(
      'throw',
      'it to throw one of the language’s own errors',
      [
        'If something is off, stop loudly and at once; the usual alarm is good enough.',
        'I would rather have the whole thing stop with the usual alarm than go on in silence.',
        'Silent trouble cost us a weekend. Ring the usual alarm and stop.',
      ],
      ['alarm', 'loud', 'stop', 'silen'],
      ['throw', 'throws', 'raise', 'built-in error', 'typeerror'],
    ),
    value(
      'own-class',
      'it to throw an error class of its own',
      [
        'Further up we have to tell our own mishaps from everybody else’s, and sorting by text is misery.',
        'Support wants to sort mishaps into bins, so ours should wear a uniform.',
        'I want to recognise our mishaps by their uniform when I sort them further up.',
      ],
      ['sort', 'uniform', 'mishap', 'bins', 'recognis'],
      ['own class', 'custom error', 'custom class', 'error class', 'subclass'],
    ),
    value(
      'nothing',
      'it to give nothing (undefined or None) when it cannot do its work',
      [
        'Callers here shrug and go on: an empty hand is answer enough.',
        'It is no drama when it does not work out; an empty hand tells me all.',
        'I do not want drama for a bit of odd data. Show me an empty hand and let me shrug.',
      ],
      ['shrug', 'empty', 'hand', 'drama'],
      ['undefined', 'null', 'none', 'nothing'],
    ),
    value(
      'result',
      'it to give a result object that says whether it worked',
      [
        'I never want a caller to be surprised by something flying up the stack; both outcomes belong on the table.',
        'Good and bad news should come in the same envelope, so that nobody forgets to look.',
        'We had too many surprises flying through three layers; put both outcomes into one envelope.',
      ],
      ['surpris', 'flying', 'envelope', 'outcome', 'table'],
      ['result object', 'result', 'ok', 'either'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    if (wanted === 'throw') return all(check('throwsClass', { subject, classes: builtIn }));
    if (wanted === 'own-class') return all(check('throwsClass', { subject, own: true }));
    return all(check('noThrow', { subject, gives: wanted === 'result' ? 'result' : 'nothing' }));
  },
};

const errorMessage: Topic = {
  id: 'error-message',
  aspect: 'errors',
  title: 'what a failure says',
  scope: 'both',
  terms: ['message', 'error message', 'wording', 'error text', 'say', 'code in the message', 'error code'],
  values: [
    value(
      'value',
      'failures to quote the value that was wrong',
      [
        'When I am called at night I want to see what came in, not to guess it.',
        'Logs without the culprit in them are useless to me at night.',
        'Show me the culprit itself: I debug from logs alone.',
      ],
      ['night', 'culprit', 'debug', 'logs', 'came in'],
      ['value', 'quote', 'include the value', 'interpolate'],
    ),
    value(
      'plain',
      'failures to say a plain sentence without the value',
      [
        'What customers type is private and must never end up in a file on our side.',
        'Privacy people read along; keep whatever was typed out of sight.',
        'We once leaked an address that way, so nothing private may show up there.',
      ],
      ['private', 'privacy', 'leak', 'customer', 'sight'],
      ['plain', 'fixed sentence', 'without the value', 'generic'],
    ),
    value(
      'code',
      'failures to begin with a stable code such as E_SOMETHING',
      [
        'Our help pages are looked up by a short key that never changes, whatever language people speak.',
        'People paste it into the search of our handbook; a stable key finds the page, sentences do not.',
        'Translators rewrite sentences every month, and only a key that stays put survives that.',
      ],
      ['key', 'handbook', 'translat', 'help', 'stable'],
      ['code', 'error code', 'identifier', 'e_'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const message = (['value', 'plain', 'code'] as const).find((each) => each === wanted) ?? 'plain';
    return all(check('throwsClass', { subject, message }));
  },
};

const classSuffix: Topic = {
  id: 'class-suffix',
  aspect: 'errors',
  title: 'last word of the class name',
  scope: 'both',
  terms: ['suffix', 'end in', 'class name', 'called', 'last word'],
  values: [
    value(
      'error',
      'the class name to end in “Error”',
      [
        'Keep to the usual last word, so that nobody has to look it up.',
        'I like the usual: people and linters know what it is by its tail.',
        'Linters look at the tail of a name, and the usual tail keeps them quiet.',
      ],
      ['usual', 'tail', 'linter'],
      ['error'],
    ),
    value(
      'exception',
      'the class name to end in “Exception”',
      [
        'Half of us come from the JVM, and the word from there is what we search for.',
        'On the JVM there was another word, and my fingers still type it.',
        'Our old service on the JVM logs the same under its word; both should match.',
      ],
      ['jvm'],
      ['exception'],
    ),
    value(
      'failure',
      'the class name to end in “Failure”',
      [
        'To me it is an outcome that was to be expected, so pick a calmer word.',
        'Calmer words, please: some things simply do not work out, and that was expected.',
        'It is expected now and then; the word should be calmer than an alarm.',
      ],
      ['calmer', 'expected'],
      ['failure'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('identifierMatches', { subject, pattern: `-${wanted}$` })),
};

const errorBase: Topic = {
  id: 'error-base',
  aspect: 'errors',
  title: 'what the class extends',
  scope: 'script',
  terms: ['extend', 'extends', 'base class', 'subclass', 'inherit', 'parent'],
  values: [
    value(
      'Error',
      'the class to extend Error itself',
      [
        'Nobody should catch it by accident together with something else, so hang it at the very root.',
        'At the root it shares its catch block with nobody.',
        'Family ties led to accidents: hang it straight at the root.',
      ],
      ['root', 'accident'],
      ['error itself', 'plain error'],
    ),
    value(
      'TypeError',
      'the class to extend TypeError',
      [
        'Whoever handles wrong kinds of things today should handle this one as well without a change.',
        'It is about the wrong kind of thing, and old handlers for that should see it.',
        'Old handlers look for wrong kinds, and they must go on working.',
      ],
      ['kind'],
      ['typeerror', 'type error'],
    ),
    value(
      'RangeError',
      'the class to extend RangeError',
      [
        'It is about things that are beyond what is allowed, and old handlers for that should see it.',
        'Too much or too little, beyond the fence: whoever handles that today should handle this.',
        'We treat everything beyond the fence alike, and this lies beyond it.',
      ],
      ['beyond', 'fence'],
      ['rangeerror', 'range error'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('signature', { subject, extends: wanted })),
};

const errorDetail: Topic = {
  id: 'error-detail',
  aspect: 'errors',
  title: 'what it carries beside its text',
  scope: 'both',
  terms: ['field', 'fields', 'carry', 'property', 'detail', 'information', 'beside the message', 'attach'],
  values: [
    value(
      'code',
      'it to carry a `code` beside its message',
      [
        'Dashboards group by something short that never changes.',
        'I group them on a dashboard, and sentences make bad groups.',
        'Something short for the dashboard, please, the same in every language.',
      ],
      ['dashboard', 'group', 'short'],
      ['code'],
    ),
    value(
      'path',
      'it to carry the `path` of what was wrong beside its message',
      [
        'I have to point at the very spot in a big input, down to the last bracket.',
        'Somebody will draw a red squiggle, so they need the spot.',
        'The spot is what matters: where in the input, how deep.',
      ],
      ['spot', 'squiggle', 'deep'],
      ['path', 'location'],
    ),
    value(
      'details',
      'it to carry an object of `details` beside its message',
      [
        'Everything that was known at that moment should be in the bag, we sort it later.',
        'Give me the whole bag, I do not know yet what I will need.',
        'The whole bag, whatever was at hand; tools will dig through it.',
      ],
      ['bag', 'whole', 'everything'],
      ['details', 'data', 'context'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('signature', { subject, has: [wanted] })),
};

const pythonBase: Topic = {
  id: 'error-base',
  aspect: 'errors',
  title: 'what the class is derived from',
  scope: 'python',
  terms: ['derive', 'base class', 'subclass', 'inherit', 'parent'],
  values: [
    value(
      'Exception',
      'the class derived from Exception itself',
      [
        'Nobody should catch it by accident together with something else, so hang it at the very root.',
        'At the root it shares its block with nobody.',
        'Family ties led to accidents: hang it straight at the root.',
      ],
      ['root', 'accident'],
      ['exception itself', 'plain exception'],
    ),
    value(
      'ValueError',
      'the class derived from ValueError',
      [
        'It is the right sort of thing with the wrong content, and old handlers for that should see it.',
        'Old handlers look for wrong content, and they must go on working.',
        'Whoever handles wrong content today should handle this one as well.',
      ],
      ['content'],
      ['valueerror', 'value error'],
    ),
    value(
      'LookupError',
      'the class derived from LookupError',
      [
        'To me something was searched for and not there, and old handlers for that should see it.',
        'Somebody searched in vain: whoever handles that today should handle this.',
        'We treat every search in vain alike, and this is one.',
      ],
      ['search', 'vain'],
      ['lookuperror', 'lookup error'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('signature', { subject, extends: wanted })),
};

export const errorTopics: readonly Topic[] = [
  errorStyle,
  errorMessage,
  classSuffix,
  errorBase,
  pythonBase,
  errorDetail,
];
