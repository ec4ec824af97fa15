import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox, SandboxUnavailableError } from '../../../../runtime/tools/sandbox';
import type { FakeAnswer, FakeRequest } from '../../../../runtime/gateway/testing/fakeProvider';
import { RunMachine } from '../../../core/runs/testing/runMachine';
import type { Json, SampleDetail } from '../../../core/runs/types';
import type { EpisodeRecord } from '../../episodes/types';
import { worktreesFolder } from '../patch/patchWorktree';
import { loadWorkspaceSet } from './loadWorkspaceSet';
import { badChange, goodChange, madeSet, madeTask, type MadeSet } from './testing/madeTask';

type Call = readonly [string, Json];
const interact = (choice: string, content: string): Call => ['interact_with_env', { thought: '', choice, content }];
const write = ({ path: file, content }: typeof goodChange): Call => [
  'create_file',
  { path: file, text: content ?? '' },
];

/** The model does one call after another; how far it is, it sees from the conversation. */
function scripted(calls: readonly Call[], users: readonly string[] = []) {
  let said = 0;
  return (request: FakeRequest): FakeAnswer => {
    const messages = request.body?.messages as readonly { readonly role: string }[];
    if (request.body?.tools === undefined) return { text: [users[said++] ?? ''], usage: { input: 5, output: 5 } };
    const at = messages.filter(({ role }) => role === 'assistant').length;
    const call = calls[at];
    if (call === undefined) return { text: ['I am done.'], usage: { input: 5, output: 5 } };
    const [name, input] = call;
    const toolCalls = [{ id: `c${at}`, name, input: JSON.stringify(input) }];
    return { text: [], toolCalls, usage: { input: 5, output: 5 } };
  };
}

