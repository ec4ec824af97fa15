/**
 * The part of `npm start -- --check` about the agent: asks *@whetstone* in VS Code's chat view, looks at the edit that it proposes,
 * allows it by keyboard, looks at the file and at the trace, and takes pictures. The model is a script; everything else is real.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inProject } from '../vscode/projectPaths';
import type { CheckOptions } from './check';
import { CheckFailed } from './checkFailed';
import { openFile, runCommand } from './ghostText';
import { openSession, type ServedSession } from './servedSession';
import { startCheckModel, type CheckModel } from './testing/checkModel';

/** Everything here is done by a program on a machine that may be busy. Milliseconds. */
const patienceMs = 90_000;

const pageFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

async function seen(what: string, locator: Locator): Promise<void> {
  await locator.waitFor({ timeout: patienceMs }).catch(() => {
    throw new CheckFailed(`${what} did not appear within ${patienceMs / 1000} s.`);
  });
}

/** Room for a diff: drags the edge of the chat to the left. */
async function widen(page: Page, chat: Locator): Promise<void> {
  const box = await chat.first().boundingBox();
  if (!box) throw new CheckFailed('The chat has no place on the page.');
  const y = box.y + 300;
  await page.mouse.move(box.x - 3, y);
  await page.mouse.down();
  await page.mouse.move(box.x - 260, y, { steps: 10 });
  await page.mouse.up();
  await chat.locator('.interactive-input-part .monaco-editor').first().click();
}

async function check(
  { page, workspace }: ServedSession,
  model: CheckModel,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  await page.setViewportSize({ width: 1440, height: 960 });
  await seen("The extension's status bar item", page.locator('.statusbar-item', { hasText: 'Whetstone' }).first());
  await openFile(page, 'shop/format.ts');
  await runCommand(page, 'Whetstone: Ask in Chat');
  const chat = page.locator('.interactive-session');
  await seen('The chat', chat.locator('.interactive-input-part').first());
  await widen(page, chat);
  // Without a model VS Code refuses the question.
  await seen('The model in the chat', chat.getByText('Scripted Model').first());
  await page.keyboard.type('Prices must be whole cents. Make formatPrice refuse others.');
  await page.keyboard.press('Enter');
  const allow = chat.getByRole('button', { name: 'Allow Once' }).last();
  await seen('The question for approval', allow);
  await seen('The diff in the chat', chat.getByText('Not whole cents').first());
  await page.waitForTimeout(1500);
  await picture('agent-approval');
  const file = path.join(workspace, 'shop', 'format.ts');
  if ((await readFile(file, 'utf8')).includes('RangeError')) throw new CheckFailed('The file was changed unasked.');
  await allow.focus();
  await page.keyboard.press('Enter');
  await seen('The end of the answer', chat.getByRole('button', { name: 'Show Trace' }).last());
  if (!(await readFile(file, 'utf8')).includes('RangeError')) throw new CheckFailed('The file was not changed.');
  await page.waitForTimeout(1500);
  await picture('agent-chat');
  await chat.getByRole('button', { name: 'Show Trace' }).last().click();
  const frame = pageFrame(page);
  await seen('The steps of the trace', frame.locator('.step').first());
  const steps = await frame.locator('.step').count();
  await page.waitForTimeout(1000);
  await picture('agent-trace');
  return `@whetstone answered in ${model.requests()} model calls with an edit that was allowed by keyboard; the trace has ${steps} steps.`;
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runAgentCheck(options: CheckOptions): Promise<string> {
  const home = inProject('.cache', 'check-agent-home');
  await rm(home, { recursive: true, force: true });
  const model = await startCheckModel();
  try {
    const session = await openSession({
      ...{ name: 'check-agent', theme: options.theme, vsix: options.vsix },
      env: { WHETSTONE_HOME: home },
      settings: {
        'whetstone.gateway.providers': model.providers,
        'chat.disableAIFeatures': false,
        'window.commandCenter': false,
        'workbench.layoutControl.enabled': false,
        'workbench.activityBar.location': 'hidden',
        'editor.minimap.enabled': false,
        'workbench.sideBar.location': 'left',
      },
    });
    const picture = (name: string): Promise<unknown> =>
      session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
    try {
      if (await session.page.locator('.part.sidebar').isVisible()) await session.page.keyboard.press('Control+b');
      return await check(session, model, picture);
    } catch (error) {
      await picture('agent-failed').catch(() => undefined);
      throw error;
    } finally {
      await session.close();
    }
  } finally {
    await model.stop();
  }
}
