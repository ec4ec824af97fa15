/**
 * `npm start -- --check`: what a developer does first, done by a program. Opens VS Code with the extension, types in a
 * file, waits for ghost text, accepts it with Tab, and compares the document with what was shown. Takes the pictures of
 * the README on the way. Then the same with existing text that is written anew (`checkRewrites.ts`).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Theme } from '../vscode/profile';
import { CheckFailed, waitForFile } from './checkFailed';
import { checkRewrites } from './checkRewrites';
import { goTo, openFile, runCommand, waitForGhostText } from './ghostText';
import { isPresentable, scenes, type Scene } from './scenes';
import { openSession, type ServedSession } from './servedSession';

export interface CheckOptions {
  readonly theme: Theme;
  /** Folder for the pictures. */
  readonly screenshots: string;
  /** Check a packaged extension instead of the project's folder. */
  readonly vsix?: string | undefined;
}

/** Suggestions come within a second once the model is loaded; the first one waits for that. */
const suggestionTimeoutMs = 30_000;
const totalTimeoutMs = 240_000;

/** For pictures that can be read at half their size: large letters, and nothing around the editor that is not needed. */
const pictureSettings: Readonly<Record<string, unknown>> = {
  'editor.fontSize': 18,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.editorActionsLocation': 'hidden',
};

const statusItem = (page: Page) =>
  page
    .locator('.statusbar-item')
    .filter({ hasText: /Whetstone/ })
    .or(page.locator('.statusbar-item[aria-label*="Whetstone"]'));

/** Waits until the extension has started: before that, nobody listens to what is typed. */
async function waitForExtension(page: Page): Promise<void> {
  try {
    await statusItem(page).first().waitFor({ timeout: 60_000 });
  } catch {
    throw new CheckFailed("The extension's status bar item did not appear within 60 s.");
  }
}

async function statusText(page: Page): Promise<string> {
  const item = statusItem(page).first();
  const inner = item.locator('[aria-label]').first();
  return ((await item.getAttribute('aria-label')) ?? (await inner.getAttribute('aria-label').catch(() => null)) ?? '')
    .replaceAll('\n', ' ')
    .trim();
}

/** Types the scene's text and returns the ghost text that follows, or undefined. */
async function suggestionFor(session: ServedSession, scene: Scene): Promise<string | undefined> {
  const { page, workspace } = session;
  const file = path.join(workspace, scene.file);
  await writeFile(file, scene.before + scene.after);
  await openFile(page, scene.file);
  const lines = scene.before.split('\n');
  await goTo(page, lines.length, (lines.at(-1) ?? '').length + 1);
  await page.keyboard.type(scene.typed, { delay: 80 });
  const typed = scene.before + scene.typed + scene.after;
  const text = await waitForFile(file, (current) => current === typed);
  if (text !== typed) throw new CheckFailed(`Typing "${scene.typed}" in ${scene.file} gave another text:\n${text}`);
  const ghost = await waitForGhostText(page, suggestionTimeoutMs);
  if (ghost !== undefined) return ghost;
  await runCommand(page, 'Trigger Inline Suggestion');
  return waitForGhostText(page, suggestionTimeoutMs);
}

async function acceptAndCompare(session: ServedSession, scene: Scene, ghost: string): Promise<void> {
  const file = path.join(session.workspace, scene.file);
  await session.page.keyboard.press('Tab');
  const wanted = scene.before + scene.typed + ghost + scene.after;
  const text = await waitForFile(file, (current) => current === wanted);
  if (text !== wanted) {
    throw new CheckFailed(
      `Tab did not insert exactly the ghost text.\nGhost text: ${JSON.stringify(ghost)}\nDocument now:\n${text}`,
    );
  }
}

/** The whole way through one scene, with pictures; undefined when no suggestion came. */
async function playScene(
  session: ServedSession,
  scene: Scene,
  picture: (name: string) => Promise<unknown>,
  wanted: (ghost: string) => boolean,
): Promise<string | undefined> {
  const ghost = await suggestionFor(session, scene);
  if (ghost === undefined) {
    console.log(`No suggestion in ${scene.file} after "${scene.typed}"; status: ${await statusText(session.page)}`);
    return undefined;
  }
  if (wanted(ghost)) await picture('ghost-text');
  await acceptAndCompare(session, scene, ghost);
  if (wanted(ghost)) await picture('accepted');
  return ghost;
}

async function check(session: ServedSession, options: CheckOptions): Promise<string> {
  const { page } = session;
  const picture = (name: string) =>
    page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
  const seen: string[] = [];
  try {
    await waitForExtension(page);
    if (await page.locator('.part.sidebar').isVisible()) await page.keyboard.press('Control+b');
    for (const scene of scenes) {
      // The first suggestion is in the pictures, until there is one that is worth more.
      const wanted = (ghost: string): boolean => seen.length === 0 || isPresentable(scene, ghost);
      const ghost = await playScene(session, scene, picture, wanted);
      if (ghost === undefined) continue;
      seen.push(
        `In ${scene.file}, after "${scene.typed}", Tab inserted exactly the suggestion ${JSON.stringify(ghost)}.`,
      );
      if (isPresentable(scene, ghost)) break;
    }
    if (seen.length === 0) throw new CheckFailed('Ghost text appeared in none of the places.');
    return [...seen, await checkRewrites(session, picture)].join('\n');
  } catch (error) {
    await picture('failed').catch(() => undefined);
    throw error;
  }
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runCheck(options: CheckOptions): Promise<string> {
  await mkdir(options.screenshots, { recursive: true });
  const session = await openSession({
    name: 'check',
    theme: options.theme,
    vsix: options.vsix,
    settings: pictureSettings,
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CheckFailed(`The check took longer than ${totalTimeoutMs / 1000} s.`));
    }, totalTimeoutMs);
  });
  const checking = check(session, options);
  try {
    return await Promise.race([checking, timeout]);
  } finally {
    clearTimeout(timer);
    // After a timeout the check itself ends with an error, as its page closes; the timeout is what is reported.
    checking.catch(() => undefined);
    await session.close();
  }
}
