/** Real servers of npm: walks that were made, told, executed anew and held to rules. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serverSources } from '../../servers/serverSetup';
import { badServer } from '../../testing/testServers';
import { openBlueprintSet, readRejected } from '../blueprintSet';
import { brokenRules } from '../policy/brokenRules';
import { chainBlueprint } from './chainBlueprints';
import { makeChainSet, type ChainSetOptions } from './makeChainSet';

const { signal } = new AbortController();
const shared = { together: false, seed: 5, groupSize: 2, steps: 3, mostRules: 2, rules: [], network: false, signal };

describe('blueprints without a model', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-chains-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const options = (name: string, rest: Partial<ChainSetOptions> = {}): ChainSetOptions => ({
    ...{ ...shared, folder: path.join(folder, name), name, count: 3, servers: serverSources(['filesystem', 'memory']) },
    ...rest,
  });

  it('keep their rules, leave something to check, and are the same for the same seed', async () => {
    const { blueprints } = await makeChainSet(options('first'));
    assert.equal(blueprints.length, 3);
    for (const { rules, actions, changes, outputs, instruction } of blueprints) {
      assert.ok(changes.length + outputs.length > 0);
      assert.ok(outputs.every((output) => actions.some(({ result }) => result.includes(output))));
      assert.ok(outputs.every((output) => !instruction.includes(` ${output} `)));
      const records = actions.map(({ tool_name: tool, tool_parameters: input }) => ({ tool, input, isError: false }));
      assert.deepEqual(brokenRules(rules, { records, changes }), []);
    }
    const { blueprints: again } = await makeChainSet(options('again'));
    assert.deepEqual(again, blueprints);
    assert.deepEqual((await openBlueprintSet(path.join(folder, 'first'))).blueprints, blueprints);
    const rejected = await readRejected(path.join(folder, 'first'));
    assert.ok(rejected.every(({ failures }) => failures.every(({ detail }) => detail.length > 0)));
  });

  it('go on where a process ended in the middle of a line, and begin nothing anew', async () => {
    const wanted = await makeChainSet(options('whole', { count: 2 }));
    const stop = new AbortController();
    const cut = options('cut', { count: 2, signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(makeChainSet(cut), { name: 'AbortError' });
    const journal = path.join(folder, 'cut', 'journal.jsonl');
    const before = await readFile(journal, 'utf8');
    await appendFile(journal, '{"index":1,"tak');
    await assert.rejects(makeChainSet(options('cut', { count: 2, seed: 6 })), /other options/);
    const { blueprints } = await makeChainSet(options('cut', { count: 2 }));
    assert.deepEqual(blueprints, wanted.blueprints);
    assert.equal(before.split('\n').length, 3);
    await writeFile(journal, `${before.split('\n')[0] ?? ''}\n{"index":"none"}\n`);
    await assert.rejects(makeChainSet(options('cut', { count: 2 })), /damaged/);
  });

  it('are not made of servers that keep state, lie, die or hang', async () => {
    const servers = serverSources([badServer(path.join(folder, 'kept'))]);
    const limits = { callMs: 300, garbageBytes: 2 ** 20 };
    for (let index = 0; index < 6; index++) {
      const result = await chainBlueprint(index, { ...shared, servers, steps: 1, limits });
      const tools = result.kind === 'accepted' ? result.blueprint.actions.map(({ tool_name: tool }) => tool) : ['note'];
      assert.ok(
        tools.every((tool) => ['add', 'note', 'network'].includes(tool)),
        tools.join(),
      );
    }
  });
});
