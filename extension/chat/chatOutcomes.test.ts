import assert from 'node:assert/strict';
import type { Message } from '../../runtime/gateway/protocol';
import { ChatOutcomes } from './chatOutcomes';

const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const reply: Message = { role: 'assistant', content: [{ type: 'text', text: 'B' }] };
const result = (id: string): Message => ({
  role: 'tool',
  content: [{ type: 'tool-result', id, name: 't', output: 'ok' }],
});
const answer = { decision: 'd', model: 'm', toolCalls: [] };

describe('ChatOutcomes', () => {
  it('the same request again means that the answer would not do, once', () => {
    const outcomes = new ChatOutcomes();
    assert.equal(outcomes.asked('c', [user('A')], 1), undefined);
    outcomes.answered('c', [user('A')], answer);
    assert.deepEqual(outcomes.asked('c', [user('A')], 2), { decision: 'd', model: 'm', event: 'asked-again', at: 2 });
    assert.equal(outcomes.asked('c', [user('A')], 3), undefined);
  });

  it('a conversation that goes on says nothing', () => {
    const outcomes = new ChatOutcomes();
    outcomes.answered('c', [user('A')], answer);
    assert.equal(outcomes.asked('c', [user('A'), reply, user('C')], 2), undefined);
    assert.equal(outcomes.asked('other', [user('A')], 2), undefined);
  });

  it('tool calls were accepted when all of them come back with their results', () => {
    const outcomes = new ChatOutcomes();
    outcomes.answered('c', [user('A')], { ...answer, toolCalls: ['1', '2'] });
    assert.equal(outcomes.asked('c', [user('A'), reply, result('1')], 2), undefined);
    assert.equal(outcomes.asked('c', [user('A'), reply, result('1'), result('2')], 2)?.event, 'accepted');
  });
});
