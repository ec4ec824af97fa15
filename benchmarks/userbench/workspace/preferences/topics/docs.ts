/** What is said beside the code. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const pages = ['{README,readme,Readme}*', 'docs/**/*.md', 'doc/**/*.md'];
const fragments = '{.changeset,changes,changelog.d,newsfragments}/*.md';

const docsPlace: Topic = {
  id: 'docs-place',
  aspect: 'docs',
  title: 'where it is documented',
  scope: 'both',
  terms: ['document', 'documentation', 'documented', 'docs', 'where', 'readme', 'page', 'write about'],
  values: [
    value(
      'readme',
      'a section about it in the README',
      [
        'People meet us on the front door of the repository, and most of them never go further.',
        'What is not on the front door does not exist for our users.',
        'Visitors stop at the front door; tell them there.',
      ],
      ['front', 'door', 'visitor', 'meet'],
      ['readme'],
    ),
    value(
      'docs-folder',
      'a page about it in the docs folder',
      [
        'Our site is made of single pages that the writers edit without touching the rest.',
        'The writers publish a site from their own corner, and that is where it belongs.',
        'Each topic gets an address of its own on our site, the writers see to that.',
      ],
      ['site', 'writer', 'corner', 'address'],
      ['docs folder', 'docs page', 'separate page'],
    ),
    value(
      'comment',
      'it explained in the comment above it only',
      [
        'I hover over things and read what my editor shows; everything else goes stale.',
        'What lies away from the code goes stale within a month here.',
        'My editor shows it when I hover, and that is as far as I look.',
      ],
      ['hover', 'editor', 'stale'],
      ['comment', 'doc comment', 'docstring', 'jsdoc'],
    ),
  ],
  predicates: (wanted, { nouns, place }) => {
    if (wanted === 'readme') return all(check('docMentions', { globs: ['{README,readme,Readme}*'], words: nouns }));
    if (wanted === 'docs-folder') {
      return all(check('docMentions', { globs: ['docs/**', 'doc/**'], words: nouns }));
    }
    return all(
      check('docMentions', { globs: [`**/*${place.extension}`], words: nouns, form: 'comment' }),
      check('untouched', { globs: pages }),
    );
  },
};

const changelog: Topic = {
  id: 'changelog',
  aspect: 'docs',
  title: 'the changelog',
  scope: 'both',
  terms: ['changelog', 'change log', 'release note', 'release notes', 'changes', 'history', 'entry'],
  values: [
    value(
      'entry',
      'an entry in the changelog',
      [
        'Somebody upgrades us every Monday and reads one long list before doing so.',
        'Those who upgrade read one long list, and they complain when something is missing.',
        'On Mondays I read that list aloud in the meeting, and not a word may be missing.',
      ],
      ['upgrade', 'monday', 'list', 'missing'],
      ['entry', 'changelog entry', 'line in the changelog'],
    ),
    value(
      'fragment',
      'a fragment file for the changelog instead of an entry',
      [
        'Five of us edit the same lines every day, and I am tired of conflicts when merging.',
        'Merging is a nightmare where everyone writes into the same spot; a robot can glue it together.',
        'A robot glues the pieces together on release day, so that merging never hurts.',
      ],
      ['merg', 'conflict', 'robot', 'glue'],
      ['fragment', 'changeset', 'news fragment'],
    ),
    value(
      'none',
      'nothing in the changelog',
      [
        'It is internal plumbing, and nobody outside should be bothered with it.',
        'Outsiders need not hear about our plumbing.',
        'We write such news ourselves at the very end; plumbing is not news.',
      ],
      ['plumbing', 'internal', 'outsid', 'news'],
      ['no entry', 'nothing', 'no changelog'],
    ),
  ],
  predicates: (wanted, { nouns, place }) => {
    const glob = place.changelog;
    if (wanted === 'entry') return all(check('changelogEntry', { glob, words: nouns }));
    if (wanted === 'fragment') return all(check('pathExists', { glob: fragments, added: true }));
    return all(
      check('changelogEntry', { glob, words: nouns, absent: true }),
      check('pathExists', { glob: fragments, added: true, absent: true }),
    );
  },
};

