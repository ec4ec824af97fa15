/**
 * The part of `npm start -- --check` about the budget: spends ten dollars at a provider on this machine until calls are
 * refused, opens the page in VS Code over the books of that, looks behind a decision, and takes pictures.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inProject } from '../vscode/projectPaths';
import type { CheckOptions } from './check';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { openSession, type ServedSession } from './servedSession';
import { spendAMonth, type CheckSpending } from './testing/checkSpending';

/** Everything here is done by a program on a machine that may be busy. Milliseconds. */
const patienceMs = 90_000;

const pageFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

async function seen(what: string, locator: Locator): Promise<void> {
  await locator.waitFor({ timeout: patienceMs }).catch(() => {
    throw new CheckFailed(`${what} did not appear within ${patienceMs / 1000} s.`);
  });
}

async function check(
  { page }: ServedSession,
  spending: CheckSpending,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  const frame = pageFrame(page);
  // Figures, budget, chart and slider in one picture.
  await page.setViewportSize({ width: 1280, height: 900 });
  await seen("The extension's status bar item", page.locator('.statusbar-item', { hasText: 'Whetstone' }).first());
  await runCommand(page, 'Whetstone: Show Budget and Routing');
  await seen('The budget on the page', frame.locator('.card').first());
  await seen('The chart', frame.getByRole('img', { name: /Spend against pace/ }));
  const money = (micro: number): string => `$${(micro / 1e6).toFixed(2)}`;
  const amount = await frame.locator('.card-amount').first().innerText();
  if (amount !== `${money(spending.spent)} of ${money(spending.limit)}`)
    throw new CheckFailed(`The page says "${amount}", the books ${money(spending.spent)} of ${money(spending.limit)}.`);
  const item = page.locator('.statusbar-item', { hasText: `/${money(spending.limit)}` });
  await seen('The budget in the status bar', item.first());
  await page.waitForTimeout(1500);
  await picture('budget');

  const decision = frame.getByRole('button', { name: /^Why: / }).first();
  await decision.scrollIntoViewIfNeeded();
  await decision.click();
  await seen('The reasons of a decision', frame.getByRole('dialog'));
  await page.waitForTimeout(500);
  await picture('budget-decision');
  await page.keyboard.press('Escape');
  return `${spending.calls} calls spent ${money(spending.spent)} of ${money(spending.limit)}, then ${spending.refused} were refused ("${spending.refusal}"); the page says "${amount}".`;
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runBudgetCheck(options: CheckOptions): Promise<string> {
  const home = inProject('.cache', 'check-budget-home');
  await rm(home, { recursive: true, force: true });
  const spending = await spendAMonth(home);
  try {
    if (spending.spent > spending.limit) throw new CheckFailed(`${spending.spent} of ${spending.limit} was spent.`);
    if (spending.refused === 0) throw new CheckFailed('No call was refused: the budget was never used up.');
    const session = await openSession({
      ...{ name: 'check-budget', theme: options.theme, vsix: options.vsix },
      env: { WHETSTONE_HOME: home },
      settings: {
        'whetstone.gateway.providers': spending.providers,
        'window.commandCenter': false,
        'workbench.layoutControl.enabled': false,
        'workbench.activityBar.location': 'hidden',
        'workbench.sideBar.location': 'right',
        'workbench.editor.editorActionsLocation': 'hidden',
      },
    });
    const picture = (name: string): Promise<unknown> =>
      session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
    try {
      if (await session.page.locator('.part.sidebar').isVisible()) await session.page.keyboard.press('Control+b');
      return await check(session, spending, picture);
    } catch (error) {
      await picture('budget-failed').catch(() => undefined);
      throw error;
    } finally {
      await session.close();
    }
  } finally {
    await spending.stop();
  }
}
