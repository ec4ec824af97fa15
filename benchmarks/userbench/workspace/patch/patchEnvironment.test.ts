import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../../../runtime/gateway/types';
import type { Step } from '../../environments/types';
import {
  badChange,
  goodChange,
  madeFiles,
  madeSet,
  madeTask,
  rulesUser,
  type MadeSet,
} from '../episodes/testing/madeTask';
import { episodeSettings } from '../episodes/settings';
import { PatchEnvironment } from './patchEnvironment';
import { worktreesFolder } from './patchWorktree';

const signal = new AbortController().signal;
const base = { paths: Object.keys(madeFiles), text: (file: string) => madeFiles[file] };

describe('Patch mode', () => {
  let made: MadeSet;
  let state: string;
  const opened: PatchEnvironment[] = [];

  before(() => {
    made = madeSet();
    state = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-state-')));
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  after(() => {
    rmSync(made.folder, { recursive: true, force: true });
    rmSync(state, { recursive: true, force: true });
  });

  async function begun(options: object = {}) {
    const settings = episodeSettings({ mode: 'patch', ...options });
    const place = { folder: made.folder, set: made.set, state };
    const environment = new PatchEnvironment({ task: madeTask, settings, user: rulesUser, place, base });
    opened.push(environment);
    await environment.reset({ seed: 3 });
    const tool = (name: string, input: Json) => environment.tools.call(name, input, signal);
    const act = (action: string) => environment.step(action, signal);
    const write = ({ path: file, content }: typeof goodChange) =>
      tool('create_file', { path: file, text: content ?? '' });
    return { environment, tool, act, write };
  }
  const codeOf = ({ observation }: Step) => observation.feedbackCode;
  const details = (environment: PatchEnvironment) =>
    environment.outcome().details as Readonly<Record<string, Json | undefined>>;

  it('ends with a change that satisfies everything', async () => {
    const { environment, act, write } = await begun();
    assert.equal(codeOf(await write(goodChange)), 'tool_result');
    const step = await act('[answer] The function is there.');
    assert.deepEqual([codeOf(step), step.reward, step.terminated], ['submitted', 1, true]);
    assert.deepEqual(
      environment.outcome().answers.map(({ value, violated }) => [value, violated]),
      [
        [1, []],
        [1, []],
      ],
    );
    assert.deepEqual(details(environment).patch, [goodChange]);
  });

  it('reads, searches, edits and lists the copy', async () => {
    const { tool, environment } = await begun();
    assert.match(
      (await tool('read_file', { path: 'src/net/client.ts' })).observation.feedback,
      /export function connect/,
    );
    assert.match((await tool('search_text', { pattern: 'connect' })).observation.feedback, /client\.ts/);
    assert.match((await tool('list_files', { depth: 5 })).observation.feedback, /src\/util\/text-tools\.ts/);
    const edits = [{ old_text: 'connect', new_text: 'open' }];
    await tool('edit_file', { path: 'src/net/client.ts', edits });
    assert.match(JSON.stringify(details(environment).patch), /function open/);
  });

  it('never lets a path out of the copy', async () => {
    const { tool } = await begun();
    for (const file of ['../outside.ts', '/etc/passwd', 'src/../../x', '~/x']) {
      assert.equal(codeOf(await tool('create_file', { path: file, text: 'x' })), 'tool_error', file);
    }
    assert.deepEqual(readdirSync(path.join(worktreesFolder(state), readdirSync(worktreesFolder(state))[0]!)), ['made']);
  });

  it('keeps files with secrets from the model', async () => {
    const { tool } = await begun();
    assert.equal(codeOf(await tool('create_file', { path: '.env', text: 'KEY=1' })), 'tool_error');
  });

  it('tells of unknown tools and wrong inputs, and goes on', async () => {
    const { tool, act } = await begun();
    assert.equal(codeOf(await tool('run_command', { command: 'ls' })), 'tool_error');
    assert.equal(codeOf(await tool('git_log', {})), 'tool_error');
    assert.equal(codeOf(await tool('read_file', 'no object')), 'tool_error');
    assert.equal(codeOf(await act('[search] files')), 'bad_prefix');
  });

  it('contradicts what was not wanted: what was told first, twice at most', async () => {
    const { environment, act, write } = await begun();
    await act('[action] Should failures throw, or give a result object?');
    await write(badChange);
    const first = await act('[answer] Done.');
    assert.equal(codeOf(first), 'correction');
    assert.match(first.observation.feedback, /I had told you.*never throws/);
    const second = await act('[answer] Done.');
    const third = await act('[answer] Done.');
    assert.deepEqual([codeOf(second), codeOf(third), third.terminated], ['correction', 'submitted', true]);
    assert.equal(details(environment).corrections, 2);
    assert.equal(details(environment).firstScore, 0);
  });

  it('takes what the user insisted on for told, but not for elicited', async () => {
    const { environment, act, write } = await begun();
    await write(badChange);
    await act('[answer] Done.');
    assert.deepEqual(environment.lastTurn().revealed, undefined);
    assert.equal(environment.outcome().preferences.find(({ id }) => id === 'P1')?.revealedAt, 1);
  });

  it('never contradicts where there is no user', async () => {
    for (const setting of ['hidden', 'full']) {
      const { act, write } = await begun({ setting });
      await write(badChange);
      const step = await act('[answer] Done.');
      assert.deepEqual([codeOf(step), step.reward, step.terminated], ['submitted', 0, true]);
    }
  });

  it('pushes a model that hands in nothing, twice', async () => {
    const { environment, act } = await begun();
    const codes = [codeOf(await act('[answer] Done.')), codeOf(await act('[answer] Done.'))];
    assert.deepEqual(codes, ['nothing_delivered', 'nothing_delivered']);
    const last = await act('[answer] Done.');
    assert.equal(details(environment).nudges, 2);
    assert.notEqual(codeOf(last), 'nothing_delivered');
  });

  it('counts calls of tools and turns with the user apart, and ends all the same', async () => {
    const { tool, act, environment } = await begun({ toolTurns: 2, turns: 3 });
    await tool('list_files', {});
    const last = await tool('list_files', {});
    assert.match(last.observation.feedback, /last call of a tool/);
    await act('[action] Hello.');
    const over = await tool('list_files', {});
    assert.deepEqual([codeOf(over), over.truncated], ['tool_limit', false]);
    assert.equal((await tool('list_files', {})).truncated, true);
    assert.equal(details(environment).submitted, false);
  });

  it('leaves nothing behind', async () => {
    const { environment, write } = await begun();
    await write(goodChange);
    await environment.close();
    assert.deepEqual(readdirSync(worktreesFolder(state)), []);
  });

  it('removes what a killed process left, when the next one begins', async () => {
    const program = path.join(__dirname, 'testing/openAndWait.ts');
    const child = fork(program, [made.folder, state], { execArgv: ['--require', 'tsx/cjs'], stdio: 'ignore' });
    const [left] = (await once(child, 'message')) as [string];
    assert.ok(existsSync(left));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await begun();
    assert.equal(existsSync(left), false);
  });
});
