/** How a function is called and what it gives. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const parameters: Topic = {
  id: 'parameters',
  aspect: 'api',
  title: 'how arguments are passed',
  scope: 'both',
  terms: ['argument', 'parameter', 'signature', 'pass', 'options', 'call it', 'called with'],
  values: [
    value(
      'positional',
      'plain arguments one after the other',
      [
        'I call this from a prompt all day, and braces are a nuisance to type there.',
        'The fewer brackets I have to type the happier I am; it should read like a little formula.',
        'It is a tiny thing, so calling it should be quick to type, without ceremony.',
      ],
      ['type', 'prompt', 'ceremon', 'bracket', 'brace', 'tiny'],
      ['positional', 'separate arguments', 'plain arguments', 'one after the other'],
    ),
    value(
      'options',
      'the main thing first and everything else in an object (or keywords)',
      [
        'The main thing is obvious, but a bare number behind it tells the reader nothing.',
        'Last month a bare number in the second seat turned out to mean something else than everybody thought.',
        'Side wishes should say their name where they are given, a bare number never does.',
      ],
      ['bare', 'second', 'seat', 'obvious', 'side'],
      ['options', 'options object', 'keyword', 'named arguments'],
    ),
    value(
      'single',
      'everything in one object',
      [
        'I keep whole requests in a queue and hand them over in one piece.',
        'Everything travels as one parcel here, and I do not want to unpack a parcel to make a call.',
        'Our queue holds one parcel per job; what I take out there should go straight in.',
      ],
      ['parcel', 'queue', 'piece', 'travel', 'unpack'],
      ['single', 'one object', 'single object', 'everything in one'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const style = (['positional', 'options', 'single'] as const).find((each) => each === wanted) ?? 'positional';
    return all(check('signature', { subject, parameters: style }));
  },
};

const async: Topic = {
  id: 'async',
  aspect: 'api',
  title: 'how the result arrives',
  scope: 'both',
  terms: ['sync', 'async', 'asynchronous', 'promise', 'await', 'callback', 'blocking', 'arrive', 'wait'],
  values: [
    value(
      'sync',
      'it to give its result at once (synchronous)',
      [
        'There is nothing to wait for here, so do not make my callers pretend that there is.',
        'I use it while drawing a row, where I cannot pause for anything.',
        'Half of the places that need it cannot pause, and pretending to wait spreads through everything.',
      ],
      ['pretend', 'pause', 'drawing', 'nothing to wait'],
      ['sync', 'synchronous', 'at once', 'directly'],
    ),
    value(
      'promise',
      'it to be asynchronous and give a promise (async)',
      [
        'One day this will look things up elsewhere, and I do not want to touch every place again on that day.',
        'I am sure that it moves to another machine one day; the places around it should be ready.',
        'The last time we made such a thing slow later, we had to touch two hundred places. Be ready this time.',
      ],
      ['one day', 'later', 'ready', 'elsewhere', 'touch'],
      ['promise', 'async', 'await', 'asynchronous'],
    ),
    value(
      'callback',
      'it to hand its result to a callback',
      [
        'The old event code around it hands down a function to ring when done, and it will stay like that for years.',
        'Do not call us, we call you: ring me through the bell that I hand down.',
        'Our event code is ancient; it hands down a bell to ring and expects nothing back.',
      ],
      ['bell', 'ring', 'event', 'ancient', 'hands down'],
      ['callback', 'continuation', 'node style'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const how = (['sync', 'promise', 'callback'] as const).find((each) => each === wanted) ?? 'sync';
    return all(check('signature', { subject, async: how }));
  },
};

const returnShape: Topic = {
  id: 'return-shape',
  aspect: 'api',
  title: 'shape of the result',
  scope: 'both',
  terms: ['return', 'result', 'output', 'shape', 'give back', 'gives back', 'returns'],
  values: [
    value(
      'value',
      'the bare value, nothing around it',
      [
        'I drop it straight into a sentence, and I do not want to unwrap presents.',
        'It goes straight into a template; anything that has to be unwrapped is in the way.',
        'No wrapping paper, please: I pour it straight into a string.',
      ],
      ['straight', 'unwrap', 'wrapping', 'pour'],
      ['bare value', 'plain value', 'value', 'primitive'],
    ),
    value(
      'object',
      'an object with named fields',
      [
        'Next quarter we will want to know more about it, and I would hate to break everybody for that.',
        'It will grow: each thing that comes back should wear a label, so that more can join next quarter.',
        'I can never remember what came first; labels spare me that, and more can join later.',
      ],
      ['label', 'grow', 'quarter', 'join', 'remember'],
      ['object', 'named fields', 'record', 'dict'],
    ),
    value(
      'tuple',
      'a pair as an array or tuple',
      [
        'I take both halves apart on the very line where I call it, and I give them my own names.',
        'Two halves, in order, and I name them myself on that line.',
        'I like to catch both halves with one hand, in order.',
      ],
      ['halves', 'order', 'both', 'myself', 'catch'],
      ['tuple', 'array', 'pair'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const shape = (['value', 'object', 'tuple'] as const).find((each) => each === wanted) ?? 'value';
    return all(check('returnShape', { subject, shape }));
  },
};

const functionForm: Topic = {
  id: 'function-form',
  aspect: 'api',
  title: 'how the function is written',
  scope: 'script',
  terms: ['arrow', 'declaration', 'written', 'function keyword', 'syntax', 'hoist', 'const'],
  values: [
    value(
      'declaration',
      'a function declaration',
      [
        'I read files from top to bottom and like the helpers far below the place that uses them.',
        'Order within a file should not matter: the story comes first, details may stand far below.',
        'I want to be free to use something above the spot where it is spelt out.',
      ],
      ['top', 'below', 'above', 'order', 'story'],
      ['declaration', 'function declaration', 'function keyword', 'hoisted'],
    ),
    value(
      'arrow',
      'an arrow function in a constant',
      [
        'I have been bitten by `this` meaning something else too often; no new one should come into being.',
        'I like the slim look, and that `this` stays what it was outside.',
        'The slimmer the better, and never again a `this` that changed under my feet.',
      ],
      ['`this`', 'slim', 'bitten', 'feet'],
      ['arrow', 'arrow function', 'lambda', '=>'],
    ),
    value(
      'expression',
      'a function expression in a variable',
      [
        'Our oldest runtime and our oldest colleagues want functions as values that are assigned, in the classic spelling.',
        'Assigned like any other value, in the classic spelling: that is how we were taught.',
        'The classic books assign them to a variable, and so do I.',
      ],
      ['classic', 'assign', 'taught', 'oldest', 'books'],
      ['expression', 'function expression'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const form = wanted === 'declaration' ? 'declaration' : wanted === 'arrow' ? 'arrow' : 'expression';
    return all(check('signature', { subject, form }));
  },
};

const exportTopic: Topic = {
  id: 'export',
  aspect: 'api',
  title: 'how it is exported',
  scope: 'script',
  terms: ['export', 'exported', 'import', 'imported', 'namespace', 'expose'],
  values: [
    value(
      'named',
      'a named export',
      [
        'I search the whole project by one word and want to find every use; nobody may give it a nickname.',
        'Everybody has to use the very same word for it, nicknames have confused us enough.',
        'My editor offers it by itself when the word is fixed, and nicknames spoil that.',
      ],
      ['nickname', 'same word', 'search', 'editor'],
      ['named', 'named export'],
    ),
    value(
      'default',
      'a default export',
      [
        'One file, one treasure: whoever takes the file gets it and may call it whatever suits them.',
        'There is only one treasure in there, so there is no need to ask for it by label.',
        'I let people call it whatever suits them, as there is only one thing to take.',
      ],
      ['treasure', 'whatever', 'suits', 'only one'],
      ['default', 'default export', 'module.exports ='],
    ),
    value(
      'object',
      'it as a member of an exported object',
      [
        'In a long file I want to see the family it belongs to at every single call.',
        'A surname in front helps me: family, dot, and then what it does.',
        'Calls should show the family first, as in the books on the standard library.',
      ],
      ['family', 'surname', 'dot', 'belongs'],
      ['object', 'namespace', 'grouped', 'member'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const kind = (['named', 'default', 'object'] as const).find((each) => each === wanted) ?? 'named';
    return all(check('exportKind', { subject, kind }));
  },
};

const annotations: Topic = {
  id: 'annotations',
  aspect: 'api',
  title: 'where types are written',
  scope: 'python',
  terms: ['type', 'types', 'hint', 'hints', 'annotation', 'annotated', 'typing'],
  values: [
    value(
      'signature',
      'type hints in the signature',
      [
        'A machine should tell me before I run it that I mixed things up.',
        'Our machine checks every push, and it can only check what stands in the open.',
        'I trust the machine more than my eyes for mix-ups.',
      ],
      ['machine', 'check', 'trust', 'mix'],
      ['hints', 'annotations', 'signature'],
    ),
    value(
      'comment',
      'types in the docstring only',
      [
        'I read the built manual, so what goes in and out has to show up there, in words.',
        'The manual is made from prose, and that is where readers look it up.',
        'Readers of the manual never see the source; tell them there.',
      ],
      ['manual', 'readers', 'prose', 'words'],
      ['docstring', 'comment'],
    ),
    value(
      'none',
      'no types written down anywhere',
      [
        'Anything that quacks may come in, and I do not want to promise more.',
        'If it quacks it is fine; leave it loose.',
        'I like it loose: who knows what people will hand in next year.',
      ],
      ['quack', 'loose', 'anything', 'promise'],
      ['no types', 'untyped', 'without types'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const types = (['signature', 'comment', 'none'] as const).find((each) => each === wanted) ?? 'none';
    return all(check('signature', { subject, types }));
  },
};

export const apiTopics: readonly Topic[] = [parameters, async, returnShape, functionForm, exportTopic, annotations];
