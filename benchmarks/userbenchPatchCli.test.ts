/** Patch mode of `whetstone userbench` from end to end: tasks are made of a repository, and a model behind a provider on 127.0.0.1 does them. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../runtime/gateway/testing/fakeProvider';
import { openSandbox, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { makeQsRepository } from './locobench/testing/madeRepositories';
import { questionFor } from './userbench/workspace/episodes/policies';
import { worktreesFolder } from './userbench/workspace/patch/patchWorktree';
import { openWorkspaceSet } from './userbench/workspace/set';
import type { FileChange, WorkspaceTask } from './userbench/workspace/types';
import { providedCommand } from './testing/providedCommand';

const interval = z.object({ mean: z.number() });
const metrics = z.record(z.string(), interval.optional());
const ended = z.object({
  run: z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) }),
  results: z.array(z.object({ name: z.string(), n: z.number(), score: interval.optional(), metrics })),
  baselines: z.array(z.object({ name: z.string(), value: z.number(), n: z.number() })),
});
const policies = z.object({
  policies: z.array(z.object({ name: z.string(), n: z.number(), score: interval, gatePasses: z.number().optional() })),
});

type Call = readonly [name: string, input: object];
const said = (choice: string, content: string): Call => ['interact_with_env', { thought: '', choice, content }];

/** @param before undefined: the file is not there yet */
function written({ path: file, content }: FileChange, before: string | undefined): readonly Call[] {
  if (before === undefined) return content === null ? [] : [['create_file', { path: file, text: content }]];
  if (content === null) return [['delete_file', { path: file }]];
  const [old, next] = [before.split('\n'), content.split('\n')];
  let first = 0;
  while (old[first] === next[first] && first < old.length) first += 1;
  let same = 0;
  while (same < old.length - first && same < next.length - first && old.at(-1 - same) === next.at(-1 - same)) same += 1;
  // What is replaced has to stand there once: lines before it are taken along until it does.
  for (let from = first; from >= 0; from -= 1) {
    const text = old.slice(from, old.length - same).join('\n');
    if (text === '' || before.split(text).length !== 2) continue;
    const edits = [{ old_text: text, new_text: next.slice(from, next.length - same).join('\n') }];
    return [['edit_file', { path: file, edits }]];
  }
  throw new Error(`${file} cannot be edited so.`);
}

