/** `whetstone tools serve`, bundled as it ships, asked by a real client of MCP over standard input and over HTTP. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openSandbox, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const sample = path.resolve('benchmarks/toolLibrary/sample');
/** Groups of duplicates stand in more than one file of the sample. */
const taken = ['python/text.py', 'python/strings.py', 'typescript/text.ts', 'typescript/identifiers.ts'];
const listening = z.object({ url: z.string(), token: z.string(), tools: z.number() });

/** Tools that misbehave in the ways that collections of other people do. */
const others = {
  'odd.py': `import time

def endless(x: int) -> int:
    """Never comes back."""
    while True:
        x += 1

def loud(n: int) -> str:
    """Prints and returns."""
    print('said ' + str(n))
    return 'n' * n

def ring() -> list:
    """A list that holds itself."""
    value = []
    value.append(value)
    return value

def refuses(x: int) -> int:
    """Raises."""
    raise ValueError(f'no {x}')

def numbers(*values: float, scale: float = 1.0) -> dict:
    """Sums, and what is no number.

    Args:
        values: What is added.
    """
    return {'sum': sum(values) * scale, 'none': float('nan'), 'set': {3, 1, 2}, 'pair': (1, 2)}

def keep(text: str) -> int:
    """Writes a file."""
    with open('kept.txt', 'w') as file:
        return file.write(text)
`,
  'fields.ts': `export interface Options { readonly width: number; readonly height?: number }
/** Area of a rectangle. */
export function area({ width, height = 2 }: Options): { area: number } { return { area: width * height }; }
`,
};

