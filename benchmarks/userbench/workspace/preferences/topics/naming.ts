/** How new things are called. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const functionCase: Topic = {
  id: 'function-case',
  aspect: 'naming',
  title: 'case of the function name',
  scope: 'both',
  terms: ['case', 'casing', 'spelling', 'spelt', 'capital', 'capitalisation', 'function name'],
  values: [
    value(
      'camel',
      'the function name in camelCase',
      [
        'I learnt this trade in browsers, and my eye expects humps inside of a name and a modest start.',
        'A modest start and then humps: that is how the browser itself calls its things.',
        'Whatever the browser does is fine with me, humps and all.',
      ],
      ['browser', 'hump', 'modest'],
      ['camel', 'camelcase'],
    ),
    value(
      'snake',
      'the function name in snake_case',
      [
        'My eyes are not what they were; I need a gap on the floor between the words to read a name.',
        'I read names aloud, and a gap between the words tells me where to breathe.',
        'Most of my week goes into queries and shell work, where words lie on the floor with a gap between them.',
      ],
      ['gap', 'floor', 'eyes', 'breathe', 'quer'],
      ['snake', 'underscore'],
    ),
    value(
      'pascal',
      'the function name in PascalCase',
      [
        'In the shop I come from every public thing stood tall from its first letter on.',
        'What others may call should be visible from afar: tall from the first letter.',
        'I spent ten years with a language in which everything public begins tall, and it still looks right to me.',
      ],
      ['tall', 'public', 'afar'],
      ['pascal', 'pascalcase'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const form = (['camel', 'snake', 'pascal'] as const).find((each) => each === wanted) ?? 'camel';
    return all(check('identifierMatches', { subject, case: form }));
  },
};

const nameForm: Topic = {
  id: 'name-form',
  aspect: 'naming',
  title: 'form of the function name',
  scope: 'both',
  terms: ['verb', 'noun', 'form of the name', 'name form', 'wording', 'prefix', 'begin with', 'name start'],
  values: [
    value(
      'verb-first',
      'the function name to begin with what it does',
      [
        'A name should sound like an order given to somebody: do this now.',
        'When I read a call aloud it ought to be an order, so that I hear what happens.',
        'I explain code over the phone a lot, and orders are what people understand.',
      ],
      ['order', 'aloud', 'phone', 'happens'],
      ['verb', 'imperative', 'action'],
    ),
    value(
      'to-form',
      'the function name to say from what to what, as in “…To…”',
      [
        'I keep mixing up directions: a name has to tell me what goes in and what comes out.',
        'Think of a road sign: where do we come from, where does it lead.',
        'We shipped a bug because somebody went in the wrong direction; put both ends of the road on the sign.',
      ],
      ['direction', 'road', 'sign', 'ends', 'lead'],
      ['conversion', 'from what to what', 'x to y'],
    ),
    value(
      'thing-only',
      'the function name to say only what you get, without a verb',
      [
        'I only care about the fruit, not about the gardening.',
        'A formula in a textbook is called after what it yields, and I like that calm.',
        'Names that bustle about tire me; call it by the fruit that I carry home.',
      ],
      ['fruit', 'garden', 'formula', 'textbook', 'yield', 'calm'],
      ['noun', 'result only', 'what you get'],
    ),
  ],
  predicates: (wanted, { subject, verbs }) => {
    const verb = `^(?:${verbs.join('|')})-`;
    const conversion = '(?:^|-)(?:to|as|from|into)-';
    const pattern =
      wanted === 'to-form'
        ? conversion
        : wanted === 'verb-first'
          ? `^(?!.*${conversion})(?:${verbs.join('|')})-`
          : `^(?!${verb.slice(1)})(?!.*${conversion})`;
    return all(check('identifierMatches', { subject, pattern }));
  },
};

const parameterName: Topic = {
  id: 'parameter-name',
  aspect: 'naming',
  title: 'length of the first parameter’s name',
  scope: 'both',
  terms: ['parameter', 'argument', 'parameter name', 'argument name', 'abbreviation', 'abbreviate'],
  values: [
    value(
      'letter',
      'the first parameter called by one letter',
      [
        'I did mathematics before this; an unknown needs no more than what fits on a thumb nail.',
        'On paper I would write x and be done, as in mathematics.',
        'Mathematics taught me that what comes in is an unknown and deserves no story.',
      ],
      ['mathematic', 'unknown', 'thumb', 'paper'],
      ['letter', 'one letter', 'single letter'],
    ),
    value(
      'short',
      'the first parameter called by a short form of two to four letters',
      [
        'Lines wrap on my narrow screen, so I clip words the way a telegram does.',
        'I clip words like in a telegram and a colleague can still guess them.',
        'Half my screen is a terminal; clipped words keep a line on one row.',
      ],
      ['clip', 'telegram', 'screen', 'narrow', 'wrap'],
      ['short', 'abbreviation', 'abbreviated'],
    ),
    value(
      'long',
      'the first parameter called by a whole word',
      [
        'I never want to ask what something stands for; say it as you would to a newcomer.',
        'A newcomer should be able to read it without a glossary.',
        'I have wasted afternoons in glossaries, so spell things out for a newcomer.',
      ],
      ['newcomer', 'glossar', 'spell', 'stands'],
      ['long', 'whole word', 'full word', 'descriptive'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const names = (['letter', 'short', 'long'] as const).find((each) => each === wanted) ?? 'long';
    return all(check('signature', { subject, names }));
  },
};

export const namingTopics: readonly Topic[] = [functionCase, nameForm, parameterName];
