/**
 * The part of `npm start -- --check` about evaluations, in a window that does not trust its folder at first: nobody is asked anything
 * then. Made scenarios ask once whether tests may run: refused, nothing is executed; allowed, it is, and nobody is asked again. Then
 * the Test Explorer runs all scenarios, runs one, and is stopped in the midst, and a run by a queue asks for its secrets. An MCP server is started only after it was allowed. The model is a script; dialogs, sandbox and tests are real.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inProject } from '../vscode/projectPaths';
import type { CheckOptions } from './check';
import { CheckFailed } from './checkFailed';
import { checkQueueSecrets } from './checkQueueSecrets';
import { checkTestExplorer } from './checkTestExplorer';
import { checkToolServers } from './checkToolServers';
import { runCommand } from './ghostText';
import { gone, isThere, pageFrame, seen } from './modelsPage';
import { openSession, type ServedSession } from './servedSession';
import { startCheckSolver, type CheckSolver } from './testing/checkSolver';
import { writeEvaluatedProject } from './testing/evaluatedProject';
import { setsIn, type MadeSet } from './testing/madeSets';

const question = (page: Page): Locator =>
  page.locator('.monaco-dialog-box', { hasText: 'Run the tests, compilers and tools of this workspace' });

/** Without trust the page says so, and nothing is asked. Trust is given where VS Code wants it to be given. */
async function trust(page: Page): Promise<void> {
  await runCommand(page, 'Whetstone: Evaluate Models');
  const frame = pageFrame(page);
  await seen('The page of evaluations', frame.getByText('This workspace is not trusted').first());
  if (await page.locator('.monaco-dialog-box').isVisible()) throw new CheckFailed('Something is asked before trust.');
  await frame.getByRole('button', { name: 'Manage Workspace Trust' }).first().click();
  const give = page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first();
  await seen('The button that trusts', give);
  await give.click();
  await runCommand(page, 'Whetstone: Evaluate Models');
  await seen('The form for scenarios', frame.getByRole('button', { name: 'Make Scenarios' }).first());
}

/** Fills in the form: two categories that only tests can grade. */
async function fillForm(page: Page): Promise<void> {
  const frame = pageFrame(page);
  const form = frame.locator('details.new-set');
  await seen('The fields of the form', form.getByLabel('Seed', { exact: true }));
  for (const label of await form.locator('fieldset').first().locator('label.check').all()) {
    const wanted = /feature|bug/i.test((await label.locator('.check-label').textContent()) ?? '');
    await label.locator('input').setChecked(wanted);
  }
  await form.getByLabel('Scenarios in all').fill('4');
  await form.locator('label.check', { hasText: 'own tests and compilers' }).locator('input').setChecked(true);
}

async function make(page: Page, name: string): Promise<void> {
  const form = pageFrame(page).locator('details.new-set');
  if ((await form.getAttribute('open')) === null) await form.locator('summary').first().click();
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByRole('button', { name: 'Make Scenarios' }).click();
}

async function made(page: Page, home: string, name: string): Promise<MadeSet> {
  await seen(`The set "${name}"`, pageFrame(page).locator('.set-name', { hasText: name }).first());
  const set = (await setsIn(home)).find((each) => each.name === name);
  if (set === undefined || set.admitted.length === 0) throw new CheckFailed(`The set "${name}" holds no scenario.`);
  return set;
}

/** Refused: nothing was executed. Allowed: all was. Then it is not asked again. @returns the set whose tests ran */
async function decide(page: Page, home: string, picture: (name: string) => Promise<unknown>): Promise<MadeSet> {
  await make(page, 'refused');
  await seen('The question before tests run', question(page));
  await picture('evaluation-consent');
  await page.keyboard.press('Escape');
  await gone('The question, after Escape', question(page));
  const refused = await made(page, home, 'refused');
  if (refused.admitted.some((how) => how !== 'static')) throw new CheckFailed('Tests ran although they were refused.');

  await make(page, 'allowed');
  await seen('The question, for the second time', question(page));
  await question(page).getByRole('button', { name: 'Allow' }).focus();
  await page.keyboard.press('Enter');
  await gone('The question, after it was allowed', question(page));
  const allowed = await made(page, home, 'allowed');
  if (allowed.admitted.some((how) => how !== 'executed')) throw new CheckFailed('Tests did not run although they may.');

  await make(page, 'again');
  if (await isThere(question(page), 3000)) throw new CheckFailed('What was allowed is asked about again.');
  return made(page, home, 'again');
}

async function check(
  { page, workspace }: ServedSession,
  home: string,
  solver: CheckSolver,
  picture: (name: string) => Promise<unknown>,
): Promise<string> {
  await page.setViewportSize({ width: 1440, height: 960 });
  await seen("The extension's status bar item", page.locator('.statusbar-item', { hasText: 'Whetstone' }).first());
  await trust(page);
  await fillForm(page);
  const set = await decide(page, home, picture);
  const titles = await solver.learn(set.folder);
  await checkTestExplorer({ page, solver, titles, picture });
  await checkQueueSecrets(page);
  await checkToolServers({ page, workspace, home, picture });
  return `Tests of a workspace ran after it was trusted and they were allowed, once; the Test Explorer told ${titles.length} scenarios; a queue's secret was asked for unseen; an MCP server was started after it was allowed, and not before.`;
}

/** Runs the check; resolves with a sentence that says what was seen, rejects with what went wrong. */
export async function runEvaluationCheck(options: CheckOptions): Promise<string> {
  const home = inProject('.cache', 'check-evaluation-home');
  await rm(home, { recursive: true, force: true });
  const solver = await startCheckSolver();
  try {
    const session = await openSession({
      ...{ name: 'check-evaluation', theme: options.theme, vsix: options.vsix, trusted: false },
      env: { WHETSTONE_HOME: home },
      settings: {
        'whetstone.gateway.providers': solver.providers,
        'window.commandCenter': false,
        'workbench.layoutControl.enabled': false,
        'editor.minimap.enabled': false,
        'testing.automaticallyOpenTestResults': 'neverOpen',
      },
      write: writeEvaluatedProject,
    });
    const picture = (name: string): Promise<unknown> =>
      session.page.screenshot({ path: path.join(options.screenshots, `${name}-${options.theme}.png`) });
    try {
      return await check(session, home, solver, picture);
    } catch (error) {
      await picture('evaluation-failed').catch(() => undefined);
      throw error;
    } finally {
      await session.close();
    }
  } finally {
    await solver.stop();
  }
}