describe('whetstone tools serve', function () {
  this.timeout(240_000);
  let folder: string;
  let library: string;
  let odd: string;
  const clients: Client[] = [];
  /** Servers over standard input by their options: what they answer does not depend on who asked before. */
  const servers = new Map<string, Promise<Client>>();
  const children: ChildProcess[] = [];

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-serve-'));
    const tools = path.join(folder, 'tools');
    await cp(sample, tools, { recursive: true });
    library = path.join(folder, 'library');
    odd = path.join(folder, 'odd');
    await mkdir(odd);
    for (const [name, text] of Object.entries(others)) await writeFile(path.join(odd, name), text);
    const made = await runCommandLine(
      ['tools', 'refactor', '--path', tools, '--out', library, ...taken.flatMap((each) => ['--include', each])],
      { env: environment() },
    );
    assert.equal(made.status, 0, made.stderr);
  });

  after(async () => {
    await Promise.allSettled(clients.map((client) => client.close()));
    for (const child of children.splice(0)) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const environment = () => ({ ...process.env, WHETSTONE_HOME: path.join(folder, 'state') });

  async function connected(transport: Transport): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    clients.push(client);
    return client;
  }

  function overStdio(...args: readonly string[]): Promise<Client> {
    const known = servers.get(args.join(' ')) ?? startStdio(args);
    servers.set(args.join(' '), known);
    return known;
  }

  async function startStdio(args: readonly string[]): Promise<Client> {
    const program = await bundledCommandLine();
    return connected(
      new StdioClientTransport({
        ...{ command: process.execPath, args: [program, 'tools', 'serve', ...args], stderr: 'ignore' },
        env: z.record(z.string(), z.string()).parse(JSON.parse(JSON.stringify(environment()))),
      }),
    );
  }

  async function overHttp(...args: readonly string[]): Promise<z.infer<typeof listening>> {
    const program = await bundledCommandLine();
    const child = spawn(process.execPath, [program, 'tools', 'serve', '--http', '0', '--json', ...args], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.trimEnd().endsWith('}')) break;
    }
    return listening.parse(JSON.parse(said));
  }

  const client = ({ url, token }: z.infer<typeof listening>) =>
    connected(
      new StreamableHTTPClientTransport(new URL(url), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    );

  async function call(of: Client, name: string, given: Record<string, unknown>) {
    const result = await of.callTool({ name, arguments: given });
    const [first] = z.array(z.looseObject({ text: z.string() })).parse(result.content);
    return { isError: result.isError === true, text: first?.text ?? '', whole: result };
  }

  it('offers the functions of a library with their schemas, and calls them', async () => {
    const asked = await overStdio('--library', library, '--allow');
    const { tools } = await asked.listTools();
    assert.ok(tools.length >= 10, String(tools.length));
    assert.ok(
      tools.every(({ inputSchema, description }) => inputSchema.properties !== undefined && description !== ''),
    );
    const slug = tools.find(({ name }) => name === 'slugify' || name === 'make_slug');
    assert.ok(slug !== undefined, tools.map(({ name }) => name).join(', '));
    const [parameter = ''] = slug.inputSchema.required ?? [];
    const { isError, text } = await call(asked, slug.name, { [parameter]: 'Hello There World' });
    assert.deepEqual([isError, text], [false, '"hello-there-world"']);
  });

  it('answers under old names as the tools of those names did, if it is told to', async () => {
    const plain = await overStdio('--library', library, '--allow');
    const old = await overStdio('--library', library, '--allow', '--old-names');
    const offered = new Set((await plain.listTools()).tools.map(({ name }) => name));
    const more = (await old.listTools()).tools.filter(({ name }) => !offered.has(name));
    assert.ok(more.length >= 1);
    assert.ok(more.every(({ description }) => description?.startsWith('Deprecated. Use ')));
    const [first] = more;
    const refused = await call(plain, first?.name ?? '', {});
    assert.ok(refused.isError);
    assert.match(refused.text, /was merged into \w+\. Call \w+\(\{.*<\w+>.*\}\)/);
    const before = await overStdio('--path', path.join(library, 'before'), '--allow');
    const known = new Map((await before.listTools()).tools.map((tool) => [tool.name, tool]));
    for (const { name, inputSchema } of more.slice(0, 3)) {
      assert.ok(known.has(name), name);
      const given = exampleOf(inputSchema);
      const answers = await Promise.all([call(before, name, given), call(old, name, given)]);
      assert.equal(answers[1].text, answers[0].text, name);
    }
  });

  it('runs nothing without leave, and says so', async () => {
    const asked = await overStdio('--path', odd);
    const { isError, text } = await call(asked, 'loud', { n: 2 });
    assert.ok(isError);
    assert.match(text, /Nothing is run.*--allow/);
  });

  it('tells what is wrong with a call as a result that a model can read', async () => {
    const asked = await overStdio('--path', odd, '--allow', '--seconds', '5');
    const wrong = await Promise.all([
      call(asked, 'loud', { n: 'two' }),
      call(asked, 'loud', { n: 1, more: 2 }),
      call(asked, 'nothing', {}),
      call(asked, 'refuses', { x: 3 }),
      call(asked, 'ring', {}),
      call(asked, 'keep', { text: 'a' }),
      call(asked, 'endless', { x: 1 }),
    ]);
    assert.ok(wrong.every(({ isError }) => isError));
    for (const [at, expected] of [
      /n must be integer/,
      /must NOT have additional properties/,
      /no function nothing/,
      /refuses failed: ValueError: no 3\nat odd\.py, line 21/,
      /holds itself/,
      /keep is not offered: it may do more than compute \(files.*--impure/,
      /longer than 5 s/,
    ].entries()) {
      assert.match(wrong[at]?.text ?? '', expected);
    }
    assert.equal((await call(asked, 'loud', { n: 2 })).text, '"nn"');
  });

  it('gives values that JSON does not have as texts and lists, and takes arguments as the function does', async () => {
    const asked = await overStdio('--path', odd, '--allow', '--seconds', '5');
    const { whole } = await call(asked, 'numbers', { values: [1, 2.5], scale: 2 });
    assert.deepEqual(whole.structuredContent, { sum: 7, none: 'nan', set: [1, 2, 3], pair: [1, 2] });
    assert.equal((await call(asked, 'area', { width: 3 })).text, '{"area":6}');
    const { whole: loud } = await call(asked, 'loud', { n: 1 });
    assert.match(JSON.stringify(loud.content), /It printed:\\nsaid 1/);
  });

  it('lets tools with effects work on a copy, if it is told to', async () => {
    const asked = await overStdio('--path', odd, '--allow', '--impure');
    const { isError, whole } = await call(asked, 'keep', { text: 'abc' });
    assert.equal(isError, false, JSON.stringify(whole));
    assert.match(JSON.stringify(whole.content), /"3".*It wrote kept\.txt in its copy/);
    await assert.rejects(cp(path.join(odd, 'kept.txt'), path.join(folder, 'none')), /ENOENT/);
  });

  it('ends a call that is cancelled, and tells of its progress until then', async () => {
    const asked = await overStdio('--path', odd, '--allow', '--seconds', '600', '--parallel', '1');
    const stop = new AbortController();
    const notes: number[] = [];
    const running = asked.callTool({ name: 'endless', arguments: { x: 1 } }, undefined, {
      signal: stop.signal,
      onprogress: ({ progress }) => {
        if (notes.push(progress) === 3) stop.abort('enough');
      },
    });
    await assert.rejects(running, /enough/);
    assert.ok(notes.every((each, at) => at === 0 || each > (notes[at - 1] ?? 0)));
    // The only place is free again.
    assert.equal((await call(asked, 'loud', { n: 3 })).text, '"nnn"');
  });

  it('serves several clients over HTTP, many calls at once', async () => {
    const server = await overHttp('--path', odd, '--allow');
    const both = await Promise.all([client(server), client(server)]);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => call(both[at % 2]!, 'loud', { n: at })));
    assert.deepEqual(
      answers.map(({ text }) => text),
      answers.map((_, at) => JSON.stringify('n'.repeat(at))),
    );
  });

  it('refuses who has no token, comes by another name, or from a page', async () => {
    const { url, token } = await overHttp('--path', odd);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const status = async (headers: Record<string, string>, at = url, text = body) =>
      (
        await fetch(at, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
          body: text,
        })
      ).status;
    const authorization = `Bearer ${token}`;
    assert.deepEqual(
      await Promise.all([
        status({}),
        status({ authorization: 'Bearer wrong' }),
        status({ authorization, origin: 'https://evil.example' }),
        status({ authorization }, url.replace('/mcp', '/other')),
        status({ authorization }, url, '{"half'),
        status({ authorization, 'mcp-session-id': 'none' }),
        // No session was begun.
        status({ authorization }),
      ]),
      [401, 401, 403, 404, 400, 404, 400],
    );
  });

  it('says what is wrong with its options', async () => {
    const run = (...args: readonly string[]) => runCommandLine(['tools', 'serve', ...args], { env: environment() });
    await mkdir(path.join(folder, 'empty'), { recursive: true });
    const results = await Promise.all([
      run(),
      run('--library', library, '--path', odd),
      run('--path', path.join(folder, 'nowhere')),
      run('--path', path.join(folder, 'empty')),
      run('--path', odd, '--json'),
      run('--path', odd, '--stdio', '--http', '0'),
      run('--path', odd, '--http', '99999'),
      run('--path', odd, '--allow', '--python', path.join(folder, 'nopython')),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      results.map(() => 2),
    );
    for (const [at, expected] of [
      /either --library .* or --path/,
      /either --library .* or --path/,
      /does not exist/,
      /no tool that could be offered/,
      /--json goes with --http/,
      /either --stdio or --http/,
      /99999/,
      /there is no .*nopython/,
    ].entries()) {
      assert.match(results[at]?.stderr ?? '', expected);
    }
  });
});

/** Values for the required arguments. */
function exampleOf(schema: {
  readonly properties?: object | undefined;
  readonly required?: readonly string[] | undefined;
}) {
  const properties = z
    .record(z.string(), z.looseObject({ type: z.string().optional() }))
    .parse(schema.properties ?? {});
  const values: Readonly<Record<string, unknown>> = {
    string: 'Two Words here',
    integer: 7,
    number: 2.5,
    boolean: true,
    array: ['b', 'a', 'b'],
    object: {},
  };
  return Object.fromEntries((schema.required ?? []).map((name) => [name, values[properties[name]?.type ?? 'string']]));
}