describe('Runs of workspace tasks', () => {
  let machine: RunMachine;
  let made: MadeSet;
  let state: string;

  before(async () => {
    made = madeSet();
    state = realpathSync(mkdtempSync(path.join(tmpdir(), 'whetstone-state-')));
    machine = await RunMachine.start();
  });
  after(async () => {
    await machine.close();
    rmSync(made.folder, { recursive: true, force: true });
    rmSync(state, { recursive: true, force: true });
  });

  async function run(
    options: Json,
    script: ReturnType<typeof scripted>,
    { execute = false, roles }: { readonly execute?: boolean; readonly roles?: Readonly<Record<string, string>> } = {},
  ): Promise<readonly SampleDetail[]> {
    machine.script = script;
    const benchmark = await loadWorkspaceSet(made.folder, { options, execute, state });
    try {
      const planned = await machine.plan(benchmark, { options, roles, maxOutputTokens: 400, cache: false });
      const { state: ended } = await machine.work(planned, benchmark);
      assert.equal(ended, 'done');
      const all = await Promise.all(benchmark.scenarios.map((_, index) => machine.store.sample(planned.id, index)));
      for (const { record } of all) assert.equal(record.reason, undefined);
      return all;
    } finally {
      await benchmark.close();
    }
  }
  const recordOf = ({ solution }: SampleDetail) => solution?.content as unknown as EpisodeRecord;
  const [placement, errors] = madeTask.aspects;

  it('score choices of designs, with chance beside the score', async () => {
    const [detail] = await run(
      { mode: 'choice' },
      scripted([
        interact('search', 'which folder'),
        interact('action', 'In which folder should the file go?'),
        interact('answer', placement!.options!.best.id),
        interact('answer', errors!.options!.wrong[0]!.id),
      ]),
    );
    assert.equal(detail?.score?.value, 0.5);
    const { chance, needlessQuestionPercent, validSearchPercent, elicitedActivePercent } = detail.score.metrics;
    assert.deepEqual([chance?.toFixed(3), needlessQuestionPercent, validSearchPercent], ['0.144', 100, 100]);
    assert.equal(elicitedActivePercent, 25);
    assert.equal(recordOf(detail).ended, 'terminated');
  });

  it('go through all three settings in one run', async () => {
    const details = await run({ setting: 'all' }, scripted([interact('answer', placement!.options!.best.id)]));
    assert.deepEqual(details.map((detail) => recordOf(detail).setting).sort(), ['full', 'hidden', 'interaction']);
    assert.deepEqual(
      details.map(({ score }) => score?.value),
      [0.5, 0.5, 0.5],
    );
  });

  it('end where the model calls nothing, and score what it has', async () => {
    const [detail] = await run({ turns: 5 }, scripted([]));
    assert.deepEqual([detail?.score?.value, recordOf(detail!).ended], [0, 'no-action']);
  });

  it('survive calls that nobody can read', async () => {
    const [detail] = await run(
      { turns: 6 },
      scripted([
        ['interact_with_env', { choice: 'fly', content: 'away' }],
        ['no_such_tool', {}],
        interact('answer', 'P1, E2'),
        interact('answer', 'x'.repeat(60_000)),
      ]),
    );
    assert.deepEqual(
      recordOf(detail!).turns.map(({ feedbackCode }) => feedbackCode),
      ['bad_prefix', 'bad_prefix', 'answer_multiple', 'answer_bad_id'],
    );
  });

  it('keep what a user by a model gave away from the model, and count it', async () => {
    const judge = '{"type":"2","preference_id":"P3"}';
    const leak = JSON.stringify({ thought: '', response: 'No surprises. And src/net is the place!' });
    const [detail] = await run(
      { user: 'model' },
      scripted([interact('action', 'Should failures throw?')], [judge, leak]),
      { roles: { user: 'fake/wrong' } },
    );
    const [turn] = recordOf(detail!).turns;
    assert.ok(!turn?.feedback.includes('src/net'), turn?.feedback);
    assert.equal(detail?.score?.metrics.leaks, 1);
    assert.equal(detail.score.metrics.judgeAgreement, 1);
  });

  it('score patches by what they satisfy, and tell what was not run', async () => {
    const [detail] = await run({ mode: 'patch' }, scripted([write(goodChange), interact('answer', 'Done.')]));
    const { value, metrics, evidence } = detail!.score!;
    assert.deepEqual([value, metrics.score, metrics.gatedScore], [1, 1, undefined]);
    assert.match(JSON.stringify(evidence), /gate, behaviour: nothing may be run here/);
  });

  it('run the gate in the sandbox where that is agreed to', async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (error instanceof SandboxUnavailableError) this.skip();
      throw error;
    }
    const [good] = await run({ mode: 'patch' }, scripted([write(goodChange), interact('answer', 'Done.')]), {
      execute: true,
    });
    assert.equal(good?.score?.metrics.gatedScore, 1);
    const elsewhere = { ...goodChange, content: goodChange.content!.replaceAll('parsePort', 'portParse') };
    const [bad] = await run({ mode: 'patch', corrections: 0 }, scripted([write(elsewhere), interact('answer', 'D.')]), {
      execute: true,
    });
    assert.deepEqual([bad?.score?.metrics.gatePasses, bad?.score?.value], [0, 0]);
  });

  it('judge the end, and keep what was handed in first and how often the user had to contradict', async () => {
    const [detail] = await run(
      { mode: 'patch' },
      scripted([
        write(badChange),
        interact('answer', 'Done.'),
        ['delete_file', { path: badChange.path }],
        write(goodChange),
        interact('answer', 'Done.'),
      ]),
    );
    const { firstScore, score, corrections } = detail!.score!.metrics;
    assert.deepEqual([firstScore, score, corrections], [0, 1, 1]);
  });

  it('judge a patch as it lay there where nobody handed it in', async () => {
    const [detail] = await run({ mode: 'patch' }, scripted([write(goodChange)]));
    assert.deepEqual([detail?.score?.value, recordOf(detail!).ended], [1, 'no-action']);
  });

  it('leave no worktree behind', () => {
    const folder = worktreesFolder(state);
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], []);
  });

  it('refuse options and sets that they cannot use', async () => {
    await assert.rejects(loadWorkspaceSet(made.folder, { options: { mode: 'x' }, execute: false }), /mode/);
    const bare = madeSet([{ ...madeTask, aspects: madeTask.aspects.map((each) => ({ ...each, options: undefined })) }]);
    await assert.rejects(loadWorkspaceSet(bare.folder, { execute: false }), /Run the set with mode patch/);
    rmSync(bare.folder, { recursive: true });
  });
});
