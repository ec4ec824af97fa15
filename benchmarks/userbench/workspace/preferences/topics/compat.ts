/** What becomes of an old name. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const oldName: Topic = {
  id: 'old-name',
  aspect: 'compat',
  title: 'what becomes of the old name',
  scope: 'script',
  terms: [
    'old name',
    'alias',
    'deprecate',
    'deprecated',
    'deprecation',
    'warning',
    'keep',
    'compatibility',
    'backwards',
  ],
  values: [
    value(
      'tagged',
      'the old name kept as an alias with a @deprecated tag',
      [
        'Editors strike such things through, and that hint is as much as I dare to give people.',
        'A line through it in the editor is hint enough; nothing may be printed.',
        'I want a hint while people write, and silence while it runs.',
      ],
      ['hint', 'strike', 'editor', 'line through'],
      ['@deprecated', 'deprecated tag', 'jsdoc tag'],
    ),
    value(
      'warns',
      'the old name kept as a function that warns when it is called',
      [
        'Nobody reads notes; they move when something shows up in their terminal.',
        'People only move once their terminal complains.',
        'Let their terminal nag them a little, that has always worked.',
      ],
      ['terminal', 'nag', 'complain', 'notes'],
      ['warn', 'warning', 'warns', 'console.warn', 'emitwarning'],
    ),
    value(
      'silent',
      'the old name kept as it is, without a mark or a warning',
      [
        'We promised a customer peace for ten years, and both spellings are first class.',
        'Both are first class to me; leave people in peace.',
        'Peace is what I want: nobody should feel scolded for the way they spell it.',
      ],
      ['peace', 'first class', 'scold', 'both'],
      ['silent', 'plain alias', 'without warning', 'unmarked'],
    ),
  ],
  predicates: (wanted, { place }) => {
    const globs = [`**/*${place.extension}`];
    const tagged = (absent?: true) => check('docMentions', { globs, words: ['@deprecated'], absent });
    const warns = (absent?: true) =>
      check('docMentions', { globs, words: ['emitwarning(|console.warn(|warnings.warn('], absent });
    if (wanted === 'tagged') return all(tagged(), warns(true));
    return wanted === 'warns' ? all(warns()) : all(tagged(true), warns(true));
  },
};

const aliasPlace: Topic = {
  id: 'alias-place',
  aspect: 'compat',
  title: 'where the old name lives on',
  scope: 'script',
  terms: ['where', 'file', 'alias live', 'old name live', 'place', 'folder', 'put the alias'],
  values: [
    value(
      'same-file',
      'the old name in the same file as the new one',
      [
        'Old and new are twins, and I want to see both in one look.',
        'Twins stay together: one look, one screen.',
        'I do not want to hunt for the twin elsewhere.',
      ],
      ['twin', 'look', 'screen'],
      ['same file', 'same module'],
    ),
    value(
      'compat-file',
      'the old name in a file for old names beside the module',
      [
        'On the day we clean up I want to throw away one thing next door and be done.',
        'There should be a bin next door that we empty on cleaning day.',
        'Cleaning day comes; a bin next door makes it easy.',
      ],
      ['clean', 'bin', 'next door', 'throw'],
      ['compat file', 'deprecated file', 'legacy file', 'own file'],
    ),
    value(
      'compat-folder',
      'the old name in a folder for old names',
      [
        'We keep a museum for things of the past, with a room for each.',
        'A museum with its own rooms is where the past belongs.',
        'I would send it to the museum, there is enough of the past to fill a few rooms.',
      ],
      ['museum', 'past', 'rooms'],
      ['compat folder', 'deprecated folder', 'legacy folder'],
    ),
  ],
  predicates: (wanted, { place, subject }) => {
    const names = '*[cC]ompat*|*[dD]eprecat*|*[lL]egacy*';
    const old = check('pathExists', { glob: `**/@(${names})${place.extension}`, added: true, absent: true });
    const folder = check('pathExists', { glob: `**/@(${names})/*${place.extension}`, added: true, absent: true });
    if (wanted === 'same-file')
      return all(old, folder, check('pathUnder', { subject, globs: [place.module], existing: true }));
    const glob = wanted === 'compat-file' ? `**/@(${names})${place.extension}` : `**/@(${names})/*${place.extension}`;
    return all(check('pathExists', { glob, added: true }));
  },
};

const removalNote: Topic = {
  id: 'removal-note',
  aspect: 'compat',
  title: 'what is said about its end',
  scope: 'script',
  terms: ['removal', 'remove', 'removed', 'end', 'when', 'go away', 'gone', 'next major', 'date'],
  values: [
    value(
      'major',
      'a note in the code that the old way goes in the next major version',
      [
        'Our users live by version numbers and expect breaks only when the first of them changes.',
        'Breaks are fine when the first number goes up, and people should be told so.',
        'The first number is a promise; name it as the moment.',
      ],
      ['number', 'first', 'breaks'],
      ['major', 'next major', 'major version'],
    ),
    value(
      'date',
      'a note in the code that the old way goes at the end of 2027',
      [
        'Managers plan by the calendar; give them a day to write down.',
        'A calendar day is what people can plan with.',
        'Tell them when in the calendar, they plan far ahead.',
      ],
      ['calendar', 'plan', 'day'],
      ['date', '2027', 'year'],
    ),
    value(
      'none',
      'no word in the code about when the old way goes',
      [
        'I never threaten with things that I may not do in the end.',
        'Do not threaten; we may well change our mind.',
        'Threats that nobody carries out make us look silly.',
      ],
      ['threat', 'mind', 'silly'],
      ['no note', 'no date', 'nothing about removal'],
    ),
  ],
  predicates: (wanted, { place }) => {
    const globs = [`**/*${place.extension}`];
    const says = (words: readonly string[], absent?: true) => check('docMentions', { globs, words, absent });
    const [major, date] = ['major version|next major', '2027|2028'];
    if (wanted === 'major') return all(says([major]));
    return wanted === 'date' ? all(says([date])) : all(says([major], true), says([date], true));
  },
};

const oldImport: Topic = {
  id: 'old-import',
  aspect: 'compat',
  title: 'what becomes of the old import',
  scope: 'script',
  terms: ['old import', 'old path', 'old module', 'import it from', 'importers', 'deprecate', 'compatibility'],
  values: [
    value(
      'silent',
      'the old module to pass it on as it is, without a mark or a warning',
      [
        'Both doors lead into the same room, and nobody should care which one they take.',
        'There is no sign on the old door: people have used it for years.',
        'The old door stays open, and nobody nails anything to it.',
      ],
      ['door'],
      ['silent', 'unmarked', 're-export', 'as it is'],
    ),
    value(
      'tagged',
      'the old module to pass it on with a @deprecated tag',
      [
        'A pencil line that shows while typing is enough.',
        'I like pencil: seen while typing, never heard.',
        'Pencil for those who read, nothing for those who run.',
      ],
      ['pencil'],
      ['@deprecated', 'deprecated tag', 'tag'],
    ),
    value(
      'warns',
      'the old module to keep a function that warns when it is called',
      [
        'I want the old path to squeak when somebody walks on it.',
        'A squeaking floor board is what makes people take the other way.',
        'Let it squeak, quietly but every time.',
      ],
      ['squeak'],
      ['warn', 'warning', 'warns', 'console.warn'],
    ),
  ],
  predicates: (wanted, context) => oldName.predicates(wanted, context),
};

export const compatTopics: readonly Topic[] = [oldName, aliasPlace, removalNote, oldImport];
