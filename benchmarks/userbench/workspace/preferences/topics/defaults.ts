/** Defaults of a setting. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const defaultValue: Topic = {
  id: 'default-value',
  aspect: 'defaults',
  title: 'size of the default',
  scope: 'both',
  terms: ['default', 'value', 'number', 'how many', 'how much', 'amount', 'size', 'limit'],
  values: [
    value(
      'small',
      'a low default',
      [
        'I am a careful person: start humble, whoever needs more will speak up.',
        'Better too stingy than too kind at first; whoever is careful sleeps well.',
        'We got burnt by plenty before, so begin humble.',
      ],
      ['careful', 'humble', 'stingy', 'burnt'],
      ['low', 'small'],
    ),
    value(
      'middle',
      'a middling default',
      [
        'Something an ordinary user would pick without thinking, neither stingy nor lavish.',
        'Ordinary people should never have to touch it, and nobody should be shocked by it.',
        'Take what an ordinary user would shrug at.',
      ],
      ['ordinary', 'neither', 'shrug', 'shocked'],
      ['middling', 'moderate', 'medium', 'middle'],
    ),
    value(
      'large',
      'a high default',
      [
        'Nobody should ever bump their head against it, machines are cheap.',
        'Machines are cheap and patience is dear: leave plenty of headroom.',
        'I want headroom; complaints about ceilings are what fills my inbox.',
      ],
      ['headroom', 'cheap', 'bump', 'ceiling', 'plenty'],
      ['high', 'large', 'generous'],
    ),
  ],
  predicates: (wanted, { setting, ranges }) => {
    const [min, max] = ranges[wanted === 'small' ? 'small' : wanted === 'large' ? 'large' : 'middle'];
    return all(check('configDefault', { words: setting, min, max }));
  },
};

const defaultPlace: Topic = {
  id: 'default-place',
  aspect: 'defaults',
  title: 'where the default stands',
  scope: 'both',
  terms: ['default', 'where', 'constant', 'environment', 'signature', 'stand', 'configured', 'defined'],
  values: [
    value(
      'constant',
      'the default in a constant of the module',
      [
        'When it has to be tuned I want one obvious knob at the top with a label on it.',
        'I look for knobs at the top and nowhere else.',
        'Loose numbers make me nervous; each knob needs a label.',
      ],
      ['knob', 'label', 'top', 'tuned'],
      ['constant', 'const', 'module constant'],
    ),
    value(
      'parameter',
      'the default right in the signature',
      [
        'Whoever looks at the first row should see what happens when they say nothing.',
        'I hate to follow a trail of words just to learn a number; say it in the first row.',
        'My tooltip shows the first row, and that should answer the question.',
      ],
      ['first row', 'trail', 'tooltip', 'follow'],
      ['signature', 'parameter default', 'default parameter'],
    ),
    value(
      'environment',
      'the default taken from an environment variable, with a number to fall back on',
      [
        'The people who run our machines turn such screws at night without a new release.',
        'Operators have to turn it per machine, and a release for that is too slow.',
        'It differs per machine, and operators cannot wait for a release.',
      ],
      ['operator', 'machine', 'release', 'screw'],
      ['environment', 'env', 'environment variable', 'process.env'],
    ),
  ],
  predicates: (wanted, { setting }) => {
    const where = (['constant', 'parameter', 'environment'] as const).find((each) => each === wanted) ?? 'constant';
    return all(check('configDefault', { words: setting, place: where }));
  },
};

const settingName: Topic = {
  id: 'setting-name',
  aspect: 'defaults',
  title: 'name of the setting',
  scope: 'both',
  terms: ['name', 'called', 'option name', 'setting name', 'named', 'prefix', 'suffix'],
  values: [
    value(
      'max-first',
      'the setting’s name to begin with “max”',
      [
        'In a sorted list of settings all upper ends should stand together.',
        'I want upper ends to line up under one another when settings are sorted.',
        'Sorted alphabetically, whatever is an upper end should form one block.',
      ],
      ['upper', 'sorted', 'block', 'line up'],
      ['max', 'maximum'],
    ),
    value(
      'limit-last',
      'the setting’s name to end in “limit”',
      [
        'First tell me what it is about, then that there is a fence around it.',
        'The fence comes last: I search by what is fenced in.',
        'It should read like a sign on a road, the thing and then its fence.',
      ],
      ['fence', 'fenced'],
      ['limit'],
    ),
    value(
      'size-last',
      'the setting’s name to end in “count” or “size”',
      [
        'It is a plain quantity to me, and talk of borders sounds like a threat.',
        'Quantities are friendlier than borders; say what is measured.',
        'Say what is measured. A quantity is a quantity, not a threat.',
      ],
      ['quantit', 'measure', 'threat', 'friendl'],
      ['count', 'size'],
    ),
  ],
  predicates: (wanted, { setting }) => {
    const pattern =
      wanted === 'max-first' ? '^(?:default-)?max' : wanted === 'limit-last' ? 'limit$' : '^(?!.*max).*(?:count|size)$';
    return all(check('configDefault', { words: setting, pattern }));
  },
};

const settingCase: Topic = {
  id: 'setting-case',
  aspect: 'defaults',
  title: 'case of the constant',
  scope: 'both',
  terms: ['case', 'casing', 'capitals', 'upper case', 'constant name', 'spelling'],
  values: [
    value(
      'upper-snake',
      'the constant in UPPER_SNAKE_CASE',
      [
        'Things that never change should shout at me.',
        'I want to hear it shout: hands off, this one never moves.',
        'If it shouts I know that nobody changes it behind my back.',
      ],
      ['shout', 'never', 'hands off'],
      ['upper', 'upper case', 'capitals', 'screaming'],
    ),
    value(
      'camel',
      'the constant in camelCase',
      [
        'A number is no more special than any other word here; let it blend in.',
        'I like quiet pages on which everything blends in.',
        'Nothing should stand out, it should blend in with the rest of the script.',
      ],
      ['blend', 'quiet', 'special', 'stand out'],
      ['camel', 'camelcase'],
    ),
    value(
      'snake',
      'the constant in snake_case',
      [
        'The same word stands in our tables and in the query, low line and all, and I want to find all three.',
        'My queries have it with a low line, so I can search for all of them at once.',
        'Tables, queries, code: one spelling with low lines for all of them.',
      ],
      ['quer', 'table', 'low line'],
      ['snake', 'underscore'],
    ),
  ],
  predicates: (wanted, { setting }) => {
    const form = (['camel', 'snake', 'upper-snake'] as const).find((each) => each === wanted) ?? 'camel';
    return all(check('identifierMatches', { subject: { words: setting, kind: 'constant' }, case: form }));
  },
};

export const defaultTopics: readonly Topic[] = [defaultValue, defaultPlace, settingName, settingCase];
