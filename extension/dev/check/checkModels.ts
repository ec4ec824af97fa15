/**
 * The part of `npm start -- --check` about models: opens the tree and the page, downloads a small model from a hub on
 * this machine, reloads the window while it is downloaded, cancels and resumes it, uses it, and takes pictures on the way.
 */
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { CheckOptions } from './check';
import { addByKeyboard, decideLicence, removeByKeyboard } from './checkModelDialogs';
import { runCommand } from './ghostText';
import { isThere, pageFrame, seen, statusItem, treeRow } from './modelsPage';
import { openSession, type ServedSession } from './servedSession';
import { startCheckHub, type CheckHub } from './testing/checkHub';

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

  await decideLicence(page, hub, picture);
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
  const speed = await row.locator('.figure').innerText();
  await removeByKeyboard(page, hub, picture);
  await addByKeyboard(page, hub, picture);
  return `A model was downloaded from ${hub.endpoint} over a reload of the window (the page ${restored ? 'came back by itself' : 'was opened again'}), with a break, then used and measured: ${speed}. By keyboard alone its licence was declined and accepted, its removal called off and confirmed, and a folder added.`;
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
