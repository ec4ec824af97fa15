/** Where a new thing lives, and how its file is called and begins. */
import { inCase } from '../../code/words';
import type { Topic } from '../types';
import { all, check, value } from './topic';

const where: Topic = {
  id: 'where',
  aspect: 'placement',
  title: 'which folder it lives in',
  scope: 'both',
  terms: ['folder', 'directory', 'live', 'location', 'module', 'where', 'put', 'path'],
  values: [
    value(
      'beside',
      'it in a file of its own right next to the module that needs it',
      [
        'When I open that part of the project I like to see everything that belongs to it in one glance, as neighbours.',
        'I always lose time when things that are used together sit far from each other; neighbours should stay neighbours.',
        'Last year we hunted for pieces all over the tree. Since then I like close company for whatever is used together.',
      ],
      ['neighbour', 'glance', 'far', 'close', 'company', 'together'],
      ['beside', 'next to', 'same folder', 'alongside'],
    ),
    value(
      'shared',
      'it in a file of its own in the shared folder for helpers',
      [
        'Two other teams asked me for the very same thing this month, so everybody should find it without knowing us.',
        'I expect half of the project to need this sooner or later, not only the place I am looking at.',
        'We once wrote this three times because nobody knew the others had it; everybody should be able to pick it up.',
      ],
      ['team', 'everybody', 'half', 'nobody', 'sooner'],
      ['shared', 'utils', 'helpers', 'common', 'lib'],
    ),
    value(
      'existing',
      'it inside the module that is there already, without a new file',
      [
        'Every extra tab I have to open slows me down; I would rather scroll a little further.',
        'I do not want the tree to grow by one more entry for such a small thing.',
        'Reviewers here groan whenever the list of entries in the tree gets longer; scrolling costs nobody anything.',
      ],
      ['tab', 'scroll', 'grow', 'longer', 'entry', 'entri'],
      ['existing', 'same file', 'already there', 'no new file'],
    ),
    value(
      'own-folder',
      'it in a folder of its own below the module',
      [
        'I think of this as the start of something bigger, with room for companions that will move in later.',
        'It deserves its own four walls: sooner or later data and further pieces will move in with it.',
        'The last time we began small like this we had to move house twice, because there was no room to spread out.',
      ],
      ['bigger', 'room', 'wall', 'house', 'spread', 'move'],
      ['own folder', 'new folder', 'subfolder', 'subdirectory', 'separate folder'],
    ),
  ],
  predicates: (wanted, { place, subject }) => {
    const below = (folder: string, rest: string) => (folder === '.' ? rest : `${folder}/${rest}`);
    if (wanted === 'existing') return all(check('pathUnder', { subject, globs: [place.module], existing: true }));
    // The shared folder may lie below the module's own, and is none of its own then.
    const own = place.shared.startsWith(below(place.folder, '')) ? `!(${place.shared.split('/').at(-1)})/*` : '*/*';
    const globs =
      { beside: below(place.folder, '*'), shared: below(place.shared, '*') }[wanted] ?? below(place.folder, own);
    return all(check('pathUnder', { subject, globs: [globs], existing: false }));
  },
};

const cases = ['kebab', 'camel', 'pascal', 'snake'] as const;

const fileCase: Topic = {
  id: 'file-case',
  aspect: 'placement',
  title: 'case of the file name',
  scope: 'both',
  terms: ['file name', 'filename', 'case', 'called', 'spelling', 'spelt', 'capital', 'hyphen'],
  values: [
    value(
      'kebab',
      'the file name in kebab-case',
      [
        'I read file lists like addresses in a browser: small letters, little strokes between the words.',
        'A big one once broke the build on another system; since then I like small words with strokes between them, as in a browser.',
        'It should look like the last part of a web address.',
      ],
      ['address', 'stroke', 'browser', 'web'],
      ['kebab', 'hyphen', 'dash'],
    ),
    value(
      'camel',
      'the file name in camelCase',
      [
        'I like it when a file is spelt letter for letter like the function that I import from it.',
        'What I type in an import statement and what I look for in the tree should be the same letters, humps and all.',
        'Humps in the middle do not bother me, a small start does please me: that is how the import reads as well.',
      ],
      ['import', 'hump', 'letter'],
      ['camel', 'camelcase'],
    ),
    value(
      'pascal',
      'the file name in PascalCase',
      [
        'Where I come from, files stand tall like headlines: every word begins proudly.',
        'I got used to trees that look like a list of titles in a book, each word dressed up.',
        'It should look like a headline, the way classes do.',
      ],
      ['tall', 'headline', 'title', 'dressed', 'proud'],
      ['pascal', 'pascalcase', 'capitalised'],
    ),
    value(
      'snake',
      'the file name in snake_case',
      [
        'My shell scripts and database tables all have low lines between the words, and my fingers know that best.',
        'I come from databases: low lines between words, nothing else.',
        'I used to write a lot for another interpreter, where words lie on the floor with low lines between them.',
      ],
      ['low', 'database', 'floor', 'shell'],
      ['snake', 'underscore'],
    ),
  ],
  predicates: (wanted, { place }) => {
    const form = cases.find((each) => each === wanted) ?? 'kebab';
    return all(
      check('fileNameCase', {
        glob: `**/!(*.test|*.spec|*-test|*_test|*_spec|test_*|index|__init__)${place.extension}`,
        case: form,
      }),
    );
  },
};

