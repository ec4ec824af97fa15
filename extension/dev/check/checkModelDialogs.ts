/** Dialogs of the model manager, answered by the keys that a person presses: no mouse, and the focus where it should be. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { gone, isThere, pageFrame, seen, treeRow } from './modelsPage';
import type { CheckHub } from './testing/checkHub';

type Picture = (name: string) => Promise<unknown>;

const modal = (page: Page): Locator => page.locator('.monaco-dialog-box');
/** For a list to be there. Milliseconds. */
const listMs = 20_000;
/** For a small model to be converted and listed, on a machine that may be busy. Milliseconds. */
const addingMs = 45_000;

/** Licence: the text has the focus, Escape declines and nothing is downloaded, the next Tab accepts. */
export async function decideLicence(page: Page, hub: CheckHub, picture: Picture): Promise<void> {
  const dialog = pageFrame(page).getByRole('dialog');
  await askForDownload(page, hub);
  await seen('The licence', dialog);
  await seen('The focus in the text of the licence', dialog.getByRole('region').and(pageFrame(page).locator(':focus')));
  const text = await dialog.getByRole('region').innerText();
  if (!text.includes(hub.licence)) throw new CheckFailed(`The licence is not shown whole: ${text}`);
  await picture('models-licence');
  const before = hub.asked();
  await page.keyboard.press('Escape');
  await gone('The declined licence', dialog);
  await page.waitForTimeout(1000);
  if (hub.asked() !== before) throw new CheckFailed('The hub was asked for files although the licence was declined.');
  await seen('The button to download, after the licence was declined', downloadButton(page, hub));

  await askForDownload(page, hub);
  await seen('The licence, for the second time', dialog);
  await seen('The focus in the text of the licence', dialog.getByRole('region').and(pageFrame(page).locator(':focus')));
  await page.keyboard.press('Tab');
  await seen(
    'The focus on the button that accepts',
    dialog.getByRole('button', { name: 'Accept and Download' }).and(pageFrame(page).locator(':focus')),
  );
  await page.keyboard.press('Enter');
}

/** Removal: Escape leaves everything; Enter on the button that has the focus deletes the files. */
export async function removeByKeyboard(page: Page, hub: CheckHub, picture: Picture): Promise<void> {
  const folder = path.join(hub.modelsFolder, hub.model);
  await askForRemoval(page, hub);
  await picture('models-removal');
  await page.keyboard.press('Escape');
  await gone('The question, after it was called off', modal(page));
  await page.waitForTimeout(500);
  if (!existsSync(folder)) throw new CheckFailed(`${folder} is gone although the removal was called off.`);
  await seen(
    'The model, after its removal was called off',
    treeRow(page, hub.title).filter({ hasText: hub.precision }),
  );

  await askForRemoval(page, hub);
  await seen(
    'The focus on the button that removes',
    modal(page).locator('.monaco-button:focus', { hasText: 'Remove' }),
  );
  await page.keyboard.press('Enter');
  await gone('The confirmed question', modal(page));
  await seen('The embedded model in its place', treeRow(page, 'Embedded model').filter({ hasText: 'Used for' }));
  await seen('The button to download it again', downloadButton(page, hub));
  if (existsSync(folder)) throw new CheckFailed(`${folder} is still there although the model was removed.`);
}

/** Folder: Escape adds nothing; a path that is typed is added, converted as was picked. */
export async function addByKeyboard(page: Page, hub: CheckHub, picture: Picture): Promise<void> {
  const title = page.locator('.quick-input-widget', { hasText: 'Folder of a model or of a checkpoint' });
  await runCommand(page, 'Whetstone: Add Model From Folder...');
  await seen('The picker of folders', title);
  await page.keyboard.press('Escape');
  await gone('The picker of folders, after Escape', title);

  await runCommand(page, 'Whetstone: Add Model From Folder...');
  await seen('The picker of folders, for the second time', title);
  // The end of a path that is a folder itself is a slash.
  const wanted = `${hub.checkpoint}${path.sep}`;
  const input = page.locator('.quick-input-widget input[type=text]').first();
  const question = page.locator('.quick-input-widget', { hasText: 'Store the weights as' });
  const added = treeRow(page, path.basename(hub.checkpoint));
  // The picker reads the disk while one types: it lets an Enter fall that comes before it has, and may complete a path by itself.
  for (let attempt = 0; attempt < 6; attempt++) {
    if (!(await title.isVisible())) {
      // It lost the focus to a page.
      await runCommand(page, 'Whetstone: Add Model From Folder...');
      await seen('The picker of folders, opened again', title);
    }
    if ((await input.inputValue()) !== wanted) await input.fill(wanted);
    await page.waitForTimeout(1000);
    if (attempt === 0) await picture('models-folder');
    if ((await input.inputValue()) === wanted) await page.keyboard.press('Enter');
    if (!(await isThere(question, 5000))) continue;
    await page.keyboard.press('Enter');
    // The question, too, closes when a page takes the focus late: nothing is added then, and it is asked again.
    if (await isThere(added, addingMs)) break;
  }
  await seen('The model that was added', added);
  await picture('models-added');
}

const downloadButton = (page: Page, hub: CheckHub): Locator =>
  pageFrame(page).getByRole('button', { name: `Download: ${hub.title}` });

/** From the palette: the model, then a precision that is not the recommended one. */
async function askForDownload(page: Page, hub: CheckHub): Promise<void> {
  await runAndPick(
    page,
    'Whetstone: Download Model...',
    [hub.title, hub.precision],
    pageFrame(page).getByRole('dialog'),
  );
}

async function askForRemoval(page: Page, hub: CheckHub): Promise<void> {
  const question = modal(page).filter({ hasText: `Remove ${hub.title}?` });
  await runAndPick(page, 'Whetstone: Remove Model...', [hub.title], question);
}

/**
 * Runs a command and answers its lists. VS Code closes a list when a page takes the focus late, on a machine with much to do: then again.
 * @param result what comes of it: a list may also close just before the key
 */
async function runAndPick(page: Page, command: string, texts: readonly string[], result: Locator): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    await runCommand(page, command);
    if ((await pickAll(page, texts)) && (await isThere(result, addingMs))) return;
  }
  throw new CheckFailed(`The lists of "${command}" closed before something was picked, three times.`);
}

async function pickAll(page: Page, texts: readonly string[]): Promise<boolean> {
  for (const text of texts) {
    const row = (state: string): Locator =>
      page.locator(`.quick-input-widget .monaco-list-row${state}`, { hasText: text }).first();
    if (!(await isThere(row(''), listMs))) return false;
    await page.keyboard.type(text);
    if (!(await isThere(row('.focused'), listMs))) return false;
    await page.keyboard.press('Enter');
  }
  return true;
}
