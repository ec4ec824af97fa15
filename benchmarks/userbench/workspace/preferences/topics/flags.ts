/** Flags of a command line. */
import { inCase } from '../../code/words';
import type { Topic } from '../types';
import { all, check, value } from './topic';

const form: Topic = {
  id: 'flag-form',
  aspect: 'naming',
  title: 'spelling of the flag',
  scope: 'both',
  terms: ['flag', 'switch', 'option', 'spelt', 'spelling', 'flag name', 'dashes'],
  values: [
    value(
      'kebab',
      'the flag in kebab-case (--two-words)',
      [
        'My fingers grew up with the old Unix tools, and all of them put a stroke between words.',
        'It has to feel like an old Unix tool, strokes and all.',
        'Old Unix people should feel at home on the line.',
      ],
      ['unix'],
      ['kebab', 'kebab-case', 'hyphen', 'dash'],
    ),
    value(
      'camel',
      'the flag in camelCase (--twoWords)',
      [
        'The settings file has the same thing with humps, and I paste from one to the other.',
        'Whatever I paste from the settings file should work on the line, humps included.',
        'I paste between file and line all day, so let both have humps.',
      ],
      ['paste', 'hump'],
      ['camel', 'camelcase'],
    ),
    value(
      'snake',
      'the flag in snake_case (--two_words)',
      [
        'A job scheduler writes the line for us, and it only knows low bars.',
        'The scheduler turns column names into the line, low bars and all.',
        'Low bars, or our scheduler trips over it.',
      ],
      ['scheduler', 'low bar'],
      ['snake', 'underscore'],
    ),
  ],
  predicates: (wanted, { subject, flag = [] }) => {
    const name = inCase(flag, (['kebab', 'camel', 'snake'] as const).find((each) => each === wanted) ?? 'kebab');
    // On the line with two dashes, or as a key of a parser's options.
    const pattern = `['"\`]--${name}(?=['"\`=\\s])|(?:['"\`]${name}['"\`]|\\b${name})\\s*:\\s*\\{`;
    return all(check('codeUses', { subject, pattern }));
  },
};

const short: Topic = {
  id: 'flag-short',
  aspect: 'naming',
  title: 'short form of the flag',
  scope: 'both',
  terms: ['short', 'short form', 'letter', 'alias', 'abbreviation', 'single letter'],
  values: [
    value(
      'none',
      'no short form of the flag',
      [
        'We fight over every one of those here; stay out of it.',
        'Nobody should have to fight for a seat in that tiny alphabet.',
        'Another fight over the alphabet is the last thing I want.',
      ],
      ['fight'],
      ['no short form', 'none', 'long only'],
    ),
    value(
      'lower',
      'a short form of the flag in lower case: the first letter of its name',
      [
        'I type it forty times a day, and my fingers are lazy.',
        'Lazy fingers: give them something tiny.',
        'My lazy fingers never leave the row.',
      ],
      ['lazy', 'finger'],
      ['lower case', 'lower', 'small letter'],
    ),
    value(
      'upper',
      'a short form of the flag as a capital: the first letter of its name',
      [
        'The wrapper around us took every tiny one, so take a big one.',
        'A wrapper swallows the tiny ones before we see them.',
        'Our wrapper lets only big ones through.',
      ],
      ['wrapper'],
      ['upper case', 'upper', 'capital'],
    ),
  ],
  predicates: (wanted, { subject, flag = [] }) => {
    const letter = (flag[0] ?? 'x').charAt(0);
    const any = (letters: string) => `['"\`]-${letters}['"\`]|short:\\s*['"\`]${letters}['"\`]`;
    if (wanted === 'none') return all(check('codeUses', { subject, pattern: any('[A-Za-z]'), absent: true }));
    return all(
      check('codeUses', { subject, pattern: any(wanted === 'upper' ? letter.toUpperCase() : letter.toLowerCase()) }),
    );
  },
};

export const flagTopics: readonly Topic[] = [form, short];
