/** The part of the check that writes existing text anew, by the keys that a person presses. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { CheckFailed, waitForFile } from './checkFailed';
import { goTo, openFile, runCommand } from './ghostText';
import { confidenceScene, gapScene, placeOf, regenerateScene, type RewriteScene } from './rewriteScenes';
import type { ServedSession } from './servedSession';

type Picture = (name: string) => Promise<unknown>;

const timeoutMs = 30_000;
/** What the hint in the editor says once there is something to accept. */
const ready = 'Esc discards';

/** @returns a sentence on what was seen */
export async function checkRewrites(session: ServedSession, picture: Picture): Promise<string> {
  await fillGaps(session, picture);
  await regenerate(session, picture);
  await confidence(session, picture);
  return 'Gaps were filled and a selection rewritten as previewed, and undone in one step; token confidence was shown.';
}

async function fillGaps(session: ServedSession, picture: Picture): Promise<void> {
  const { page } = session;
  const file = await open(session, gapScene);
  await runCommand(page, 'Whetstone: Fill Gaps');
  const shown = await waitForDecoration(page, ready);
  await picture('fill-gaps');
  await page.keyboard.press('Tab');
  const [first = '', second = ''] = gapScene.text.split('<<?>>');
  const filledOnly = (text: string): boolean =>
    !text.includes('<<?>>') && text.startsWith(first) && text.includes(second);
  const filled = await waitForFile(file, filledOnly);
  if (!filledOnly(filled))
    throw new CheckFailed(`Tab did not fill the gaps, and only them. Shown: ${shown.join(' | ')}\n${filled}`);
  await undo(page, file, gapScene);
}

async function regenerate(session: ServedSession, picture: Picture): Promise<void> {
  const { page } = session;
  const file = await open(session, regenerateScene);
  const from = placeOf(regenerateScene.text, regenerateScene.from);
  const to = placeOf(regenerateScene.text, regenerateScene.to);
  await goTo(page, from.line, from.column);
  for (let line = from.line; line < to.line; line++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+End');
  await runCommand(page, 'Whetstone: Regenerate Selection');
  await waitForDecoration(page, ready);
  await picture('regenerate');
  await page.keyboard.press('Escape');
  await waitForNoDecoration(page, ready);
  if ((await waitForFile(file, (text) => text === regenerateScene.text)) !== regenerateScene.text)
    throw new CheckFailed('A rewrite that was given up has changed the file.');
  await runCommand(page, 'Whetstone: Regenerate Selection');
  await waitForDecoration(page, ready);
  // Takes what the slider shows.
  await page.keyboard.press('Enter');
  // Empty while it is being written.
  const changed = await waitForFile(file, (text) => text !== '' && text !== regenerateScene.text);
  if (changed === regenerateScene.text) throw new CheckFailed('Enter in the slider did not accept the rewrite.');
  await undo(page, file, regenerateScene);
}

async function confidence(session: ServedSession, picture: Picture): Promise<void> {
  const { page } = session;
  await open(session, confidenceScene);
  const odd = placeOf(confidenceScene.text, confidenceScene.odd);
  await goTo(page, odd.line, odd.column + 1);
  await runCommand(page, 'Whetstone: Toggle Token Confidence');
  const underlined = page.locator('.view-line span[class*="ced-"]', { hasText: /\S/ });
  await underlined.first().waitFor({ timeout: timeoutMs });
  await runCommand(page, 'Show or Focus Hover');
  await page.locator('.monaco-hover:visible', { hasText: 'the model is' }).first().waitFor({ timeout: timeoutMs });
  await picture('token-confidence');
  // The first closes the hover.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await underlined.first().waitFor({ state: 'detached', timeout: timeoutMs });
}

async function open({ page, workspace }: ServedSession, scene: RewriteScene): Promise<string> {
  const file = path.join(workspace, scene.file);
  await writeFile(file, scene.text);
  await openFile(page, scene.file);
  await goTo(page, 1, 1);
  return file;
}

async function undo(page: Page, file: string, scene: RewriteScene): Promise<void> {
  // An undo while the automatic save of the edit is still under way brings the editor back, and leaves the file as it is.
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: timeoutMs });
  await page.waitForTimeout(500);
  await page.keyboard.press('ControlOrMeta+z');
  const text = await waitForFile(file, (current) => current === scene.text);
  if (text !== scene.text) throw new CheckFailed(`One undo did not bring ${scene.file} back:\n${text}`);
}

/** What decorations say behind the text of the editor: it stands in the style sheet and not in the document. Runs in the page. */
const readDecorations = `[...document.querySelectorAll('.monaco-editor .view-line span')]
  .map((element) => getComputedStyle(element, '::after').content)
  .filter((content) => content !== 'none' && content !== 'normal')
  .map((content) => content.replaceAll('\\u00a0', ' '))`;

const decorations = (page: Page): Promise<readonly string[]> => page.evaluate<readonly string[]>(readDecorations);

async function waitForDecoration(page: Page, part: string): Promise<readonly string[]> {
  const deadline = Date.now() + timeoutMs;
  let seen: readonly string[] = [];
  while (Date.now() < deadline) {
    seen = await decorations(page);
    if (seen.some((text) => text.includes(part))) return seen;
    await page.waitForTimeout(200);
  }
  throw new CheckFailed(`The editor did not say "${part}" within ${timeoutMs / 1000} s, but: ${seen.join(' | ')}`);
}

async function waitForNoDecoration(page: Page, part: string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while ((await decorations(page)).some((text) => text.includes(part))) {
    if (Date.now() > deadline) throw new CheckFailed(`The editor still says "${part}".`);
    await page.waitForTimeout(200);
  }
}
