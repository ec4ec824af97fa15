/**
 * Consent to MCP servers of a workspace, on the page of evaluations of tools: refused, the server is not started; allowed, tasks are made of it, and
 * nobody is asked again until its configuration is another one. Dialog, server and tasks are real.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inProject } from '../vscode/projectPaths';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { gone, isThere, pageFrame, seen } from './modelsPage';
import type { ServedSession } from './servedSession';

export interface ToolServersCheck extends Pick<ServedSession, 'page' | 'workspace'> {
  /** State folder of the session. */
  readonly home: string;
  readonly picture: (name: string) => Promise<unknown>;
}

const question = (page: Page): Locator =>
  page.locator('.monaco-dialog-box', { hasText: 'Start these MCP servers for tasks?' });

const makeButton = (page: Page): Locator => pageFrame(page).getByRole('button', { name: 'Make Tasks' });

export async function checkToolServers({ page, workspace, home, picture }: ToolServersCheck): Promise<void> {
  const started = path.join(home, 'notes-server-started');
  await copyFile(
    inProject('extension', 'dev', 'check', 'testing', 'notesServer.mjs'),
    path.join(workspace, 'notes.mjs'),
  );
  await configure(workspace, [started]);
  await runCommand(page, 'Whetstone: Test How Models Use Tools');
  await choose(page, 3);

  await makeButton(page).click();
  await seen('The question before a server starts', question(page));
  await seen('What would be started, in the question', question(page).getByText('notes.mjs'));
  await picture('tool-servers-consent');
  await page.keyboard.press('Escape');
  await gone('The question, after Escape', question(page));
  await seen('The button, after the refusal', makeButton(page).and(pageFrame(page).locator(':enabled')));
  if (existsSync(started)) throw new CheckFailed('A server was started although that was refused.');
  if ((await toolSets(home)) > 0) throw new CheckFailed('Tasks were made although the server was refused.');

  await makeButton(page).click();
  await seen('The question, for the second time', question(page));
  await question(page).getByRole('button', { name: 'Start', exact: true }).focus();
  await page.keyboard.press('Enter');
  await gone('The question, after it was allowed', question(page));
  await made(page, home, 1);
  if (!existsSync(started)) throw new CheckFailed('Tasks were made of a server that was not started.');

  await choose(page, 2);
  await makeButton(page).click();
  if (await isThere(question(page), 3000)) throw new CheckFailed('What was allowed is asked about again.');
  await made(page, home, 2);

  await configure(workspace, [started, '--other']);
  await choose(page, 2);
  await makeButton(page).click();
  await seen('The question about another configuration', question(page).getByText('--other'));
  await page.keyboard.press('Escape');
  await gone('The question about another configuration', question(page));
}

async function configure(workspace: string, args: readonly string[]): Promise<void> {
  const notes = { type: 'stdio', command: process.execPath, args: ['${workspaceFolder}/notes.mjs', ...args] };
  await mkdir(path.join(workspace, '.vscode'), { recursive: true });
  await writeFile(path.join(workspace, '.vscode', 'mcp.json'), JSON.stringify({ servers: { notes } }));
}

/** Opens the form anew, so that it lists the servers as they are now. */
async function choose(page: Page, count: number): Promise<void> {
  const form = pageFrame(page).locator('details.new-set');
  await seen('The form for tasks', form.locator('summary').first());
  if ((await form.getAttribute('open')) !== null) await form.locator('summary').first().click();
  await form.locator('summary').first().click();
  const box = form.getByRole('checkbox', { name: /^notes/ });
  await seen('The server of the workspace', box);
  await box.setChecked(true);
  await form.getByRole('spinbutton', { name: 'Tasks' }).fill(String(count));
}

async function made(page: Page, home: string, sets: number): Promise<void> {
  await seen('The form, closed after tasks were made', pageFrame(page).locator('details.new-set:not([open])'));
  if ((await toolSets(home)) !== sets) throw new CheckFailed(`There are not ${sets} sets of tasks.`);
}

async function toolSets(home: string): Promise<number> {
  const files = await readdir(path.join(home, 'evaluations', 'other'), { recursive: true }).catch(() => []);
  return files.filter((file) => path.basename(file) === 'set.json').length;
}
