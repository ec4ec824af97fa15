/** Driving the editor of a VS Code page by keyboard, and reading the ghost text that it shows. */
import type { Page } from 'playwright-core';

/** Runs a command by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  // A key is lost where the focus is in a page that is just thrown away, or VS Code takes in that the folder is trusted.
  for (let tries = 0; tries < 10 && !(await input.isVisible()); tries++) {
    await page.keyboard.press('F1');
    await input.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await input.waitFor();
  await input.fill(`>${title}`);
  // The first entry, and not whatever else is like it where the command is not to be had.
  await page.locator('.quick-input-list .monaco-list-row').first().filter({ hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  // A command can open a list of its own in the same place.
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor({ state: 'hidden' });
}

/** Opens a file of the workspace by its path. */
export async function openFile(page: Page, file: string): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  await page.keyboard.press('Control+p');
  await input.waitFor();
  await input.fill(file);
  const row = page.locator('.quick-input-list .monaco-list-row').first();
  await row.filter({ hasText: file.split('/').at(-1) ?? file }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.locator('.tab.active', { hasText: file.split('/').at(-1) ?? file }).waitFor();
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** Puts the cursor at a place; line and column count from 1. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  await page.keyboard.press('Control+g');
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/** Text of the ghost text on screen, lines joined by LF; empty when there is none. */
export async function shownGhostText(page: Page): Promise<string> {
  const first = (await page.locator('.ghost-text-decoration').allTextContents()).join('');
  // Further lines stand in a zone of their own between the document's lines.
  const more = page.locator('div:has(> .view-line .ghost-text:not(.ghost-text-decoration)) > .view-line');
  return [first, ...(await more.allTextContents())].join('\n').replaceAll('\u00a0', ' ');
}

/** Waits for ghost text that has stood still for a moment; undefined when none comes in time. */
export async function waitForGhostText(page: Page, timeoutMs: number): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  let previous = '';
  while (Date.now() < deadline) {
    const current = await shownGhostText(page);
    if (current.trim() !== '' && current === previous) return current;
    previous = current;
    await page.waitForTimeout(300);
  }
  return undefined;
}
