import assert from 'node:assert/strict';
import { StatusStore } from './statusStore';

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('StatusStore', () => {
  it('shows thinking only for requests that take their time', async () => {
    const store = new StatusStore();
    store.requestStarted();
    store.requestEnded({ latencyMs: 20 });
    await after(200);
    assert.equal(store.facts.thinking, false);
    store.requestStarted();
    await after(200);
    assert.equal(store.facts.thinking, true);
    store.requestEnded({});
    assert.equal(store.facts.thinking, false);
  });

  it('an answer ends the problem, a cancelled request does not', () => {
    const store = new StatusStore();
    store.requestEnded({ problem: { message: 'a', action: 'b' } });
    store.requestEnded({});
    assert.equal(store.facts.problem?.message, 'a');
    store.requestEnded({ latencyMs: 20, model: 'm' });
    assert.equal(store.facts.problem, undefined);
    assert.equal(store.facts.latencyMs, 20);
  });

  it('tells only real changes', () => {
    const store = new StatusStore();
    let told = 0;
    store.onChange(() => (told += 1));
    store.update({ enabled: true });
    store.update({ enabled: false });
    assert.equal(told, 1);
  });
});
