import assert from 'node:assert/strict';
import { lastAnswer, metadataOf, toHistory, type ChatTurn } from './chatHistory';

const me = 'whetstone.agent';
const asked = (prompt: string, changes: Partial<ChatTurn> = {}): ChatTurn => ({ participant: me, prompt, ...changes });
const answered = (text: string, metadata?: object): ChatTurn => ({
  participant: me,
  response: [{ value: { value: text } }],
  result: { metadata },
});
const words = (turns: readonly ChatTurn[]): readonly string[] =>
  toHistory(turns, me).map(({ role, content }) => `${role}: ${content[0]?.type === 'text' ? content[0].text : ''}`);

describe('history of a chat', () => {
  it('is what was asked and what the model said, without our own lines', () => {
    const metadata = { conversation: 'c', text: 'It is here.', status: 'answered', run: 'r', changed: false };
    assert.deepEqual(words([asked('Where?'), answered('> ✓ search\n\nIt is here.', metadata)]), [
      'user: Where?',
      'assistant: It is here.',
    ]);
  });
  it('takes the text of an answer without metadata', () => {
    assert.deepEqual(words([answered('Plain.')]), ['assistant: Plain.']);
  });
  it('leaves out other participants, and commands that ask no model', () => {
    assert.deepEqual(words([asked('Secret', { participant: 'other' }), asked('', { command: 'tools' })]), []);
  });
  it('knows its conversation by the last answer', () => {
    const turns = [answered('a', { conversation: 'one' }), answered('b', { conversation: 'two' }), answered('c')];
    assert.equal(lastAnswer(turns, me)?.conversation, 'two');
    assert.equal(lastAnswer([asked('x')], me), undefined);
  });
  it('understands nothing of foreign metadata', () => {
    for (const result of [undefined, null, {}, { metadata: 1 }, { metadata: { conversation: 4 } }]) {
      assert.equal(metadataOf(result), undefined);
    }
  });
});