const fileStem: Topic = {
  id: 'file-stem',
  aspect: 'placement',
  title: 'what the file is named after',
  scope: 'both',
  terms: ['named after', 'file name', 'filename', 'file called', 'name of the file', 'file be called'],
  values: [
    value(
      'function',
      'the file named after the function in it',
      [
        'I jump by typing what I call, and I want to land in the right spot at once.',
        'What I call and what I open should be one and the same word, then I never have to search.',
        'A spot for each, and whatever I call is what stands on the tin.',
      ],
      ['call', 'jump', 'land', 'tin'],
      ['after the function', 'same as the function', 'function name'],
    ),
    value(
      'topic',
      'the file named after the thing it is about, without a verb',
      [
        'I sort things in my head by subject, not by what is done to them.',
        'Over time more will be said about the same subject, so actions should not be on the cover.',
        'Think of it as a chapter of a book: chapters carry subjects, never actions.',
      ],
      ['subject', 'chapter', 'cover', 'action'],
      ['topic', 'noun', 'thing'],
    ),
    value(
      'collective',
      'the file named as a collection, such as “… helpers”',
      [
        'I expect a whole drawer of such little tools before long, so label it as the drawer.',
        'It is a toolbox to me: the label should promise more than one tool.',
        'We keep odds and ends in drawers here, and a drawer says that it is one.',
      ],
      ['drawer', 'toolbox', 'label', 'odds', 'tool'],
      ['collection', 'helpers', 'utils', 'plural'],
    ),
  ],
  predicates: (wanted, { subject, nouns, place }) => {
    const forms = ['kebab', 'camel', 'pascal', 'snake'] as const;
    const topic = forms.map((form) => inCase(nouns, form)).join('|');
    const collective = '*[hH]elper*|*[uU]til*|*[tT]ools*';
    const stem =
      wanted === 'topic'
        ? `@(${topic})`
        : wanted === 'collective'
          ? `@(${collective})`
          : `!(${topic}|${collective}|index|__init__)`;
    return all(check('pathUnder', { subject, globs: [`**/${stem}${place.extension}`], existing: false }));
  },
};

const header: Topic = {
  id: 'header',
  aspect: 'placement',
  title: 'how the file begins',
  scope: 'both',
  terms: ['header', 'licence', 'license', 'top of the file', 'file begin', 'first line', 'file start'],
  values: [
    value(
      'licence',
      'a licence comment at the top of the new file',
      [
        'Our lawyers look at single files that travel without the rest, and they are never amused.',
        'People copy single files out of here, and legal wants to see the terms travel along.',
        'An audit once cost us a week because legal could not tell whose terms a copied file was under.',
      ],
      ['lawyer', 'legal', 'terms', 'audit'],
      ['licence', 'license', 'copyright', 'spdx'],
    ),
    value(
      'description',
      'a sentence at the top of the new file that says what it is for',
      [
        'When I open something strange I want to be told in one breath why it exists.',
        'New people should understand why it exists before they read a single statement.',
        'I hate guessing the purpose of something from its insides; tell me in one breath.',
      ],
      ['breath', 'exist', 'guess', 'purpose', 'understand'],
      ['description', 'summary', 'sentence'],
    ),
    value(
      'bare',
      'the new file to begin with code, with no comment at its top',
      [
        'I skip everything before the first statement anyway, so do not make me scroll past it.',
        'Preambles rot. The first thing I want to see is something that runs.',
        'Preambles are noise to me: statements from the first row on.',
      ],
      ['skip', 'preamble', 'rot', 'noise', 'runs'],
      ['bare', 'no header', 'no comment'],
    ),
  ],
  predicates: (wanted, { place }) => {
    const globs = [`**/*${place.extension}`];
    const says = (words: readonly string[], absent?: true) =>
      check('docMentions', { globs, words, form: 'header', absent });
    if (wanted === 'licence') return all(says(['licen|copyright|spdx']));
    return wanted === 'bare' ? all(says([], true)) : all(says([]), says(['licen|copyright|spdx'], true));
  },
};

export const placementTopics: readonly Topic[] = [where, fileCase, fileStem, header];
