/** Merging with a model from the page: a real child, the real gateway in the place of the extension, a scripted provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { GatewayError } from '../../../runtime/gateway/gatewayError';
import type { GenerateResult, ModelEntry } from '../../../runtime/gateway/protocol';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../../../runtime/gateway/testing/fakeProvider';
import { abortSignalOf } from '../../../runtime/host/rpcServer';
import * as protocol from '../../../runtime/toolLibrary/protocol';
import { taxModel } from '../../../runtime/toolLibrary/testing/taxModel';
import { openSandbox, SandboxUnavailableError } from '../../../runtime/tools/sandbox';
import { openCommandModels, type CommandModels } from '../../commands/commandGateway';
import { CommandOutput } from '../../core/commandOutput';
import { writeSettings } from '../../core/runs/testing/questionFolder';
import { startLibraryChild, type LibraryChild } from './testing/libraryChild';

const sample = path.resolve('benchmarks/toolLibrary/sample/python/money.py');
const asked = { model: 'fake/right', candidates: 1 } as const;
const merge: protocol.RefactorParams = { ...asked, acceptWeak: false, seed: 1 };

describe('merging with a model in the child of the tool library', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let home: string | undefined;
  let provider: FakeProvider;
  let models: CommandModels;
  let child: LibraryChild;
  let script: () => (request: Parameters<ReturnType<typeof taxModel>['answer']>[0]) => FakeAnswer;

  const says = (deeds: Parameters<typeof taxModel>[0]) => {
    const { answer } = taxModel(deeds);
    return () => (request: Parameters<typeof answer>[0]) => ({
      ...{ text: [answer(request)], usage: { input: 900, output: 300 } },
    });
  };
  const start = async () => {
    child = await startLibraryChild(folder, root, (connection) => answerModels(connection, models));
    await child.configure({ localOnly: false });
  };
  const state = () => child.connection.sendRequest(protocol.readLibraryState);
  const refactor = () => child.connection.sendRequest(protocol.refactorLibrary, merge);
  const joined = ({ groups }: protocol.Library) =>
    groups?.groups.find(({ outcome }) => outcome.into?.endsWith('#price_with_tax') === true);

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-library-models-'));
    root = path.join(folder, 'tools');
    await mkdir(root);
    await cp(sample, path.join(root, 'money.py'));
    home = process.env.WHETSTONE_HOME;
    process.env.WHETSTONE_HOME = path.join(folder, 'gateway');
    script = says(['right']);
    provider = await startFakeProvider((request) => script()(request));
    const limits = { contextTokens: 100_000, maxOutputTokens: 10_000 };
    const settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin, 8, limits);
    const output = new CommandOutput(process.stdout, process.stderr);
    models = await openCommandModels(['fake/right'], settings, output);
    await start();
    await child.connection.sendRequest(protocol.takeInventory, { servers: [] });
    await child.connection.sendRequest(protocol.compareLibrary);
    await child.connection.sendRequest(protocol.cutLibrary, { height: 0.7 });
  });
  afterEach(async () => {
    await child.end();
    await models.close();
    await provider.close();
    if (home === undefined) delete process.env.WHETSTONE_HOME;
    else process.env.WHETSTONE_HOME = home;
    await rm(folder, { recursive: true });
  });

  it('says what it would take before anything is sent, and what it took', async () => {
    const estimate = await child.connection.sendRequest(protocol.estimateMerge, asked);
    assert.equal(provider.requests.length, 0);
    assert.ok(estimate.groups > 0 && estimate.problem === undefined, JSON.stringify(estimate));
    assert.ok((estimate.expectedCost ?? 0) > 0 && (estimate.worstCost ?? 0) > (estimate.expectedCost ?? 0));
    assert.deepEqual(
      estimate.assumptions.map(({ kind }) => kind),
      ['output-assumed', 'first-try', 'duplicates-planned'],
    );
    const library = await refactor();
    const work = library.summary?.model ?? assert.fail('no model took part');
    assert.deepEqual([work.ended, work.joined, work.calls], ['done', 1, provider.requests.length]);
    // Dollars for a million tokens are micro-dollars for a token: 1 in, 2 out.
    assert.equal(work.cost, provider.requests.length * (900 + 2 * 300));
    assert.ok(work.calls <= estimate.calls.most);
    const steps = child.progress.flatMap(({ model }) => model ?? []);
    assert.deepEqual(new Set(steps.map(({ role }) => role)), new Set(['blueprint', 'code', 'reviewer']));
    assert.ok(steps.every(({ group, groups }) => group >= 1 && group <= groups && groups === estimate.groups));
    assert.ok(child.progress.some(({ cost }) => cost > 0));
  });

  it('applies what a model wrote, verified again without asking it, and takes it back', async () => {
    const library = await refactor();
    const group = joined(library) ?? assert.fail(JSON.stringify(library.summary));
    assert.equal(group.outcome.verdict, 'identical');
    const calls = provider.requests.length;
    await child.connection.sendRequest(protocol.decideGroup, { group: group.id, accepted: true });
    const edit = await child.connection.sendRequest(protocol.planApply);
    assert.equal(provider.requests.length, calls);
    assert.ok(edit.files.some(({ before }) => before === undefined));
    const money = edit.files.find((file) => file.path === 'money.py');
    assert.match(money?.after ?? '', /price_with_tax\(amount, 13(\.0)?\)/);
    const files = (await child.connection.sendRequest(protocol.readGroup, { group: group.id })).files;
    assert.deepEqual(files.map((file) => file.path).sort(), edit.files.map((file) => file.path).sort());
  });

  it('pays for no answer twice, though the process was killed', async () => {
    await refactor();
    const paid = provider.requests.length;
    await child.end('SIGKILL');
    await start();
    const restored = await state();
    assert.equal(restored.summary?.model?.joined, 1);
    assert.ok(joined(restored) !== undefined);
    const estimate = await child.connection.sendRequest(protocol.estimateMerge, asked);
    assert.ok(estimate.calls.kept > 0);
    const again = await refactor();
    assert.deepEqual([again.summary?.cost, provider.requests.length], [0, paid]);
    assert.equal(again.summary?.model?.kept, paid);
  });

  it('holds the limit of a merge, and says what to do', async () => {
    await assert.rejects(
      child.connection.sendRequest(protocol.refactorLibrary, { ...merge, limit: 20_000 }),
      /limit of \$0\.02 does not hold/,
    );
    const work = (await state()).summary?.model ?? assert.fail('no model took part');
    assert.equal(work.ended, 'failed');
    assert.match(work.problem ?? '', /Raise the limit/);
    assert.ok(work.cost <= 20_000);
  });

  it("is refused by the user's budget, which is said; duplicates that were merged stand", async () => {
    const books = await models.openBooks();
    await books.setBudget({ scope: { kind: 'all' }, period: 'total', unit: 'usd', limit: 100, warnAt: [] });
    await assert.rejects(refactor(), /budget/i);
    assert.equal(provider.requests.length, 0);
    const { summary } = await state();
    assert.match(summary?.model?.problem ?? '', /What was answered before is kept/);
  });

  it('says that a model is not there any more, and what failed where it refuses its key', async () => {
    const gone = await child.connection.sendRequest(protocol.estimateMerge, { ...asked, model: 'fake/gone' });
    assert.match(gone.problem ?? '', /no model fake\/gone/);
    await assert.rejects(
      child.connection.sendRequest(protocol.refactorLibrary, { ...merge, model: 'fake/gone' }),
      /no model fake\/gone/,
    );
    script = () => () => ({ text: [], fault: { kind: 'status', status: 401 } });
    await assert.rejects(refactor(), (error) => error instanceof ResponseError && error.message.length > 0);
    assert.equal((await state()).summary?.model?.ended, 'failed');
  });

  it('changes nothing for a model that answers rubbish, and says so of each group', async () => {
    script = () => () => ({ text: ['I am a teapot.'], usage: { input: 900, output: 5 } });
    const library = await refactor();
    assert.deepEqual([library.summary?.model?.ended, library.summary?.model?.joined], ['done', 0]);
    const refused = library.groups?.groups.find(({ outcome }) => outcome.state === 'refused');
    const detail = await child.connection.sendRequest(protocol.readGroup, { group: refused?.id ?? '' });
    assert.match(detail.members[0]?.coverage?.reason ?? '', /no usable plan after 3 tries/);
  });

  it('can be stopped in the middle of a call: what was taken stands', async () => {
    let arrived: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (arrived = resolve));
    script = () => () => {
      arrived();
      return { text: [], fault: { kind: 'stall', after: 0 } };
    };
    const source = new CancellationTokenSource();
    const merging = child.connection.sendRequest(protocol.refactorLibrary, merge, source.token);
    await waiting;
    source.cancel();
    await assert.rejects(merging, /Cancelled/);
    assert.equal((await state()).summary?.model?.ended, 'stopped');
  });

  it('names groups, and forgets the names with another cut', async () => {
    script = () => () => ({ text: ['{"topic": "Shop sums"}'], usage: { input: 100, output: 10 } });
    const params = { model: 'fake/right', limit: undefined };
    const named = await child.connection.sendRequest(protocol.nameGroups, params);
    const many = named.groups?.groups.filter(({ members }) => members.length > 1) ?? [];
    assert.ok(many.length > 0 && many.every(({ topic }) => topic === 'Shop sums'));
    await child.end();
    await start();
    assert.deepEqual((await state()).groups, named.groups);
    const cut = await child.connection.sendRequest(protocol.cutLibrary, { height: 0.6 });
    assert.ok(cut.groups?.groups.every(({ topic }) => topic !== 'Shop sums'));
  });
});

/** What the extension does, with a gateway in this process. */
function answerModels(connection: MessageConnection, { gateway }: CommandModels): void {
  connection.onRequest(protocol.listModelsForLibrary, (token): Promise<readonly ModelEntry[]> =>
    gateway.models(abortSignalOf(token)),
  );
  connection.onRequest(protocol.generateForLibrary, async ({ id, request }, token): Promise<GenerateResult> => {
    try {
      for await (const event of gateway.generate(request, abortSignalOf(token))) {
        await connection.sendNotification(protocol.generateForLibraryEvent, { id, event });
        if (event.type !== 'finish') continue;
        const { decision, cost, usage } = event;
        return { kind: 'done', decision, cost, usage };
      }
      return assert.fail('the answer did not end');
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const { kind, message, action, details } = error;
      return { kind: 'failed', error: { kind, message, action, refusal: details.refusal, cost: details.cost } };
    }
  });
}
