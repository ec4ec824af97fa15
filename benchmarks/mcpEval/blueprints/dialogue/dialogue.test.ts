import assert from 'node:assert/strict';
import { ModelUser } from './modelUser';
import { RuleUser } from './ruleUser';
import type { DialogueUser, Remark } from './types';
import { userFaults } from './userFaults';

const { signal } = new AbortController();

/** All that a person says to an agent that answers the same each time. */
async function said(user: DialogueUser, answer: string): Promise<readonly string[]> {
  const remarks: Remark[] = [];
  for (let turn = 0; turn < 12; turn++) {
    const utterance = await user.speak(remarks, signal);
    if (utterance === undefined || utterance.done) break;
    remarks.push({ by: 'user', text: utterance.text }, { by: 'agent', text: answer });
  }
  return remarks.flatMap(({ by, text }) => (by === 'user' ? [text] : []));
}

describe('a person by rules', () => {
  it('tells numbered steps in their order, and what stands around them with the first and the last', async () => {
    const instruction = 'Two things.\n1. Open it, with a = 1.\n2. Close it.\nThen tell me.';
    const told = ['Two things.\n1. Open it, with a = 1.', '2. Close it.\nThen tell me.'];
    assert.deepEqual(await said(new RuleUser({ instruction }), 'Done.'), told);
  });

  it('tells first what it is asked for, and at last that there is nothing more, twice', async () => {
    const instruction =
      'I have a long list of tools to sort. The hammer belongs to Olav and not to me. Put the screws into the blue box.';
    const user = new RuleUser({ instruction });
    const { text } = (await user.speak([{ by: 'agent', text: 'Who owns the hammer?' }])) ?? {};
    assert.equal(text, 'The hammer belongs to Olav and not to me.');
    const all = await said(user, 'And what else?');
    const more = 'I have told you all that I know. Please go on with that.';
    assert.deepEqual([all.length, ...all.slice(-2)], [5, more, more]);
  });

  it('says everything of a wish that is one sentence at once', async () => {
    assert.deepEqual(await said(new RuleUser({ instruction: 'Add Ada.' }), 'Done.'), ['Add Ada.']);
  });
});

describe('what a simulated person must not say', () => {
  const tools = [{ name: 'read_graph' }, { name: 'echo' }];

  it('is the name of a tool that the agent has not said before', () => {
    assert.deepEqual(userFaults('Call read_graph.', [], tools), ['names-tool']);
    assert.deepEqual(userFaults('Yes, read_graph.', [{ by: 'agent', text: 'May I use read_graph?' }], tools), []);
    assert.deepEqual(userFaults('Is there an echo?', [], tools), []);
  });

  it('is a call, the assistant’s own lines, its brief, or the same again', () => {
    assert.deepEqual(userFaults('{"name": "x", "arguments": {"a": 1}}', [], tools), ['writes-call']);
    assert.deepEqual(userFaults('How can I help you today?', [], tools), ['out-of-role']);
    assert.deepEqual(userFaults('My instructions say that I want tea.', [], tools), ['out-of-role']);
    assert.deepEqual(userFaults('Hello.', [{ by: 'user', text: 'Hello. ' }], tools), ['repeats-itself']);
  });
});

describe('a person who is a model', () => {
  const user = (candidates: number, ask: (text: string) => string) =>
    new ModelUser({
      ...{ brief: { instruction: 'I want tea.', persona: { name: 'Ruth', text: '' } }, tools: [], candidates },
      ask: ({ system, user: asked }) => Promise.resolve(ask(system + asked)),
    });

  it('is asked anew once where no proposal can be used, and then says nothing', async () => {
    let asked = 0;
    const none = await user(2, () => (asked++, 'no JSON')).speak([], signal);
    assert.deepEqual([none, asked], [undefined, 4]);
  });

  it('counts a rating that is none as nothing, and takes equal proposals for one', async () => {
    const replies = ['{"say": "Tea."}', '{"say": "Tea."}', '{"say": "Some tea, please."}'];
    let asked = 0;
    const spoken = await user(3, (text) =>
      text.includes('about_to_say')
        ? text.includes('Some')
          ? '{"score": 3}'
          : '{"score": "great"}'
        : (replies[asked++] ?? ''),
    ).speak([], signal);
    assert.deepEqual([spoken?.text, spoken?.candidates.length], ['Some tea, please.', 2]);
  });
});
