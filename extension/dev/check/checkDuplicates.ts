/**
 * The part of `npm start -- --check` about duplicates in the editor: they are told of once the tools were compared, the lightbulb offers to merge them, and
 * its question is answered. Editor, menu, dialog, sandbox and files are real.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { inProject } from '../vscode/projectPaths';
import type { CheckOptions } from './check';
import { CheckFailed, waitForFile } from './checkFailed';
import { answer, press, writeTools } from './checkToolLibrary';
import { goTo, openFile, runCommand } from './ghostText';
import { pageFrame, seen } from './modelsPage';
import { openSession, type ServedSession } from './servedSession';

const file = 'strings.py';
const doubled = 'reads_backwards';

async function check({ page, workspace }: ServedSession, picture: (name: string) => Promise<unknown>): Promise<string> {
  const place = path.join(workspace, file);
  const before = await readFile(place, 'utf8');
  await seen("The extension's status bar item", page.locator('.statusbar-item', { hasText: 'Whetstone' }).first());
  await runCommand(page, 'Whetstone: Tool Library');
  await press(page, 'Find Tools');
  await seen('The list of tools', pageFrame(page).getByText('not compared yet').first());
  await pageFrame(page).getByRole('tab', { name: 'Groups' }).click();
  await press(page, 'Run and Compare');
  await answer(page, 'Run the tests, compilers and tools of this workspace', 'Allow');
  await seen('The groups', pageFrame(page).getByText('do the same').first());
  await openFile(page, file);
  const line = before.split('\n').findIndex((each) => each.startsWith(`def ${doubled}(`)) + 1;
  await goTo(page, line, 6);
  await seen('The mark under a function', page.locator('.squiggly-info').first());
  await page.keyboard.press('Control+.');
  const menu = page.locator('.action-widget');
  const merge = menu.getByText(/^Merge with /).first();
  await seen('The offer to merge', merge);
  await picture('tool-duplicates');
  await merge.click();
  await answer(page, 'Make one function of', 'Apply');
  const after = await waitForFile(place, (text) => text !== before);
  const other = await readFile(path.join(workspace, 'text.py'), 'utf8');
  if (after === before) throw new CheckFailed('The functions were not merged.');
  if (!`${after}${other}`.includes('eprecated')) throw new CheckFailed('Nothing stands under the old name.');
  return 'A function that doubles another one was told of in the editor, and merged from its lightbulb.';
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runDuplicatesCheck(options: CheckOptions): Promise<string> {
  const home = inProject('.cache', 'check-duplicates-home');
  await rm(home, { recursive: true, force: true });
  const session = await openSession({
    ...{ name: 'check-duplicates', theme: options.theme, vsix: options.vsix },
    env: { WHETSTONE_HOME: home },
    settings: { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false },
    write: writeTools,
  });
  const picture = (name: string): Promise<unknown> =>
    session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
  try {
    return await check(session, picture);
  } catch (error) {
    await picture('tool-duplicates-failed').catch(() => undefined);
    throw error;
  } finally {
    await session.close();
  }
}
