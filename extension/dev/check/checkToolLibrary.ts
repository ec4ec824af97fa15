/**
 * The part of `npm start -- --check` about the tool library: on its page a part of the sample collection is looked through, compared after the
 * question of the sandbox was answered, merged, applied after a look, and taken back. Dialogs, page, sandbox and files are real.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inProject } from '../vscode/projectPaths';
import type { CheckOptions } from './check';
import { CheckFailed, waitForFile } from './checkFailed';
import { runCommand } from './ghostText';
import { gone, pageFrame, seen } from './modelsPage';
import { openSession, type ServedSession } from './servedSession';

const copied = ['text.py', 'strings.py'];

export async function writeTools(folder: string): Promise<void> {
  const sample = inProject('benchmarks', 'toolLibrary', 'sample', 'python');
  for (const name of copied) await cp(path.join(sample, name), path.join(folder, name));
}

/** Presses a button of the page. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = pageFrame(page).getByRole('button', { name }).first();
  await seen(`The button ${String(name)}`, button);
  await button.click();
}

/** Answers a modal question of VS Code, by the keyboard. */
export async function answer(page: Page, question: string, button: string): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box', { hasText: question });
  await seen(`The question "${question}"`, dialog);
  await dialog.getByRole('button', { name: button, exact: true }).focus();
  await page.keyboard.press('Enter');
  await gone(`The question "${question}"`, dialog);
}

async function compareAndMerge(page: Page): Promise<void> {
  const frame = pageFrame(page);
  await runCommand(page, 'Whetstone: Tool Library');
  await press(page, 'Find Tools');
  await seen('The list of tools', frame.getByText('not compared yet').first());
  await frame.getByRole('tab', { name: 'Groups' }).click();
  await press(page, 'Run and Compare');
  await answer(page, 'Run the tests, compilers and tools of this workspace', 'Allow');
  await press(page, 'Merge and Verify');
  await seen('A verdict', frame.getByText('identical').first());
}

/** Looks at the changes first, then agrees. @returns what a file holds then */
async function apply(
  { page, workspace }: ServedSession,
  before: string,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  const frame = pageFrame(page);
  await frame
    .getByRole('checkbox', { name: /^Accept / })
    .first()
    .click();
  // The button that this brings moves the list down.
  await seen('What is accepted', frame.getByRole('button', { name: 'Apply 1 accepted' }));
  await frame.locator('.group-list button.link').first().click();
  await seen('The changes of a group', frame.getByRole('heading', { name: 'Changes', exact: true }));
  await picture('tool-library');
  await press(page, /^Apply 1 accepted/);
  await answer(page, 'Apply the accepted groups', 'Show Changes First');
  const toast = page.locator('.notification-toast', { hasText: 'Apply the accepted groups' });
  await seen('The question beside the changes', toast);
  await picture('tool-library-changes');
  await toast.getByRole('button', { name: 'Apply', exact: true }).click();
  const after = await waitForFile(path.join(workspace, 'strings.py'), (text) => text !== before);
  if (after === before) throw new CheckFailed('An accepted group was not applied.');
  return after;
}

/** A server is chosen and allowed; its tools are listed beside those of the folder. Then these are offered to models. */
async function useServers(
  { page, workspace }: ServedSession,
  home: string,
  picture: (name: string) => Promise<unknown>,
): Promise<void> {
  const frame = pageFrame(page);
  const started = path.join(home, 'notes-server-started');
  await cp(inProject('extension', 'dev', 'check', 'testing', 'notesServer.mjs'), path.join(workspace, 'notes.mjs'));
  const notes = { type: 'stdio', command: process.execPath, args: ['${workspaceFolder}/notes.mjs', started] };
  await mkdir(path.join(workspace, '.vscode'), { recursive: true });
  await writeFile(path.join(workspace, '.vscode', 'mcp.json'), JSON.stringify({ servers: { notes } }));
  await frame.getByRole('tab', { name: 'Tools' }).click();
  await press(page, 'MCP Servers...');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'notes' }).first();
  await seen('The server in the list', row);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  const question = page.locator('.monaco-dialog-box', { hasText: 'Allow the MCP server "notes" to start?' });
  await seen('The question before a server starts', question);
  if (existsSync(started)) throw new CheckFailed('A server was started before it was allowed.');
  await answer(page, 'Allow the MCP server "notes" to start?', 'Allow and Start');
  await seen('A tool of the server', frame.getByText('mcp · notes').first());
  await press(page, 'Offer to Models...');
  await seen('That it is offered', frame.getByText('Offered to models by the MCP server'));
  await picture('tool-library-servers');
  await press(page, 'Stop Offering');
  await seen('The button to offer it again', frame.getByRole('button', { name: 'Offer to Models...' }));
}

async function check(
  session: ServedSession,
  home: string,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  const { page, workspace } = session;
  const file = path.join(workspace, 'strings.py');
  const before = await readFile(file, 'utf8');
  await page.setViewportSize({ width: 1440, height: 960 });
  await seen("The extension's status bar item", page.locator('.statusbar-item', { hasText: 'Whetstone' }).first());
  await compareAndMerge(page);
  await apply(session, before, picture);
  await runCommand(page, 'Whetstone: Tool Library');
  await pageFrame(page).getByRole('tab', { name: 'History' }).click();
  await press(page, /^Revert the change/);
  const now = await waitForFile(file, (text) => text === before);
  if (now !== before) throw new CheckFailed('What was applied was not taken back.');
  await seen(
    'The entry of the history',
    pageFrame(page)
      .getByText(/^reverted /)
      .first(),
  );
  await useServers(session, home, picture);
  return 'Tools of a folder were compared in the sandbox, merged, applied as one change and taken back, byte for byte; those of an MCP server were listed once it was allowed.';
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runToolLibraryCheck(options: CheckOptions): Promise<string> {
  const home = inProject('.cache', 'check-tool-library-home');
  await rm(home, { recursive: true, force: true });
  const session = await openSession({
    ...{ name: 'check-tool-library', theme: options.theme, vsix: options.vsix },
    env: { WHETSTONE_HOME: home },
    settings: { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false },
    write: writeTools,
  });
  const picture = (name: string): Promise<unknown> =>
    session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
  try {
    return await check(session, home, picture);
  } catch (error) {
    await picture('tool-library-failed').catch(() => undefined);
    throw error;
  } finally {
    await session.close();
  }
}