describe('whetstone userbench in patch mode', function () {
  this.timeout(180_000);
  const test = providedCommand('patch', answer, 'suite');
  let set: string;
  let tasks: readonly WorkspaceTask[];
  let base: ReadonlyMap<string, string>;
  let script: (task: WorkspaceTask) => readonly Call[];
  const edits = (files: readonly FileChange[]) => files.flatMap((each) => written(each, base.get(each.path)));
  const undone = (files: readonly FileChange[]) =>
    files.flatMap((each) =>
      written({ path: each.path, content: base.get(each.path) ?? null }, each.content ?? undefined),
    );

  /** One call a reply, by how far the conversation is. */
  function answer({ body }: FakeRequest): FakeAnswer {
    const text = JSON.stringify(body);
    const task = tasks.find(({ openingMessage }) => text.includes(JSON.stringify(openingMessage).slice(1, -1)))!;
    const at = (text.match(/"role":"assistant"/g) ?? []).length;
    const call = script(task)[at];
    const usage = { input: 40, output: 10 };
    if (call === undefined) return { text: ['That is all.'], usage };
    return { text: [], toolCalls: [{ id: `c${at}`, name: call[0], input: JSON.stringify(call[1]) }], usage };
  }

  before(async () => {
    set = test.at('set');
    await makeQsRepository(test.at('qs'));
    const call = ['userbench', 'generate', '--repo', test.at('qs'), '--set', 'ws22', '--count', '3'];
    await whetstone(0, ...call, '--seed', '1', '--out', set, '--execute', '--json');
    const opened = await openWorkspaceSet(set);
    tasks = await Promise.all(opened.set.tasks.map(({ id }) => opened.task(id)));
    const texts = Object.keys(opened.set.files).map(async (file) => [file, (await opened.text(file)) ?? ''] as const);
    base = new Map(await Promise.all(texts));
  });
  const whetstone = async (status: number, ...args: readonly string[]): Promise<unknown> => {
    const { json, stderr } = await test.ends(status, args);
    return json ?? stderr;
  };
  const patch = (...args: readonly string[]) =>
    whetstone(
      0,
      ...['userbench', 'run', '--set', set, '--mode', 'patch', '--model', 'fake/right'],
      ...['--config', test.settings, '--no-cache', '--json', ...args],
    );
  async function sandboxed(): Promise<boolean> {
    try {
      await openSandbox();
      return true;
    } catch (error) {
      if (error instanceof SandboxUnavailableError) return false;
      throw error;
    }
  }

  it('gives everything to who asks, reads and writes what is wanted, beside its baselines', async () => {
    script = (task) => [
      ['read_file', { path: 'package.json' }],
      ...task.aspects.flatMap((aspect) => aspect.preferences.map((each) => said('action', questionFor(aspect, each)))),
      ...edits(task.reference.files),
      said('answer', 'It is done as you wish.'),
    ];
    const { run, results, baselines } = ended.parse(await patch());
    assert.deepEqual([run.state, run.counts.scored, results[0]?.score?.mean], ['done', 3, 1]);
    const { corrections, use, elicitedActivePercent } = results[0]!.metrics;
    assert.deepEqual([corrections?.mean, use?.mean, elicitedActivePercent?.mean], [0, 1, 100]);
    const values = new Map(baselines.map(({ name, value }) => [name, value]));
    assert.deepEqual([values.get('Edits nothing'), values.get('Knows everything')], [0, 1]);
    assert.ok(values.get('Keeps to conventions, asks nobody')! < 1);
    if (await sandboxed()) assert.equal(results[0]?.metrics.gatePasses?.mean, 1);
  });

  it('counts what the user has to contradict, and keeps what was handed in first', async () => {
    script = (task) => [
      ...edits(task.convention.files),
      said('answer', 'As everywhere here.'),
      ...undone(task.convention.files),
      ...edits(task.reference.files),
      said('answer', 'Now as you wish.'),
    ];
    const { results } = ended.parse(await patch('--no-execute'));
    const { score, metrics: found } = results[0]!;
    const wrong = tasks.filter(({ reference, convention }) => reference.patchHash !== convention.patchHash).length;
    assert.ok(wrong > 0);
    assert.equal(score?.mean, 1);
    assert.equal(found.corrections?.mean, wrong / tasks.length);
    assert.ok(found.firstScore!.mean < 1);
    assert.equal(found.gatePasses, undefined, 'nothing may be run');
  });

  it('fails at the gate what breaks the repository, where its checks may run', async function () {
    if (!(await sandboxed())) this.skip();
    script = (task) => [
      ...edits(task.reference.files),
      ...edits([{ path: 'lib/index.js', content: "throw new Error('broken');\n" }]),
      said('answer', 'Done.'),
    ];
    const { results } = ended.parse(await patch());
    assert.deepEqual([results[0]?.score?.mean, results[0]?.metrics.gatePasses?.mean], [0, 0]);
  });

  it('scores a model that calls nothing with nothing', async () => {
    script = () => [];
    const { run, results } = ended.parse(await patch('--no-execute', '--no-baselines'));
    assert.deepEqual([run.counts.scored, results[0]?.score?.mean], [3, 0]);
  });

  it('plays its scripts without a model, as theory says', async () => {
    const json = await whetstone(
      0,
      ...['userbench', 'run', '--set', set, '--mode', 'patch', '--policy', 'all', '--no-execute', '--json'],
    );
    const means = new Map(policies.parse(json).policies.map(({ name, score }) => [name, score.mean]));
    assert.deepEqual([means.get('no-edit'), means.get('ask-everything'), means.get('perfect')], [0, 1, 1]);
    const message = await whetstone(2, 'userbench', 'run', '--set', set, '--mode', 'patch', '--policy', 'random');
    assert.match(String(message), /no-edit/);
  });

  it('leaves the repository as it was, and no worktree', async () => {
    const worktrees = worktreesFolder(test.at('state'));
    assert.deepEqual(existsSync(worktrees) ? await readdir(worktrees) : [], []);
    assert.doesNotMatch(await readFile(test.at('qs/lib/index.js'), 'utf8'), /broken/);
  });
});
