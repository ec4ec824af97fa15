/** `whetstone mcp`, bundled as it ships, against a server of npm. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { bundledCommandLine, runCommandLine } from '../../testing/commandLine';

const listed = z.object({
  servers: z.array(z.looseObject({ name: z.string(), status: z.string() })),
  problems: z.array(z.object({ line: z.number(), message: z.string() })),
});
const tools = z.object({
  servers: z.array(z.object({ tools: z.array(z.object({ name: z.string(), risk: z.string() })) })),
});
const result = z.object({ content: z.array(z.object({ text: z.string() })), isError: z.boolean() });

describe('whetstone mcp', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-cli-'));
    await bundledCommandLine();
    await mkdir(path.join(folder, '.vscode'));
    const program = createRequire(__filename).resolve('@modelcontextprotocol/server-filesystem/dist/index.js');
    const args = [program, '${workspaceFolder}'];
    await writeFile(
      path.join(folder, '.vscode', 'mcp.json'),
      JSON.stringify({ servers: { files: { command: process.execPath, args }, wrong: {} } }),
    );
    await writeFile(path.join(folder, 'a.txt'), 'inside');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]) =>
    runCommandLine(['mcp', ...args, '--workspace', folder], {
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'home') },
    });

  it('lists what is set up and starts nothing, then only what was allowed, and remembers it', async () => {
    const { servers, problems } = listed.parse(JSON.parse((await run('list', '--json')).stdout));
    assert.deepEqual(
      servers.map(({ name, status }) => [name, status]),
      [['files', 'not-allowed']],
    );
    assert.match(problems[0]?.message ?? '', /Server "wrong"/);

    const refused = await run('tools', '--json');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /--allow allows it/);

    const allowed = await run('tools', '--server', 'files', '--allow', '--json');
    assert.equal(allowed.status, 0, allowed.stderr);
    assert.ok(tools.parse(JSON.parse(allowed.stdout)).servers[0]?.tools.every(({ risk }) => risk === 'network'));
    assert.match(await readFile(path.join(folder, 'home', 'mcp-allowed.json'), 'utf8'), /"server": "files"/);

    const file = JSON.stringify({ path: path.join(folder, 'a.txt') });
    const call = ['call', '--server', 'files', '--json', '--tool', 'read_text_file', '--input'];
    const [read, wrong, none] = await Promise.all([
      run(...call, file),
      run(...call, '{}'),
      run('call', '--server', 'files', '--tool', 'nothing'),
    ]);
    assert.equal(read.status, 0, read.stderr);
    assert.match(result.parse(JSON.parse(read.stdout)).content[0]?.text ?? '', /inside/);
    assert.equal(wrong.status, 1);
    assert.ok(result.parse(JSON.parse(wrong.stdout)).isError);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /no tool “nothing”. There are: .*read_text_file/);
  });

  it('says what is wrong with its options', async () => {
    const call = ['call', '--tool', 't', '--server'];
    const [server, input] = await Promise.all([run(...call, 'no'), run(...call, 'files', '--input', '[1]')]);
    assert.deepEqual([server.status, input.status], [2, 2]);
    assert.match(server.stderr, /no server “no”. Configured are: files/);
    assert.match(input.stderr, /must be a JSON object/);
  });
});
