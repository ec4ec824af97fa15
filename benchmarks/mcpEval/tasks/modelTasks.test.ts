import assert from 'node:assert/strict';
import { setups } from '../testing/testServers';
import { draftTask, revalidateTask, solveForTruth } from './modelTasks';
import type { ModelReply, TaskModel } from './taskModel';

const { signal } = new AbortController();
const task = { name: 'note', description: 'Add Ada, a person, to the graph.', goal: 'She is there.' };
const says = (text: string): ModelReply => ({ text, toolCalls: [] });
const calls = (name: string, input: ModelReply['toolCalls'][number]['input']): ModelReply => ({
  text: '',
  toolCalls: [{ id: '1', name, input }],
});

/** Replies one after the other; the last one for ever. */
function scripted(...replies: readonly ModelReply[]): TaskModel & { asked: number } {
  const model = Object.assign(() => Promise.resolve(replies[Math.min(model.asked++, replies.length - 1)] ?? says('')), {
    asked: 0,
  });
  return model;
}

describe('tasks that a model makes', function () {
  this.timeout(30_000);

  it('are asked for again where a reply is no task, three times at most', async () => {
    const model = scripted(says('Gladly!'), says(`Here: ${JSON.stringify(task).replace('}', ',}')}`));
    assert.deepEqual(await draftTask(model, [], {}, [], signal), task);
    assert.equal(model.asked, 2);
    const stubborn = scripted(says('No.'));
    await assert.rejects(draftTask(stubborn, [], {}, [], signal), /3 tries/);
    assert.equal(stubborn.asked, 3);
  });

  it('are done for real; what failed is no part of the ground truth', async () => {
    const entities = [{ name: 'Ada', entityType: 'person', observations: [] }];
    const model = scripted(calls('no_such_tool', {}), calls('create_entities', { entities }), says('She is there.'));
    const options = { setups: await setups('memory'), network: false, log: () => undefined, signal };
    const done = await solveForTruth(model, task, options);
    assert.ok(done.kind === 'done');
    assert.deepEqual(
      done.calls.map((call) => call.tool_name),
      ['create_entities'],
    );
  });

  it('are sent back where the model says so, and running out of turns is no success', async () => {
    const options = { setups: await setups('memory'), network: false, log: () => undefined, signal };
    const back = await solveForTruth(scripted(calls('request_task_updating', { reason: 'which Ada?' })), task, options);
    assert.equal(back.kind, 'update');
    const endless = await solveForTruth(scripted(calls('read_graph', {})), task, options, 2);
    assert.equal(endless.kind, 'turns');
  });

  it('are written anew until every input is said', async () => {
    const used = [
      { tool_name: 'create_entities', tool_parameters: { entities: [{ name: 'Ada', entityType: 'robot' }] } },
    ];
    const better = { ...task, description: 'Add Ada, a robot, to the graph.' };
    assert.deepEqual(await revalidateTask(scripted(says(JSON.stringify(better))), task, used, [], signal), better);
    assert.equal(await revalidateTask(scripted(says(JSON.stringify(task))), task, used, [], signal), undefined);
  });
});
