import assert from 'node:assert/strict';
import { parseHelp } from './helpText';

const commander = `Usage: mytool [options] <source> [target]

Copies files from one place to another.

Arguments:
  source                 where they are
  target                 where they go (default: ".")

Options:
  -V, --version          output the version number
  -d, --depth <number>   how deep (default: 3)
  -f, --format <name>    the form (choices: "json", "yaml")
  --no-color             without colours
  -h, --help             display help for command
`;
const click = `Usage: app.py [OPTIONS] COMMAND [ARGS]...

  Manages things.

Options:
  --debug / --no-debug  Say more.
  --help                Show this message and exit.

Commands:
  add   Adds a thing.
  list  Lists things.
`;
const clap = `Search files for a pattern

Usage: rg [OPTIONS] <PATTERN> [PATH]...

Arguments:
  <PATTERN>  What is searched
  [PATH]...  Where

Options:
  -i, --ignore-case        Case does not count
  -m, --max-count <NUM>    Limit of matches
      --sort <SORTBY>      Order [possible values: none, path]
`;
const gnu = `Usage: head [OPTION]... [FILE]...
Print the first 10 lines of each FILE.

  -c, --bytes=[-]NUM       print the first NUM bytes
  -q, --quiet, --silent    never print headers
`;
const flag = `Usage of serve:
  -port int
    	port to listen on (default 8080)
  -name string
    	a name
  -v	say more
`;

describe('Help of programs', () => {
  const cases: readonly (readonly [string, string, readonly (readonly unknown[])[]])[] = [
    [
      'commander',
      commander,
      [
        ['source', 'string', true],
        ['target', 'string', false],
        ['depth', 'number', false],
        ['format', 'string', false],
        ['no_color', 'boolean', false],
      ],
    ],
    ['click', click, [['debug', 'boolean', false]]],
    [
      'clap',
      clap,
      [
        ['pattern', 'string', true],
        ['path', 'array', false],
        ['ignore_case', 'boolean', false],
        ['max_count', 'number', false],
        ['sort', 'string', false],
      ],
    ],
    [
      'GNU',
      gnu,
      [
        ['file', 'array', false],
        ['bytes', 'string', false],
        ['quiet', 'boolean', false],
      ],
    ],
    [
      'Go',
      flag,
      [
        ['port', 'integer', false],
        ['name', 'string', false],
        ['v', 'boolean', false],
      ],
    ],
  ];
  for (const [form, text, expected] of cases) {
    it(`as ${form} writes it`, () => {
      const { options } = parseHelp(text) ?? { options: [] };
      assert.deepEqual(
        options.map(({ parameter: { name, schema, required } }) => [name, schema.type, required]),
        expected,
      );
    });
  }

  it('tells descriptions, choices, defaults and commands', () => {
    assert.equal(parseHelp(commander)?.description, 'Copies files from one place to another.');
    assert.deepEqual(parseHelp(commander)?.options.find(({ flag: each }) => each === '--format')?.parameter.schema, {
      type: 'string',
      enum: ['json', 'yaml'],
    });
    assert.deepEqual(parseHelp(clap)?.options.find(({ flag: each }) => each === '--sort')?.parameter.schema.enum, [
      'none',
      'path',
    ]);
    assert.equal(parseHelp(flag)?.options[0]?.parameter.default, 8080);
    assert.deepEqual(
      [...(parseHelp(click)?.commands ?? [])],
      [
        ['add', 'Adds a thing.'],
        ['list', 'Lists things.'],
      ],
    );
  });

  it('is not seen in other output', () => {
    assert.equal(parseHelp('hello\nworld\n'), undefined);
    assert.equal(parseHelp(''), undefined);
  });
});
