/** Servers of a workspace: what is started when, with what, and what becomes of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { McpInput } from '../../agent/protocol';
import { bundledProgram } from '../../testing/bundledProgram';
import { consentHash } from './consent';
import { McpServerError } from './mcpServerError';
import { faulty, openFixture, runs, textOf, until, writeMcpFile, type Fixture } from './testing/mcpFixture';

const limits = { graceMs: 100, startMs: 3_000, callMs: 3_000 };

describe('MCP servers of a workspace', function () {
  this.timeout(20_000);
  let fixture: Fixture;
  afterEach(() => fixture.close());

  const started = () =>
    fixture.log.filter((line) => line.includes('started')).map((line) => Number(line.split(' ')[2]));
  const reread = async (content: unknown) => {
    const file = await writeMcpFile(fixture.folder, content);
    await fixture.servers.reload();
    return file;
  };

  it('start nothing before they were allowed, and ask again when the configuration changes', async () => {
    fixture = await openFixture({}, { limits });
    await reread({ servers: { s: faulty() } });
    assert.equal(fixture.servers.states()[0]?.status, 'not-allowed');
    assert.match((await fixture.problem('s')) ?? '', /not allowed to start/);
    assert.deepEqual(started(), []);

    const { allowed } = await fixture.servers.control('s', 'allow');
    assert.match(allowed ?? '', /^[0-9a-f]{64}$/);
    assert.ok((await fixture.tools('s')).length > 0);
    assert.equal(fixture.servers.states()[0]?.status, 'running');
    assert.equal(started().length, 1);

    await reread({ servers: { s: faulty('other') } });
    assert.match((await fixture.problem('s')) ?? '', /not allowed to start/);
    assert.ok(!runs(started()[0] ?? 0));
  });

  it('are not allowed where the configuration has changed since the user saw it', async () => {
    fixture = await openFixture({}, { limits });
    await reread({ servers: { s: faulty() } });
    const shown = () => fixture.servers.states()[0]?.hash;
    const allow = (hash: string | undefined) =>
      fixture.servers.control('s', 'allow', new AbortController().signal, hash);
    const before = shown();
    await reread({ servers: { s: faulty('other') } });
    await assert.rejects(allow(before), /has changed since it was shown/);
    assert.equal(fixture.servers.states()[0]?.status, 'not-allowed');
    await allow(shown());
    assert.ok((await fixture.tools('s')).length > 0);
  });

  it('remember what was allowed, by its hash', async () => {
    const allowed = await consentHash({ name: 's', from: 'user', config: faulty(), folder: undefined });
    fixture = await openFixture({}, { userServers: { s: faulty() }, allowed: [allowed], limits });
    assert.ok((await fixture.tools('s')).length > 0);
  });

  it('start nothing in a workspace that is not trusted, and stop when trust is taken away', async () => {
    fixture = await openFixture({ s: faulty() }, { limits });
    await fixture.tools('s');
    const allowed = [await consentHash({ name: 's', from: 'user', config: faulty(), folder: fixture.folder })];
    const settings = { roots: [fixture.folder], userServers: { s: faulty() }, allowed, localOnly: false };
    await fixture.servers.configure({ ...settings, trusted: false });
    assert.ok(!runs(started()[0] ?? 0));
    assert.match((await fixture.problem('s')) ?? '', /not trusted/);
    await assert.rejects(fixture.servers.control('s', 'allow'), McpServerError);
    await fixture.servers.configure({ ...settings, trusted: true });
    assert.ok((await fixture.tools('s')).length > 0);
  });

  it('of a repository do not take the place of the user’s, nor say what their tools may do', async () => {
    fixture = await openFixture({ s: faulty() }, { limits });
    await reread({ servers: { s: { ...faulty(), risks: { '*': 'read' } } } });
    const names = fixture.servers.states().map(({ name, from }) => `${name} ${from}`);
    const other = `s (${path.basename(fixture.folder)})`;
    assert.deepEqual(names, ['s user', `${other} workspace`]);
    await fixture.servers.control(other, 'allow');
    assert.ok((await fixture.tools(other)).every(({ risk }) => risk === 'network'));
  });

  it('see of our environment only what programs need, and what their configuration says', async () => {
    const environment = { PATH: process.env.PATH, OPENAI_API_KEY: 'secret', WHETSTONE_TOKEN: 'ours', TEAM: 'blue' };
    fixture = await openFixture({}, { environment, limits });
    await writeFile(path.join(fixture.folder, 'team.env'), 'FROM_FILE="a b"\nCOLOUR=red\n');
    const env = { COLOUR: '${env:TEAM}', EMPTY: '${env:NOT_SET}' };
    await reread({ servers: { s: { ...faulty(), envFile: '${workspaceFolder}/team.env', env } } });
    await fixture.servers.control('s', 'allow');
    const result = await fixture.call('s', 'surroundings');
    assert.deepEqual(result.content[0], {
      type: 'json',
      value: {
        env: { PATH: process.env.PATH, FROM_FILE: 'a b', COLOUR: 'blue', EMPTY: '' },
        folder: fixture.folder,
      },
    });
  });

  it('are given what the user is asked for, once, and again after a restart', async () => {
    const asked: McpInput[] = [];
    const askInput = async (_server: string, input: McpInput) => (asked.push(input), `\${env:HOME} ${asked.length}`);
    fixture = await openFixture({}, { askInput, limits });
    const inputs = [{ id: 'key', type: 'promptString', description: 'Key', password: true }];
    await reread({ inputs, servers: { s: { ...faulty(), env: { A: '${input:key}', B: '${input:key}' } } } });
    await fixture.servers.control('s', 'allow');
    // What was typed is no configuration: the variable in it stays a text.
    assert.match(textOf(await fixture.call('s', 'surroundings')), /"A":"\$\{env:HOME\} 1","B":"\$\{env:HOME\} 1"/);
    await fixture.servers.control('s', 'restart');
    assert.match(textOf(await fixture.call('s', 'surroundings')), /\} 2"/);
    assert.equal(asked.length, 2);
  });

  for (const [what, server, expected] of [
    ['an input that nobody answers', { env: { A: '${input:a}' } }, /needs “Your key”, which was not given/],
    ['an input that is not declared', { env: { A: '${input:b}' } }, /\$\{input:b\} is not declared/],
    ['a variable that is not known', { args: ['${command:x}'] }, /\$\{command:x\} is not known here/],
    ['a variable of ours', { args: ['${env:WHETSTONE_TOKEN}'] }, /is not given to servers/],
    ['an environment file that is not there', { envFile: '${workspaceFolder}/no.env' }, /"envFile" cannot be read/],
  ] as const) {
    it(`tell ${what}`, async () => {
      fixture = await openFixture({}, { limits });
      const inputs = [{ id: 'a', type: 'promptString', description: 'Your key' }];
      await reread({ inputs, servers: { s: { ...faulty(), ...server } } });
      await fixture.servers.control('s', 'allow');
      assert.match((await fixture.problem('s')) ?? '', expected);
    });
  }

  it('notice that the file was saved, and tell its mistakes as a source without tools', async () => {
    fixture = await openFixture({}, { limits });
    let changes = 0;
    fixture.servers.onChange(() => changes++);
    const file = await writeMcpFile(fixture.folder, '{ "servers": { "a": { "command": 1 } } }');
    await until(() => changes > 0);
    assert.equal(fixture.servers.problems()[0]?.line, 1);
    assert.match((await fixture.problem(file)) ?? '', /mcp\.json:1:\d+: Server "a": "command"/);
    await rm(file);
    await until(() => fixture.servers.problems().length === 0);
  });

  it('stop when nobody uses them, and start again at the next call', async () => {
    fixture = await openFixture({ s: faulty() }, { limits: { ...limits, idleMs: 50 } });
    await fixture.tools('s');
    await until(() => !runs(started()[0] ?? 0));
    assert.equal(fixture.servers.states()[0]?.status, 'stopped');
    // Which tools it has is known.
    assert.ok((await fixture.tools('s')).length > 0);
    assert.equal(started().length, 1);
    assert.equal(textOf(await fixture.call('s', 'echo', { text: 'a' })), 'a');
    assert.equal(started().length, 2);
  });

  it('are stopped at once while they are starting', async () => {
    fixture = await openFixture({ s: faulty('hang') }, { limits: { ...limits, startMs: 60_000 } });
    const problem = fixture.problem('s');
    await until(() => started().length === 1);
    await fixture.servers.control('s', 'stop');
    assert.match((await problem) ?? '', /stopped before it was there/);
    assert.ok(!runs(started()[0] ?? 0));
  });

  it('stay stopped when the user stopped them', async () => {
    fixture = await openFixture({ s: faulty() }, { limits });
    await fixture.tools('s');
    await fixture.servers.control('s', 'stop');
    assert.match((await fixture.problem('s')) ?? '', /was stopped/);
    await fixture.servers.control('s', 'start');
    assert.ok((await fixture.tools('s')).length > 0);
  });

  it('end with what they have started, even those that hear no signal', async () => {
    fixture = await openFixture({ s: faulty('stubborn') }, { limits });
    const child = Number(textOf(await fixture.call('s', 'spawn')));
    const [server = 0] = started();
    assert.ok(runs(child) && runs(server));
    await fixture.servers.dispose();
    assert.ok(!runs(server));
    await until(() => !runs(child));
  });

  it('end with what they have started when our process is killed', async () => {
    fixture = await openFixture({}, { limits });
    const script = await bundledProgram('runtime/tools/mcp/testing/mcpOwner.ts');
    const owner = spawn(process.execPath, [script, JSON.stringify(faulty('stubborn'))], {
      // The folder that it makes goes with this test's.
      env: { ...process.env, TMPDIR: fixture.folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const pids = printed.toString().trim().split(' ').map(Number);
    assert.ok(pids.length === 2 && pids.every(runs));
    owner.kill('SIGKILL');
    await until(() => pids.every((pid) => !runs(pid)));
  });

  it('are named where a name is wrong', async () => {
    fixture = await openFixture({ s: faulty() }, { limits });
    await assert.rejects(fixture.servers.control('t', 'start'), /no server “t”. Configured are: s\./);
  });

  it('keep one’s faults from the others', async () => {
    fixture = await openFixture({ bad: faulty('exit'), good: faulty() }, { limits });
    assert.match((await fixture.problem('bad')) ?? '', /exit code 7/);
    assert.equal(textOf(await fixture.call('good', 'echo', { text: 'a' })), 'a');
  });

  it('leave the files as they are', async () => {
    fixture = await openFixture({}, { limits });
    const file = await reread('{ "servers": {}, /* mine */ }');
    await fixture.servers.reload();
    assert.equal(await readFile(file, 'utf8'), '{ "servers": {}, /* mine */ }');
  });
});