const example: Topic = {
  id: 'example',
  aspect: 'docs',
  title: 'form of the explanation',
  scope: 'both',
  terms: ['example', 'code block', 'snippet', 'prose', 'points', 'bullet', 'explain', 'style of'],
  values: [
    value(
      'fence',
      'an example of code in the documentation',
      [
        'I copy the first grey box that I see, run it, and read afterwards.',
        'Most of us learn by copying a grey box and changing it.',
        'Show, do not tell: something I can copy and run.',
      ],
      ['copy', 'box', 'grey', 'show'],
      ['code block', 'code example', 'snippet', 'fence'],
    ),
    value(
      'list',
      'the documentation in short points',
      [
        'I skim on my phone between two stops, so short breaths under each other.',
        'People skim; give their eyes steps to climb down.',
        'My eyes skim down the left edge, and every thought should begin there.',
      ],
      ['skim', 'eyes', 'steps', 'phone'],
      ['list', 'points', 'bullets'],
    ),
    value(
      'prose',
      'the documentation as a paragraph of sentences',
      [
        'Have it read aloud by a screen reader once and you will know what flows and what does not.',
        'It should flow like a letter to a friend.',
        'Write it as a letter: it has to flow when it is read aloud.',
      ],
      ['flow', 'letter', 'friend', 'aloud'],
      ['prose', 'paragraph', 'sentences'],
    ),
  ],
  predicates: (wanted, { nouns }) => {
    const form = (['fence', 'list', 'prose'] as const).find((each) => each === wanted) ?? 'prose';
    if (form !== 'fence') return all(check('docMentions', { globs: pages, words: nouns, form }));
    return all(check('docMentions', { globs: pages, words: [], form }));
  },
};

const commentDetail: Topic = {
  id: 'comment-detail',
  aspect: 'docs',
  title: 'detail of the doc comment',
  scope: 'both',
  terms: ['comment', 'doc comment', 'jsdoc', 'docstring', 'param', 'tags', 'detail'],
  values: [
    value(
      'tags',
      'a doc comment that describes every parameter and the result',
      [
        'Our reference book is built by a program that wants every single part told.',
        'A program builds our reference book and stops when one part is not told.',
        'The reference book has a column for each part, and gaps look shabby.',
      ],
      ['reference', 'book', 'program', 'column'],
      ['tags', '@param', 'every parameter'],
    ),
    value(
      'line',
      'a doc comment of one line',
      [
        'One breath about why it exists, then get out of my way.',
        'I give you one breath, that is all I will read.',
        'A whisper in one breath is enough for me.',
      ],
      ['breath', 'whisper', 'way'],
      ['one line', 'one sentence', 'single line'],
    ),
    value(
      'none',
      'no comment on it at all',
      [
        'A good name speaks for itself, and everything beside it starts to lie sooner or later.',
        'Words beside code lie sooner or later; let the name speak.',
        'If the name does not speak for itself, find a better name.',
      ],
      ['name', 'speak', 'lie', 'itself'],
      ['no comment', 'none', 'without comment'],
    ),
  ],
  predicates: (wanted, { nouns, place }) => {
    const globs = [`**/*${place.extension}`];
    const tags = '@param|:param|args:|parameters';
    const says = (words: readonly string[], absent?: true) =>
      check('docMentions', { globs, words, form: 'comment', absent });
    if (wanted === 'tags') return all(says([tags]));
    return wanted === 'line' ? all(says(nouns), says([tags], true)) : all(says(nouns, true), says([tags], true));
  },
};

const docstringStyle: Topic = {
  id: 'docstring-style',
  aspect: 'docs',
  title: 'style of docstrings',
  scope: 'python',
  terms: ['docstring', 'docstrings', 'style', 'format', 'parameters documented', 'sections'],
  values: [
    value(
      'sphinx',
      'a docstring with fields (:param …:, :returns:)',
      [
        'Our manual is built by an old program, and colons are what it eats.',
        'Colons at both ends of each label: that is what our manual machine wants.',
        'The machine that binds our manual chokes on anything without colons.',
      ],
      ['colon'],
      ['sphinx', ':param', 'restructuredtext', 'fields'],
    ),
    value(
      'google',
      'a docstring with indented sections (Args:, Returns:)',
      [
        'I like it airy: a heading word, and below it things moved to the right.',
        'Move things to the right below a heading word, and I read it like a menu.',
        'Like a menu in a restaurant: a heading, dishes moved in below.',
      ],
      ['menu', 'to the right'],
      ['google', 'args:', 'args'],
    ),
    value(
      'numpy',
      'a docstring with underlined sections (Parameters, Returns)',
      [
        'Scientists read us, and they expect a ruler below each heading.',
        'A ruler below the headings is what my laboratory is used to.',
        'In the laboratory every heading stands on a ruler.',
      ],
      ['ruler', 'laborator', 'scientist'],
      ['numpy', 'numpydoc', 'underlined'],
    ),
  ],
  predicates: (wanted, { place }) => {
    const words = { sphinx: [':param '], google: ['args:\n'], numpy: ['parameters', '----------'] }[wanted] ?? [];
    return all(check('docMentions', { globs: [`**/*${place.extension}`], words, form: 'comment' }));
  },
};

export const docsTopics: readonly Topic[] = [docsPlace, changelog, example, commentDetail, docstringStyle];
