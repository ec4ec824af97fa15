import assert from 'node:assert/strict';
import { CallLimits } from './callLimits';

const open = { requestsPerMinute: undefined, tokensPerMinute: undefined };
const never = new AbortController().signal;

describe('limits of a provider', () => {
  let now: number;
  const limitsOf = (limits: Partial<ConstructorParameters<typeof CallLimits>[0]>) =>
    new CallLimits(
      { concurrency: 100, ...open, ...limits },
      () => now,
      async (ms) => {
        now += ms;
      },
    );

  beforeEach(() => {
    now = 1000;
  });

  it('lets so many in at once, the next in order of coming', async () => {
    const limits = limitsOf({ concurrency: 1 });
    const order: number[] = [];
    const first = await limits.enter(1, never);
    const others = [1, 2].map(async (each) => {
      const leave = await limits.enter(1, never);
      order.push(each);
      leave();
    });
    assert.equal(limits.underWay, 1);
    first();
    await Promise.all(others);
    assert.deepEqual(order, [1, 2]);
    assert.equal(limits.underWay, 0);
  });

  it('waits until a minute holds no more requests than are allowed', async () => {
    const limits = limitsOf({ requestsPerMinute: 2 });
    for (let each = 0; each < 2; each++) (await limits.enter(1, never))();
    assert.equal(now, 1000);
    (await limits.enter(1, never))();
    assert.equal(now, 61_000);
  });

  it('counts tokens as they really were', async () => {
    const limits = limitsOf({ tokensPerMinute: 1000 });
    (await limits.enter(900, never))(100);
    (await limits.enter(900, never))(900);
    assert.equal(now, 1000);
    (await limits.enter(900, never))();
    assert.equal(now, 61_000);
  });

  it('lets a call that is larger than the whole limit through when nothing else is counted', async () => {
    const limits = limitsOf({ tokensPerMinute: 10 });
    (await limits.enter(500, never))();
    (await limits.enter(500, never))();
    assert.equal(now, 61_000);
  });

  it('forgets who went away while waiting', async () => {
    const limits = limitsOf({ concurrency: 1 });
    const leave = await limits.enter(1, never);
    const abort = new AbortController();
    const waiting = limits.enter(1, abort.signal);
    const behind = limits.enter(1, never);
    abort.abort();
    await assert.rejects(waiting, (error) => error instanceof Error && error.name === 'AbortError');
    leave();
    (await behind)();
    assert.equal(limits.underWay, 0);
  });
});
