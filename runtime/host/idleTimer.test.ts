import assert from 'node:assert/strict';
import { IdleTimer } from './idleTimer';

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('IdleTimer', () => {
  let calls: number;
  let timer: IdleTimer;

  const start = (idleMs: number): void => {
    calls = 0;
    timer = new IdleTimer(idleMs, () => {
      calls += 1;
    });
  };
  afterEach(() => timer.dispose());

  it('calls back when nothing was ever asked', async () => {
    start(20);
    await sleep(60);
    assert.equal(calls, 1);
  });

  it('waits for the last of overlapping works, whether it succeeds or fails', async () => {
    start(40);
    const long = timer.during(() => sleep(120));
    await assert.rejects(
      timer.during(async () => {
        await sleep(10);
        throw new Error('failed');
      }),
      /failed/,
    );
    await sleep(70);
    assert.equal(calls, 0);
    await long;
    await sleep(100);
    assert.equal(calls, 1);
  });

  it('never calls back when told 0, or once disposed', async () => {
    start(0);
    await timer.during(() => sleep(1));
    await sleep(20);
    assert.equal(calls, 0);
    start(10);
    timer.dispose();
    await sleep(40);
    assert.equal(calls, 0);
  });
});
