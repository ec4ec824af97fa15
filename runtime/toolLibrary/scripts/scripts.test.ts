import assert from 'node:assert/strict';
import { withFolder } from '../extraction/testing/extractTexts';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { ToolError } from '../../tools/toolError';
import type { ToolContext } from '../../tools/types';
import {
  findScripts,
  programTools,
  runScript,
  scriptRecord,
  scriptSource,
  type ScriptTool,
  validateScripts,
} from './index';

const files = {
  'package.json': JSON.stringify({
    scripts: {
      build: 'node build.mjs',
      prebuild: 'true',
      greet: `node -e "console.log(process.argv.slice(1).join('|'))"`,
      fail: 'exit 3',
      serve: 'node s.mjs',
    },
  }),
  'build.mjs': "import { writeFileSync } from 'node:fs'; writeFileSync('out.txt', 'x');\n",
  Makefile: `NAME ?= world
# How loud.
LOUD = no
DERIVED = $(NAME)!
.PHONY: all greet
all: out.o ## Builds all.

# Greets somebody.
greet:
\t@echo hello $(NAME) $(LOUD)

out.o: src/a.c
\tcp src/a.c out.o
%.x: %.y
\ttrue
`,
  'src/a.c': 'int x;\n',
  justfile: `# Deploys it.
deploy target env='dev' *flags:
    echo {{target}} {{env}} {{flags}}
name := 'x'
_private:
    echo no
`,
  'Taskfile.yml': `version: '3'
vars: { GREETING: Hello }
tasks:
  hello:
    desc: Says hello
    requires: { vars: [NAME] }
    cmds: ['echo {{.GREETING}} {{.NAME}} {{.CLI_ARGS}}']
  inner: { internal: true, cmds: [x] }
  bad: 3
`,
  '.vscode/tasks.json': JSON.stringify({
    inputs: [{ id: 'who', type: 'pickString', options: ['a', 'b'], default: 'a', description: 'Whom.' }],
    tasks: [
      { label: 'say', type: 'shell', command: 'echo', args: ['to ${input:who}'] },
      { label: 'open', type: 'shell', command: 'cat ${file}' },
    ],
  }),
  'tool.py': `import argparse
p = argparse.ArgumentParser(description="Counts words of a text.")
p.add_argument("text", help="what is counted")
p.add_argument("more", nargs="*", help="more texts")
p.add_argument("-n", "--limit", type=int, default=3, help="how many (default: 3)")
p.add_argument("--mode", choices=["up", "down"], required=True, help="which way")
p.add_argument("--verbose", action="store_true", help="say more")
a = p.parse_args()
print(a.text, a.more, a.limit, a.mode, a.verbose, sep=";")
`,
};

const signal = new AbortController().signal;

describe('Scripts of a workspace', () => {
  const found = (name: string): Promise<ScriptTool> =>
    withFolder(files, async (root) => {
      const { tools } = await findScripts(root);
      const tool = tools.find((each) => each.name === name);
      assert.ok(tool, tools.map((each) => each.name).join());
      return tool;
    });

  it('are found, without those that are no commands of their own', async () => {
    const { tools, problems } = await withFolder(files, findScripts);
    assert.deepEqual(
      tools.map(({ name }) => name),
      [
        ...['npm_build', 'npm_greet', 'npm_fail', 'npm_serve', 'make_all', 'make_greet', 'make_out_o', 'just_deploy'],
        ...['task_hello', 'task_say'],
      ],
    );
    assert.deepEqual(
      problems.map(({ path, problem }) => [path, /“(\w+)”/.exec(problem)?.[1]]),
      [
        ['Taskfile.yml', 'bad'],
        ['.vscode/tasks.json', 'open'],
      ],
    );
  });

  it('of make have the variables that they use as parameters', async () => {
    const { description, parameters, line } = await found('make_greet');
    assert.equal(description, 'Greets somebody.');
    assert.deepEqual(parameters, [
      { name: 'NAME', schema: { type: 'string' }, required: false, passing: 'keyword', default: 'world' },
      {
        name: 'LOUD',
        schema: { type: 'string' },
        required: false,
        passing: 'keyword',
        default: 'no',
        description: 'How loud.',
      },
    ]);
    assert.equal(line({ NAME: 'a b; id' }), "make greet 'NAME=a b; id'");
  });

  it('say what they need and what they write', async () => {
    const { precondition, outcome } = await found('make_out_o');
    assert.deepEqual([precondition.programs, outcome.writes], [['make', 'cp'], ['out.o']]);
  });

  it('of just are called by place', async () => {
    const { line, parameters } = await found('just_deploy');
    assert.deepEqual(
      parameters.map(({ name, required, default: value }) => [name, required, value]),
      [
        ['target', true, undefined],
        ['env', false, 'dev'],
        ['flags', false, undefined],
      ],
    );
    assert.equal(line({ target: 'web', flags: ['-v', 'a b'] }), "just deploy web dev -v 'a b'");
  });

  it('of a Taskfile take variables and what comes behind', async () => {
    const { line, parameters } = await found('task_hello');
    assert.deepEqual(
      parameters.map(({ name, required }) => [name, required]),
      [
        ['NAME', true],
        ['GREETING', false],
        ['arguments', false],
      ],
    );
    assert.equal(line({ NAME: 'x y', arguments: ['-v'] }), "task hello 'NAME=x y' -- -v");
  });

  it('of the editor take its inputs as parameters', async () => {
    const { line, parameters } = await found('task_say');
    assert.deepEqual(parameters[0]?.schema, { type: 'string', enum: ['a', 'b'] });
    assert.deepEqual([line({ who: 'b' }), line({})], ["(echo 'to b')", "(echo 'to a')"]);
  });

  it('are records of the library', async () => {
    const { kind, provenance, effects, description, source } = scriptRecord(await found('make_out_o'));
    assert.deepEqual([kind, provenance, effects], ['schema', 'script:make', ['files', 'process', 'unknown']]);
    assert.match(description, /Needs: make, cp.*out\.o is there/s);
    assert.equal(source?.text, 'out.o: src/a.c\n\tcp src/a.c out.o');
  });

  it('refuse values that are no words', async () => {
    const { line } = await found('npm_build');
    assert.throws(() => line({ arguments: [{ a: 1 }] }), ToolError);
    assert.throws(() => line({ arguments: ['a\0b'] }), /NUL/);
  });

  it('that do not parse are told', async () => {
    const { tools, problems } = await withFolder({ 'package.json': '{', 'Taskfile.yml': 'tasks: [' }, findScripts);
    assert.deepEqual([tools, problems.map(({ path }) => path)], [[], ['package.json', 'Taskfile.yml']]);
  });
});

