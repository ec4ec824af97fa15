/** Driving the editor of a VS Code page by keyboard, and reading the ghost text that it shows. */
import type { Locator, Page } from 'playwright-core';
import { CheckFailed } from './checkFailed';

/** How long one try of a gesture may take, on a machine that may be busy. Milliseconds. */
const patienceMs = 15_000;
const tries = 6;

interface Gesture {
  /** What it does, for the message where it does not. */
  readonly name: string;
  /** Opens VS Code's box for a choice. */
  readonly key: string;
  readonly text: string;
  /** What the first row of the list shows before it is taken; undefined where the box has no list. */
  readonly row?: string;
}

/**
 * Opens the box, types, and takes the first row. A key is lost where the focus is in a page that is just thrown away, or
 * VS Code takes in that the folder is trusted; and the box closes by itself when something else takes the focus late.
 * Nothing has happened then, and it is done again.
 */
async function choose(page: Page, { name, key, text, row }: Gesture): Promise<void> {
  const input = page.locator('.quick-input-widget input:visible').first();
  const first = page.locator('.quick-input-list .monaco-list-row').first();
  let why: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      if (!(await input.isVisible())) await page.keyboard.press(key);
      await input.waitFor({ timeout: 3000 });
      await input.fill(text, { timeout: 3000 });
      // The first entry, and not whatever else is like it where the one that is meant is not to be had.
      if (row !== undefined) await first.filter({ hasText: row }).waitFor({ timeout: patienceMs });
      // Not by the keyboard of the page: where the box has closed, the key would go into the editor.
      await input.press('Enter', { timeout: 3000 });
      return;
    } catch (error) {
      why = error;
      // A list that was made before its entries were there does not become longer.
      if (await input.isVisible()) await page.keyboard.press('Escape');
    }
  }
  throw new CheckFailed(`${name} was tried ${tries} times: ${why instanceof Error ? why.message : String(why)}`);
}

/** Runs a command by its title in the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await choose(page, { name: `"${title}" in the command palette`, key: 'F1', text: `>${title}`, row: title });
  // A command can open a list of its own in the same place.
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: title })
    .first()
    .waitFor({ state: 'hidden', timeout: 4 * patienceMs });
}

/** Whether it is seen in time. */
async function appears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: patienceMs }).then(
    () => true,
    () => false,
  );
}

/** Opens a file of the workspace by its path. */
export async function openFile(page: Page, file: string): Promise<void> {
  const name = file.split('/').at(-1) ?? file;
  const tab = page.locator('.tab.active', { hasText: name });
  for (let attempt = 0; attempt < tries; attempt++) {
    await choose(page, { name: `Opening ${file}`, key: 'Control+p', text: file, row: name });
    if (await appears(tab)) break;
  }
  await tab.waitFor();
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** Puts the cursor at a place; line and column count from 1. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  const status = page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` });
  for (let attempt = 0; attempt < tries; attempt++) {
    await choose(page, { name: `Going to line ${line}`, key: 'Control+g', text: `:${line}:${column}` });
    if (await appears(status)) break;
  }
  await status.waitFor();
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
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
