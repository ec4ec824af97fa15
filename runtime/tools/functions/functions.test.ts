import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../gateway/types';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../sandbox';
import type { SourceTools, ToolContext } from '../types';
import { FUNCTIONS_FILE, functionSource } from './index';

const COMPILER = path.dirname(require.resolve('typescript/package.json'));
const PROJECT = path.join(__dirname, '..', '..', '..');

describe('Functions of the workspace', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let root: string;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-')));
    await mkdir(path.join(root, '.vscode'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(path.join(root, name), text);
  const declare = (...functions: Json[]): Promise<void> =>
    write(FUNCTIONS_FILE, `// ours\n${JSON.stringify({ functions })}`);
  const context: ToolContext = {
    signal: new AbortController().signal,
    approve: () => Promise.resolve({ kind: 'refused' }),
    conversation: 'c',
  };
  const offered = (trusted = true): Promise<SourceTools> =>
    functionSource({
      host: { roots: [root], trusted },
      open: () => Promise.resolve(sandbox),
      compiler: COMPILER,
    }).tools(context.signal);

  async function call(name: string, input: Json, among?: SourceTools): Promise<readonly unknown[]> {
    const { tools, problem } = among ?? (await offered());
    const tool = tools.find((each) => each.name === name);
    assert.ok(tool, problem);
    return (await tool.run(input, context)).content.map((part) =>
      part.type === 'json' ? part.value : part.type === 'text' ? part.text : part,
    );
  }

  it('describes a Python function by its annotations and docstring', async () => {
    await write(
      'm.py',
      `from typing import Literal, Optional
from dataclasses import dataclass
@dataclass
class Point:
    x: float
    y: float = 0.0
def far(point: Point, names: list[str], how: Literal['a', 'b'] = 'a', limit: Optional[int] = None, *more: int) -> float:
    """Says how far it is.

    Longer text.

    Args:
        point: Where it is.
        names (list): All of them.
    """
    return point.x + len(names) + len(more)
`,
    );
    await declare({ file: 'm.py', function: 'far' });
    const all = await offered();
    const { tools, problem } = all;
    assert.equal(problem, undefined);
    assert.equal(tools[0]?.description, 'Says how far it is.');
    const number = { type: 'number' };
    assert.deepEqual(tools[0].inputSchema, {
      type: 'object',
      properties: {
        point: { type: 'object', properties: { x: number, y: number }, required: ['x'], description: 'Where it is.' },
        names: { type: 'array', items: { type: 'string' }, description: 'All of them.' },
        how: { enum: ['a', 'b'], default: 'a' },
        limit: { type: ['integer', 'null'], default: null },
        more: { type: 'array', items: { type: 'integer' } },
      },
      required: ['point', 'names'],
      additionalProperties: false,
    });
    assert.deepEqual(await call('far', { point: { x: 2 }, names: ['a'] }, all), [3]);
  });

  it('describes and calls a TypeScript function', async () => {
    await write(
      'm.ts',
      `interface Options {
  /** How often. */
  readonly times?: number; readonly mode: 'up' | 'down' }
/**
 * Repeats a word.
 * @param word what is repeated
 */
export async function repeat(word: string, options: Options, ...tags: string[]): Promise<{ text: string; tags: readonly string[] }> {
  console.log('printed');
  return { text: word.repeat(options.times ?? 2), tags };
}
`,
    );
    await declare({ file: 'm.ts', function: 'repeat', name: 'say' });
    const all = await offered();
    const { tools, problem } = all;
    assert.equal(problem, undefined);
    assert.equal(tools[0]?.description, 'Repeats a word.');
    assert.deepEqual(tools[0].inputSchema, {
      type: 'object',
      properties: {
        word: { type: 'string', description: 'what is repeated' },
        options: {
          type: 'object',
          properties: { times: { type: 'number', description: 'How often.' }, mode: { enum: ['up', 'down'] } },
          required: ['mode'],
          additionalProperties: false,
        },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['word', 'options'],
      additionalProperties: false,
    });
    const result = await call('say', { word: 'ab', options: { mode: 'up', times: 3 }, tags: ['x', 'y'] }, all);
    assert.deepEqual(result, [{ text: 'ababab', tags: ['x', 'y'] }, 'It printed:\nprinted']);
  });

  it('describes a JavaScript function by its JSDoc', async () => {
    await write(
      'm.cjs',
      `/** Adds.\n * @param {number} a first\n * @param {number} [b]\n */\nfunction add(a, b = 1) { return a + b; }\nmodule.exports = { add };\n`,
    );
    await declare({ file: 'm.cjs', function: 'add' });
    const all = await offered();
    const { tools, problem } = all;
    assert.equal(problem, undefined);
    assert.deepEqual(tools[0]?.inputSchema.properties, {
      a: { type: 'number', description: 'first' },
      b: { type: 'number' },
    });
    assert.deepEqual(tools[0].inputSchema.required, ['a']);
    assert.deepEqual(await call('add', { a: 2 }, all), [3]);
  });

  it('tells what a function raised, and what it wrote in its copy', async () => {
    await write(
      'm.py',
      `def fail(x: int):\n    raise ValueError(f'no {x}')\ndef write():\n    open('new.txt', 'w').write('x')\n    print('hello')\n    return {'a': {1, 1}}\n`,
    );
    await declare({ file: 'm.py', function: 'fail' }, { file: 'm.py', function: 'write' });
    await assert.rejects(call('fail', { x: 3 }), /fail failed: ValueError: no 3\n[\s\S]*line 2/);
    assert.deepEqual(await call('write', {}), [
      { a: [1] },
      'It printed:\nhello\nIt wrote new.txt in its copy of the workspace; that is gone.',
    ]);
  });

  it('gives no network and no environment to a function', async () => {
    await write(
      'm.py',
      `import os, urllib.request\ndef reach():\n    try:\n        urllib.request.urlopen('http://1.1.1.1', timeout=2)\n    except OSError:\n        return 'refused'\n`,
    );
    await declare({ file: 'm.py', function: 'reach' });
    assert.deepEqual(await call('reach', {}), ['refused']);
  });

  it('ends a function at its time', async () => {
    await write('m.py', 'def wait():\n    while True: pass\n');
    await declare({ file: 'm.py', function: 'wait', timeoutSeconds: 1 });
    await assert.rejects(call('wait', {}), /wait gave no result \(wall/);
  });

  it('takes a schema that is given', async () => {
    await write('m.mjs', 'export function less(a, b) { return a - b; }\n');
    const number = { type: 'number' };
    await declare({
      file: 'm.mjs',
      function: 'less',
      description: 'Subtracts.',
      schema: { type: 'object', properties: { a: number, b: number } },
    });
    assert.deepEqual(await call('less', { b: 1, a: 5 }), [4]);
  });

  it('says what is wrong with an entry, and offers the others', async () => {
    await write('m.py', 'def one(): return 1\nx = 3\n');
    await declare(
      { file: 'm.py', function: 'one' },
      { file: 'm.py', function: 'x' },
      { file: 'm.py', function: 'none' },
      { file: '../outside.py', function: 'f' },
      { file: 'm.rb', function: 'f' },
      { file: 'm.py', function: 'one', name: 'bad', schema: { type: 'object', properties: { a: { type: 'whole' } } } },
    );
    const { tools, problem = '' } = await offered();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['one'],
    );
    for (const part of [
      /x in m\.py is not a function/,
      /has no function none/,
      /no file \.\.\/outside\.py/,
      /language of m\.rb/,
      /not valid/,
    ]) {
      assert.match(problem, part);
    }
    await write(FUNCTIONS_FILE, '{ "functions": [');
    assert.match((await offered()).problem ?? '', /whetstone-functions\.json, line 1: /);
  });

  it('runs nothing before the workspace is trusted', async () => {
    await write('m.py', 'def one(): return 1\n');
    await declare({ file: 'm.py', function: 'one' });
    assert.deepEqual(await offered(false), {
      tools: [],
      problem: 'Functions of the workspace are not run before it is trusted.',
    });
  });

  it('is an MCP server over stdio', async () => {
    await write(
      'm.py',
      `def area(width: float, height: float = 2) -> dict:\n    """Area of a rectangle."""\n    return {'area': width * height}\n`,
    );
    await declare({ file: 'm.py', function: 'area' });
    const client = new Client({ name: 'test', version: '1' });
    const changed = new Promise((resolve) => client.setNotificationHandler(ToolListChangedNotificationSchema, resolve));
    // As it ships.
    const server = path.join(root, 'server', 'functionsServer.cjs');
    await build({
      ...{ entryPoints: [path.join(__dirname, 'mcpServer.ts')], outfile: server, absWorkingDir: PROJECT },
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' },
    });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [server, '--workspace', root],
      }),
    );
    try {
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name, description }) => [name, description]),
        [['area', 'Area of a rectangle.']],
      );
      const result = await client.callTool({ name: 'area', arguments: { width: 3 } });
      assert.deepEqual(result, {
        content: [{ type: 'text', text: '{"area": 6}'.replace(' ', '') }],
        structuredContent: { area: 6 },
        isError: false,
      });
      const wrong = await client.callTool({ name: 'area', arguments: { width: 'three' } });
      assert.match(JSON.stringify(wrong), /arguments\/width must be number/);
      await declare();
      await changed;
      assert.deepEqual((await client.listTools()).tools, []);
    } finally {
      await client.close();
    }
  });
});