describe('Scripts of a workspace, really called', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  it('are validated: what works, what fails, what is not run and why', async () => {
    const verdicts = await withFolder(files, async (root) => {
      const { tools } = await findScripts(root);
      return validateScripts(tools, { root, sandbox, signal, wallMs: 20_000 });
    });
    assert.deepEqual(Object.fromEntries(verdicts.map(({ name, verdict }) => [name, verdict])), {
      ...{
        npm_build: 'works',
        npm_greet: 'works',
        npm_fail: 'fails',
        npm_serve: 'not-run',
        make_all: 'works',
        make_greet: 'works',
      },
      ...{ make_out_o: 'works', just_deploy: 'not-run', task_hello: 'not-run', task_say: 'works' },
    });
    const changed = (name: string) => verdicts.find((each) => each.name === name)?.observed?.changed;
    assert.deepEqual([changed('npm_build'), changed('make_all')], [['out.txt'], ['out.o']]);
  });

  it('get their values as single words, whatever is in them', async () => {
    const outcome = await withFolder(files, async (root) => {
      const tool = (await findScripts(root)).tools.find(({ name }) => name === 'npm_greet');
      assert.ok(tool);
      return runScript(tool, { arguments: ['a b', '$(id)', "it's"] }, { root, sandbox, signal, wallMs: 20_000 });
    });
    assert.equal(outcome.stdout, "a b|$(id)|it's\n");
  });

  it('say which program is missing', async () => {
    await withFolder(files, async (root) => {
      const tool = (await findScripts(root)).tools.find(({ name }) => name === 'just_deploy');
      assert.ok(tool);
      const missing = { ...tool, precondition: { programs: ['no-such-program'], paths: [] } };
      await assert.rejects(
        runScript(missing, { target: 'x' }, { root, sandbox, signal, wallMs: 20_000 }),
        /needs the program no-such-program/,
      );
    });
  });

  it('that are programs are described by their help and called', async () => {
    await withFolder(files, async (root) => {
      const programs = [
        { words: ['python3', 'tool.py'], path: 'tool.py' },
        { words: ['python3', 'none.py'], path: 'none.py' },
      ];
      const { tools, problems } = await programTools(programs, root, sandbox, signal);
      const [tool] = tools;
      assert.ok(tool);
      assert.deepEqual(
        problems.map(({ path }) => path),
        ['none.py'],
      );
      assert.deepEqual(
        tool.parameters.map(({ name, required, schema }) => [name, required, schema.type, schema.enum]),
        [
          ['text', true, 'string', undefined],
          ['more', false, 'array', undefined],
          ['limit', false, 'string', undefined],
          ['mode', true, 'string', ['up', 'down']],
          ['verbose', false, 'boolean', undefined],
        ],
      );
      const given = { text: '-x', more: ['y z'], mode: 'up', limit: 5, verbose: true };
      const { stdout } = await runScript(tool, given, { root, sandbox, signal, wallMs: 20_000 });
      assert.equal(stdout, "-x;['y z'];5;up;True\n");
    });
  });

  it('are a source of tools for models, closed until the workspace is trusted', async () => {
    await withFolder(files, async (root) => {
      const open = () => Promise.resolve(sandbox);
      const closed = await scriptSource({ host: { roots: [root], trusted: false }, open }).tools(signal);
      assert.deepEqual(closed, { tools: [], problem: 'Scripts are not run before the workspace is trusted.' });
      const { tools } = await scriptSource({ host: { roots: [root], trusted: true }, open }).tools(signal);
      const greet = tools.find(({ name }) => name === 'make_greet');
      assert.ok(greet);
      const context: ToolContext = { signal, approve: () => Promise.resolve({ kind: 'refused' }), conversation: 'c' };
      const result = await greet.run({ NAME: 'you' }, context);
      assert.deepEqual([greet.risk, result.isError], ['execute', false]);
      assert.match(JSON.stringify(result.content), /hello you no/);
    });
  });
});
