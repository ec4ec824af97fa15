/** Where tests lie and how they are written. */
import type { Topic } from '../types';
import { all, check, value } from './topic';

const everywhere = ['**/*'];

const testPlace: Topic = {
  id: 'test-place',
  aspect: 'tests',
  title: 'where the test lies',
  scope: 'both',
  terms: ['folder', 'directory', 'where', 'location', 'live', 'test file', 'put'],
  values: [
    value(
      'beside',
      'the test beside the file it is about',
      [
        'When I rename something its guard should be the very next line in the list.',
        'If the guard is not the next entry in my list I forget to update it.',
        'I move things around a lot, and their guard should come along by itself.',
      ],
      ['guard', 'next', 'list', 'along'],
      ['beside', 'next to', 'alongside', 'colocated'],
    ),
    value(
      'root-folder',
      'the test in the folder of tests at the root',
      [
        'What we publish is packed from the sources as they lie there, and nothing else may slip into the parcel.',
        'Customers once got our checks in their parcel; one separate house for all of them, please.',
        'I want one separate house for checks that I can leave out when the parcel is packed.',
      ],
      ['parcel', 'pack', 'publish', 'house', 'separate'],
      ['root folder', 'test folder', 'tests folder', 'top-level'],
    ),
    value(
      'inner-folder',
      'the test in a __tests__ folder inside the source folder',
      [
        'Near enough to find, but tucked away so that the list stays tidy.',
        'I like a drawer in every room: tidy, yet never far.',
        'A tidy list matters to me, and still I want it in the same room.',
      ],
      ['tidy', 'tucked', 'drawer', 'room'],
      ['__tests__', 'inner folder', 'subfolder'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const place = (['beside', 'root-folder', 'inner-folder'] as const).find((each) => each === wanted) ?? 'beside';
    return all(check('testAt', { subject, globs: everywhere, place }));
  },
};

const suffixes: Readonly<Record<string, string>> = {
  'dot-test': '\\.test\\.[cm]?[jt]sx?$',
  'dot-spec': '\\.spec\\.[cm]?[jt]sx?$',
  'dash-test': '[-_]test\\.[cm]?[jt]sx?$',
  'test-first': '^test_.*\\.py$',
  'test-last': '^(?!test_).*_test\\.py$',
  'spec-last': '^(?!test_).*_spec\\.py$',
};

const scriptSuffix: Topic = {
  id: 'test-suffix',
  aspect: 'tests',
  title: 'name of the test file',
  scope: 'script',
  terms: ['suffix', 'file name', 'filename', 'test file name', 'ending', 'extension', 'called'],
  values: [
    value(
      'dot-test',
      'the test file to end in .test',
      [
        'My runner at home picks up the everyday word between two full stops and nothing else.',
        'The everyday word for it, set off by full stops, is what all my globs look for.',
        'I never liked fancy words: the everyday one, with full stops around it.',
      ],
      ['everyday', 'full stop'],
      ['.test', 'dot test'],
    ),
    value(
      'dot-spec',
      'the test file to end in .spec',
      [
        'To me these files are a contract of what we promise, more than a check of what we did.',
        'Our analysts read them as a contract, and the name should say so.',
        'I write down the promise first; it is a contract with the reader.',
      ],
      ['contract', 'promise', 'analyst'],
      ['.spec', 'spec', 'dot spec'],
    ),
    value(
      'dash-test',
      'the test file to end in -test',
      [
        'Extra full stops confuse an old script of ours that cuts names at the first one.',
        'The old deploy script cuts every name at its first full stop, so there may be just one.',
        'Please mind the old script that cuts at full stops; a stroke is safe.',
      ],
      ['script', 'cuts', 'confuse', 'deploy', 'stroke'],
      ['-test', 'dash test', 'hyphen'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('testAt', { subject, globs: everywhere, named: suffixes[wanted] })),
};

const pythonSuffix: Topic = {
  id: 'test-suffix',
  aspect: 'tests',
  title: 'name of the test file',
  scope: 'python',
  terms: ['prefix', 'suffix', 'file name', 'filename', 'test file name', 'called'],
  values: [
    value(
      'test-first',
      'the test file to begin with test_',
      [
        'I want all checks to sort together at one end of the list.',
        'They should sort into one block, then I can fold them away.',
        'One block in the listing, please, sorted by what they are.',
      ],
      ['sort', 'block', 'fold'],
      ['test_', 'prefix'],
    ),
    value(
      'test-last',
      'the test file to end in _test',
      [
        'Whatever is checked should lead, so that both stand as a couple in the list.',
        'A couple belongs side by side in the list, the thing itself leading.',
        'I look for the thing itself first, its companion follows as a couple.',
      ],
      ['couple', 'lead', 'companion', 'side by side'],
      ['_test', 'suffix'],
    ),
    value(
      'spec-last',
      'the test file to end in _spec',
      [
        'Analysts read them as a contract, and the name should say so.',
        'These files are promises that we sign, a contract with the reader.',
        'I write down the promise first; it is a contract.',
      ],
      ['contract', 'promise', 'analyst', 'sign'],
      ['_spec', 'spec'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('testAt', { subject, globs: everywhere, named: suffixes[wanted] })),
};

const frameworks: Readonly<Record<string, string>> = {
  'node-test': '[\'"]node:test[\'"]',
  vitest: '[\'"]vitest[\'"]',
  mocha: '^(?![\\s\\S]*(?:node:test|vitest|jest|[\'"]tape[\'"]|\\bexpect\\())[\\s\\S]*\\bdescribe\\(',
  jest: '^(?![\\s\\S]*(?:node:test|vitest|[\'"]tape[\'"]))[\\s\\S]*(?:@jest/globals|\\bexpect\\()',
  tape: '[\'"]tape[\'"]',
  pytest: '^(?![\\s\\S]*(?:unittest|doctest))[\\s\\S]*\\bdef test_',
  unittest: '\\bunittest\\b',
  doctest: '\\bdoctest\\b',
};

const scriptFramework: Topic = {
  id: 'test-framework',
  aspect: 'tests',
  title: 'test framework',
  scope: 'script',
  terms: ['framework', 'runner', 'library', 'test with', 'tool', 'assert'],
  values: [
    value(
      'node-test',
      'the test runner that comes with Node (node:test)',
      [
        'Checks should run on a fresh machine without installing a single thing.',
        'I like it when nothing has to be installed: what came in the box will do.',
        'On the train there is no registry; what is in the box has to be enough.',
      ],
      ['install', 'box', 'fresh', 'train'],
      ['node:test', 'node test', 'built-in runner'],
    ),
    value(
      'vitest',
      'Vitest',
      [
        'Our bundler’s own plugins already transform everything, and checks should go through the same pipe.',
        'I want the same transform pipe for checks that the bundler of our site has.',
        'The site’s bundler and the checks disagreed once; one pipe for both, please.',
      ],
      ['bundler', 'pipe', 'transform', 'site'],
      ['vitest', 'vite'],
    ),
    value(
      'mocha',
      'Mocha with assert',
      [
        'I grew up with the old brown cup: words at hand everywhere, and any assertion library you please.',
        'The old brown one that brings only the frame suits me; I bring the assertions.',
        'Give me just the frame, globally at hand, and let me choose assertions myself.',
      ],
      ['brown', 'frame', 'assertion', 'grew up'],
      ['mocha'],
    ),
    value(
      'jest',
      'Jest with expect',
      [
        'I came from a front-end shop where everything, fakes and pictures of output included, was in one bag.',
        'My front-end colleagues know one big bag with fakes and snapshots, and they should feel at home.',
        'A big bag with everything in it is what front-end people expect from us.',
      ],
      ['front-end', 'bag', 'fakes', 'snapshot'],
      ['jest'],
    ),
    value(
      'tape',
      'Tape',
      [
        'Plain lines that say ok or not ok, planned and counted, are all that I can bear.',
        'I pipe numbered ok lines through a filter, and the plan says how many there should be.',
        'Numbered lines and a plan: no hooks, no nesting, nothing to learn.',
      ],
      ['plan', 'numbered', 'counted', 'lines'],
      ['tape', 'tap'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('testUses', { subject, pattern: frameworks[wanted] ?? wanted })),
};

const pythonFramework: Topic = {
  id: 'test-framework',
  aspect: 'tests',
  title: 'test framework',
  scope: 'python',
  terms: ['framework', 'runner', 'library', 'test with', 'tool', 'assert'],
  values: [
    value(
      'pytest',
      'plain functions for pytest',
      [
        'Plain functions and a bare assertion, anything more looks like costume to me.',
        'I like plain functions without costume, and a report that shows both sides.',
        'No costume, no ceremony: a function and one bare assertion.',
      ],
      ['plain functions', 'costume', 'bare'],
      ['pytest'],
    ),
    value(
      'unittest',
      'unittest classes',
      [
        'Nothing may be installed on the machines where this is checked.',
        'Whatever comes in the box has to do, nothing else gets installed there.',
        'The machines are sealed; what is in the box is what we have.',
      ],
      ['install', 'box', 'sealed'],
      ['unittest'],
    ),
    value(
      'doctest',
      'doctest examples',
      [
        'I paste from the prompt what I tried there, and that should be checked as it stands.',
        'What I tried at the prompt is the best proof, arrows and all.',
        'Sessions at the prompt are how I explain things, so check those.',
      ],
      ['prompt', 'paste', 'session', 'arrows'],
      ['doctest'],
    ),
  ],
  predicates: (wanted, { subject }) => all(check('testUses', { subject, pattern: frameworks[wanted] ?? wanted })),
};

const call = '\\b(?:it|test)\\(\\s*[\'"`]';
const named = '\\w*(?:[a-z0-9][A-Z]|_)\\w*';

const testTitles: Topic = {
  id: 'test-titles',
  aspect: 'tests',
  title: 'titles of tests',
  scope: 'script',
  terms: ['title', 'titles', 'description', 'describe', 'sentence', 'named', 'test name', 'phrase'],
  values: [
    value(
      'should',
      'titles that begin with “should”',
      [
        'I like to read a wish list of duties, with the modal word in front of each.',
        'Every title is a duty to me: what ought to be, in so many words.',
        'It ought to sound like a duty that somebody signed.',
      ],
      ['duty', 'duties', 'ought', 'modal', 'wish'],
      ['should'],
    ),
    value(
      'plain',
      'titles as plain statements of what happens',
      [
        'State facts, in the present: it does this, it does that.',
        'A list of facts in the present reads best to me.',
        'No hopes there, only facts about what happens.',
      ],
      ['fact', 'present', 'state'],
      ['plain', 'statement', 'present tense'],
    ),
    value(
      'function-first',
      'titles that begin with the name of the function',
      [
        'In our long report I have to know at once what was under the lamp, letter for letter.',
        'The report is one flat list, so each row has to say what it is about, letter for letter.',
        'I filter the report by what was under the lamp, so it has to lead each row.',
      ],
      ['report', 'lamp', 'filter', 'flat', 'row'],
      ['function name', 'function first', 'name of the function'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    const pattern =
      wanted === 'should'
        ? `${call}should `
        : wanted === 'function-first'
          ? `^(?![\\s\\S]*${call}(?!${named}))[\\s\\S]*${call}${named}`
          : `^(?![\\s\\S]*${call}(?:should |${named}))`;
    return all(check('testUses', { subject, pattern }));
  },
};

const cases = '\\b(?:it|test)\\(|\\bdef test_';
const table = '\\.each\\s*[(`]|\\bfor \\((?:const|let|var) [^)]*\\) \\{?\\s*(?:it|test)\\(|parametrize|subTest\\(';

const testForm: Topic = {
  id: 'test-form',
  aspect: 'tests',
  title: 'how cases are written',
  scope: 'script',
  terms: ['table', 'cases', 'each case', 'one test', 'parametrised', 'loop', 'how many tests'],
  values: [
    value(
      'table',
      'the cases in a table that one test goes through',
      [
        'I add rows every week, and a row should cost me one line.',
        'Rows and columns: that is how our testers think and how they add more.',
        'A spreadsheet is what I would hand you, so keep its rows.',
      ],
      ['row', 'column', 'spreadsheet'],
      ['table', 'parametrised', 'loop', 'each'],
    ),
    value(
      'each',
      'a test of its own for each case',
      [
        'When it turns red I want to know which story broke, so every story stands alone.',
        'Every story alone, with its own headline, even if words repeat.',
        'I want to run any story alone and read nothing else.',
      ],
      ['story', 'alone', 'headline', 'red'],
      ['separate tests', 'own test', 'one test per case'],
    ),
    value(
      'single',
      'one single test with everything in it',
      [
        'It is a small thing: one walk from start to end is all that I want to read.',
        'One walk through everything, no hopping around.',
        'I want to be able to follow the whole walk on one screen, from start to end.',
      ],
      ['walk', 'hopping', 'start to end', 'screen'],
      ['single test', 'one test', 'all in one'],
    ),
  ],
  predicates: (wanted, { subject }) => {
    if (wanted === 'table') return all(check('testUses', { subject, pattern: table }));
    const several = `^(?:[\\s\\S]*?(?:${cases})){2}`;
    const noTable = check('testUses', { subject, pattern: table, absent: true });
    return all(
      check('testUses', { subject, pattern: several, absent: wanted === 'single' ? true : undefined }),
      noTable,
    );
  },
};

export const testTopics: readonly Topic[] = [
  testPlace,
  scriptSuffix,
  pythonSuffix,
  scriptFramework,
  pythonFramework,
  testTitles,
  testForm,
];
