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

export const errorTopics: readonly Topic[] = [errorStyle, errorMessage];
