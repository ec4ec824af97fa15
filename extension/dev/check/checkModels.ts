/**
 * The part of `npm start -- --check` about models: opens the tree and the page, downloads a small model from a hub on
 * this machine, reloads the window while it is downloaded, cancels and resumes it, uses it, and takes pictures on the way.
 */
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { CheckOptions } from './check';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { openSession, type ServedSession } from './servedSession';
import { startCheckHub, type CheckHub } from './testing/checkHub';

/** Everything here is done by a program on a machine that may be busy. Milliseconds. */
const patienceMs = 90_000;

const statusItem = (page: Page): Locator =>
  page
    .locator('.statusbar-item', { hasText: 'Whetstone' })
    .or(page.locator('.statusbar-item[aria-label*="Whetstone"]'));

const treeRow = (page: Page, text: string): Locator =>
  page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();

/** The page of models: a frame in a frame. */
const pageFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

async function seen(what: string, locator: Locator): Promise<void> {
  await locator.waitFor({ timeout: patienceMs }).catch(() => {
    throw new CheckFailed(`${what} did not appear within ${patienceMs / 1000} s.`);
  });
}

/** Whether it appears within some milliseconds. */
async function isThere(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

async function openTree(page: Page): Promise<void> {
  await seen("The extension's status bar item", statusItem(page).first());
  // After a reload it opens by itself, in a while.
  const open = await isThere(treeRow(page, 'Embedded model'), 20_000);
  // Not by its icon: a click on the icon of a side bar that is open closes it.
  if (!open) await runCommand(page, 'Whetstone: Focus on Models View');
  await seen('The embedded model in the tree', treeRow(page, 'Embedded model'));
}

async function check(
  { page }: ServedSession,
  hub: CheckHub,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  const frame = pageFrame(page);
  const row = frame.locator('tbody tr', { hasText: hub.title });
  await openTree(page);
  await runCommand(page, 'Whetstone: Show Models');
  await seen('The model in the page', row);
  await page.waitForTimeout(1000);
  await picture('models');

  await row.getByRole('button', { name: `Download: ${hub.title}` }).click();
  await seen('The licence', frame.getByRole('dialog'));
  await picture('models-licence');
  await frame.getByRole('button', { name: 'Accept and Download' }).click();
  await seen('The progress in the page', row.getByRole('progressbar'));
  await seen('The progress in the tree', treeRow(page, 'Downloading'));
  await seen('The progress in the status bar', statusItem(page).filter({ hasText: '%' }).first());
  await picture('models-download');

  // The window goes; the download does not.
  await page.reload();
  await openTree(page);
  const restored = await isThere(row, 20_000);
  // In a browser VS Code writes down a while later which editors are open; a reload may come before that.
  if (!restored) await runCommand(page, 'Whetstone: Show Models');
  await seen('The progress in the page after a reload', row.getByRole('progressbar'));
  await seen('The progress in the tree after a reload', treeRow(page, hub.title).filter({ hasText: /%/ }));
  await picture('models-reloaded');

  await row.getByRole('button', { name: `Cancel: ${hub.title}` }).click();
  const resume = row.getByRole('button', { name: `Resume: ${hub.title}` });
  await seen('The button to go on', resume);
  hub.hurry();
  await resume.click();
  const use = row.getByRole('button', { name: `Use for Suggestions: ${hub.title}` });
  await seen('The button to use the model', use);
  await use.click();
  await seen('That it is used, in the page', row.getByText('Used for suggestions'));
  await seen('That it is used, in the tree', treeRow(page, 'Used for suggestions').filter({ hasText: hub.title }));
  await row.getByRole('button', { name: `Measure: ${hub.title}` }).click();
  await seen('What was measured', row.locator('.figure'));
  await page.waitForTimeout(1000);
  await picture('models-used');
  return `A model was downloaded from ${hub.endpoint} over a reload of the window (the page ${restored ? 'came back by itself' : 'was opened again'}), with a break, then used and measured: ${await row.locator('.figure').innerText()}.`;
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runModelsCheck(options: CheckOptions): Promise<string> {
  const hub = await startCheckHub();
  try {
    const session = await openSession({
      name: 'check-models',
      theme: options.theme,
      vsix: options.vsix,
      machineSettings: {
        'whetstone.models.folder': hub.modelsFolder,
        'whetstone.models.endpoint': hub.endpoint,
      },
      settings: {
        'window.commandCenter': false,
        'workbench.layoutControl.enabled': false,
        'workbench.editor.editorActionsLocation': 'hidden',
      },
    });
    const picture = (name: string): Promise<unknown> =>
      session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
    try {
      return await check(session, hub, picture);
    } catch (error) {
      await picture('models-failed').catch(() => undefined);
      throw error;
    } finally {
      await session.close();
    }
  } finally {
    await hub.stop();
  }
}
