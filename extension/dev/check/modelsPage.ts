/** Finding things of the model manager in a VS Code page. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { CheckFailed } from './checkFailed';

/** Everything here is done by a program on a machine that may be busy. Milliseconds. */
const patienceMs = 90_000;

export const statusItem = (page: Page): Locator =>
  page
    .locator('.statusbar-item', { hasText: 'Whetstone' })
    .or(page.locator('.statusbar-item[aria-label*="Whetstone"]'));

export const treeRow = (page: Page, text: string): Locator =>
  page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();

/** The page of models: a frame in a frame. */
export const pageFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

/** @throws CheckFailed */
export async function seen(what: string, locator: Locator): Promise<void> {
  await locator.waitFor({ timeout: patienceMs }).catch(() => {
    throw new CheckFailed(`${what} did not appear within ${patienceMs / 1000} s.`);
  });
}

/** @throws CheckFailed */
export async function gone(what: string, locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'hidden', timeout: patienceMs }).catch(() => {
    throw new CheckFailed(`${what} did not go within ${patienceMs / 1000} s.`);
  });
}

/** Whether it appears within some milliseconds. */
export async function isThere(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
