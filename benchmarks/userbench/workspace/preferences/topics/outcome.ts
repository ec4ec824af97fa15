/** What a function gives once it gives more than before. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const shape: Topic = {
  id: 'outcome-shape',
  aspect: 'api',
  title: 'shape of the new result',
  scope: 'script',
  terms: ['shape', 'form', 'returned', 'return', 'wrapped', 'wrap', 'structure'],
  values: [
    value(
      'object',
      'an object with named fields',
      [
        'It will grow, and each thing in it should wear a badge.',
        'Badges on everything, so that nobody has to count seats.',
        'I never remember seats; badges help me.',
      ],
      ['badge'],
      ['object', 'named fields', 'record'],
    ),
    value(
      'tuple',
      'a pair as an array: the old result first',
      [
        'One for the left hand, one for the right hand, and I name them myself.',
        'I catch it with both hands on the line where I call.',
        'Left hand, right hand: that is all the order I need.',
      ],
      ['hand'],
      ['tuple', 'array', 'pair'],
    ),
    value(
      'result',
      'a result object that says by `ok` that it worked, beside the old result',
      [
        'First a nod or a shake of the head, then the rest.',
        'I want the nod before the gift.',
        'A nod tells me whether to go on reading.',
      ],
      ['nod'],
      ['result object', 'ok', 'ok flag', 'success flag'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const form = (['object', 'tuple', 'result'] as const).find((each) => each === wanted) ?? 'object';
    return all(check('returnShape', { subject, shape: form }));
  },
};

const fieldName: Topic = {
  id: 'outcome-field',
  aspect: 'api',
  title: 'what the old result is called in it',
  scope: 'script',
  terms: ['field', 'key', 'property', 'called', 'name of the field', 'old result'],
  values: [
    value(
      'value',
      'the old result in a field called `value`',
      [
        'The word for what something is worth is the one I would look for.',
        'What is it worth? That is what I ask.',
        'I think of worth, so the word should too.',
      ],
      ['worth'],
      ['value'],
    ),
    value(
      'data',
      'the old result in a field called `data`',
      [
        'Our wire format calls its freight by a short word, and I know it by heart.',
        'Freight is freight: the wire has a word for it.',
        'It should match what freight is called on the wire.',
      ],
      ['freight'],
      ['data'],
    ),
    value(
      'result',
      'the old result in a field called `result`',
      [
        'What comes out at the end of a long sum deserves its school word.',
        'In school we underlined it twice at the end of the sum.',
        'The school word for the end of a sum, please.',
      ],
      ['school'],
      ['result'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('codeUses', { subject, pattern: `[{,]\\s*${wanted}\\s*[:,}]` })),
};

const extra: Topic = {
  id: 'outcome-extra',
  aspect: 'api',
  title: 'what comes along with it',
  scope: 'script',
  terms: ['extra', 'come along', 'comes along', 'besides', 'more', 'further', 'additional', 'second'],
  values: [
    value(
      'elapsed',
      'how long it took, called `elapsed`',
      [
        'I keep asking myself how slow it is; put a stopwatch on it.',
        'A stopwatch at every call would answer what my boss keeps asking.',
        'The stopwatch should come for free.',
      ],
      ['stopwatch'],
      ['elapsed', 'duration', 'how long'],
    ),
    value(
      'finishedAt',
      'when it was done, called `finishedAt`',
      [
        'I line up what several machines did by the clock on the wall.',
        'The clock on the wall, at the moment when it was over.',
        'Two machines, one clock: that is how I compare.',
      ],
      ['clock'],
      ['finishedat', 'timestamp', 'when it finished'],
    ),
    value(
      'argumentCount',
      'how many arguments it was given, called `argumentCount`',
      [
        'I suspect people of coming with too little, so look into their pockets.',
        'Some come with empty pockets, and I want to know.',
        'Empty pockets are what I am after: what did they bring?',
      ],
      ['pocket'],
      ['argumentcount', 'number of arguments', 'how many arguments'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('codeUses', { subject, pattern: `\\b${wanted}\\b` })),
};

export const outcomeTopics: readonly Topic[] = [shape, fieldName, extra];
