import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

describe('whetstone gym', () => {
  it('lists the environments with their tasks', async () => {
    const { status, stdout } = await runCommandLine(['gym', 'list', '--json']);
    const { environments } = JSON.parse(stdout) as { environments: { name: string; tasks: number | null }[] };
    assert.equal(status, 0);
    assert.ok(environments.some(({ name, tasks }) => name === 'TurtleGym-v0' && tasks === 30));
    assert.ok(environments.some(({ name, tasks }) => name === 'TravelGym-v0' && tasks === null));
  });

  it('plays an episode from standard input', async () => {
    const input = '[action] Is it an animal?\n\n[answer] a comb\n[answer] late\n';
    const args = ['gym', 'play', '--env', 'TelepathyGym-v0', '--task', 'telepathy-42', '--json'];
    const { status, stdout } = await runCommandLine(args, { input });
    const { steps, totalReward, terminated } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([status, totalReward, terminated], [0, 1, true]);
    assert.deepEqual((steps as { feedback: string }[]).map(({ feedback }) => feedback)[0], 'No');
  });

  it('refuses what there is not, with status 2', async () => {
    const unknown = await runCommandLine(['gym', 'play', '--env', 'ChessGym-v0']);
    assert.deepEqual([unknown.status, unknown.stderr.includes('Known are')], [2, true]);
    const task = await runCommandLine(['gym', 'play', '--env', 'TurtleGym-v0', '--task', 'turtle-99']);
    assert.deepEqual([task.status, task.stderr.includes('has no task turtle-99')], [2, true]);
    const bare = await runCommandLine(['gym', 'serve', '--env', 'FunctionGym-WS']);
    assert.equal(bare.status, 2);
  });

  it('needs a repository for the gyms on one', async () => {
    const { status, stderr } = await runCommandLine(['gym', 'play', '--env', 'TelepathyGym-WS']);
    assert.deepEqual([status, stderr.includes('needs --workspace')], [2, true]);
  });

  it('serves an environment until it is told to end', async () => {
    const program = await bundledCommandLine();
    const child = spawn(process.execPath, [program, 'gym', 'serve', '--env', 'SearchGym-v0', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close');
    let told = '';
    for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      told += String(text);
      if (told.trimEnd().endsWith('}')) break;
    }
    const { url, token } = JSON.parse(told) as { url: string; token: string };
    const headers = { authorization: `Bearer ${token}` };
    const metadata = (await (await fetch(`${url}/metadata`, { headers })).json()) as { name: string };
    assert.equal(metadata.name, 'SearchGym-v0');
    child.kill('SIGTERM');
    assert.deepEqual(await closed, [0, null]);
  });
});
