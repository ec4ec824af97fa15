import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until the clock shows another second, half a second on average: files that are made twice within one have the same times, so what a
 * server tells of them would seem to be the same in every run.
 */
export async function nextSecond(): Promise<void> {
  await sleep(1005 - (Date.now() % 1000));
}
