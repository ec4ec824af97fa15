/** The secrets of a queue are asked for when a run starts, unseen on the screen; those that were of no use are asked for again. */
import type { Locator, Page } from 'playwright-core';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { gone, pageFrame, seen } from './modelsPage';

/** Nobody listens there. */
const address = 'redis://127.0.0.1:9';

const box = (page: Page, title: string): Locator => page.locator('.quick-input-widget', { hasText: title });

export async function checkQueueSecrets(page: Page): Promise<void> {
  await runCommand(page, 'Whetstone: Evaluate Models');
  const frame = pageFrame(page);
  await frame.locator('label.check', { hasText: 'Scripted Solver' }).locator('input').setChecked(true);
  const queue = frame.getByLabel('Redis queue');
  if (!(await queue.isVisible())) await frame.locator('summary', { hasText: 'More settings' }).click();
  await queue.fill(address);
  const start = frame.getByRole('button', { name: 'Start Run' });
  await seen('The button that starts', frame.locator('button:enabled', { hasText: 'Start Run' }));
  await start.click();

  const first = box(page, `Secret that runs and workers of ${address} share`);
  await seen('The question for the secret', first);
  if ((await first.locator('input').first().getAttribute('type')) !== 'password') {
    throw new CheckFailed('The secret of a queue is shown while it is typed.');
  }
  await page.keyboard.type('a long text by chance');
  await page.keyboard.press('Enter');
  await seen('The question for the password', box(page, `Password of ${address}`));
  await page.keyboard.press('Enter');
  await gone('The questions', box(page, address));

  // The queue cannot be reached, which the page says; then what was typed is forgotten.
  await seen('The button that starts, after the run failed', frame.locator('button:enabled', { hasText: 'Start Run' }));
  await start.click();
  await seen('The question for the secret, for the second time', first);
  await page.keyboard.press('Escape');
  await gone('The question for the secret, after Escape', first);
}
