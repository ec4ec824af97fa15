/** Scenarios in VS Code's Test Explorer: all of them run, one of them, and a run that is stopped. */
import type { Locator, Page } from 'playwright-core';
import { CheckFailed } from './checkFailed';
import { runCommand } from './ghostText';
import { gone, seen } from './modelsPage';
import type { CheckSolver } from './testing/checkSolver';

export interface ExplorerCheck {
  readonly page: Page;
  readonly solver: CheckSolver;
  /** Titles of the scenarios; the last one is not solved. */
  readonly titles: readonly string[];
  readonly picture: (name: string) => Promise<unknown>;
}

const tree = (page: Page): Locator => page.locator('.test-explorer');

type Shown = 'unset' | 'passed' | 'failed';

/** A test with the sign of its state. The name that is read aloud says the state too, but only when the row is drawn anew. */
const row = (page: Page, title: string, state: Shown): Locator =>
  tree(page)
    .locator('.monaco-list-row', { hasText: title })
    .filter({ has: page.locator(`.computed-state.codicon-testing-${state}-icon`) })
    .first();

/** Something that is neither done nor untouched. */
const underWay = (page: Page): Locator =>
  tree(page).locator('.computed-state.codicon-loading, .computed-state.codicon-testing-queued-icon').first();

export async function checkTestExplorer(check: ExplorerCheck): Promise<void> {
  const { page, solver, titles, picture } = check;
  const [solved, unsolved] = [titles[0] ?? '', titles.at(-1) ?? ''];
  await runCommand(page, 'Testing: Focus on Test Explorer View');
  await seen('The scenarios in the Test Explorer', tree(page).locator('.monaco-list-row').first());
  await unfold(page);
  await seen(`"${solved}" in the Test Explorer`, row(page, solved, 'unset'));

  await stopInTheMidst(check);

  await runCommand(page, 'Test: Run All Tests');
  await chooseModel(page);
  await agreeToCosts(page);
  for (const title of titles.slice(0, -1)) await seen(`"${title}", passed`, row(page, title, 'passed'));
  await seen(`"${unsolved}", failed`, row(page, unsolved, 'failed'));
  await picture('evaluation-tests');
  await runCommand(page, 'Test: Show Output');
  await seen('What the model scored', page.getByText(/example\/solver: \d+ of 100/).first());

  // Its answer is known: it comes from the cache, and what costs nothing is not asked about.
  const before = solver.requests();
  await row(page, solved, 'passed').hover();
  await row(page, solved, 'passed').getByRole('button', { name: 'Run Test' }).first().click();
  await chooseModel(page);
  await seen(`"${solved}", passed again`, row(page, solved, 'passed'));
  await seen('The result of one scenario', page.locator('.result-summary', { hasText: '1/1' }).first());
  if (solver.requests() > before) throw new CheckFailed('A known answer was asked for again.');
}

async function unfold(page: Page): Promise<void> {
  const folded = tree(page).locator('.monaco-tl-twistie.collapsed').first();
  while (await folded.isVisible()) {
    await folded.click();
    await page.waitForTimeout(300);
  }
}

/** The model keeps everybody waiting; the run is cancelled, and so are its calls. */
async function stopInTheMidst({ page, solver }: ExplorerCheck): Promise<void> {
  let release: () => void = () => undefined;
  solver.hold(new Promise((resolve) => (release = resolve)));
  try {
    await runCommand(page, 'Test: Run All Tests');
    await chooseModel(page);
    await agreeToCosts(page);
    await seen('Scenarios that are under way', underWay(page));
    for (let waited = 0; solver.requests() === 0; waited += 200) {
      if (waited > 60_000) throw new CheckFailed('The model was not asked.');
      await page.waitForTimeout(200);
    }
    await runCommand(page, 'Test: Cancel Test Run');
    await gone('Scenarios that are under way, after the run was cancelled', underWay(page));
    for (let waited = 0; solver.abandoned() === 0; waited += 200) {
      if (waited > 60_000) throw new CheckFailed('A call went on although its run was cancelled.');
      await page.waitForTimeout(200);
    }
  } finally {
    solver.hold(undefined);
    release();
  }
}

async function chooseModel(page: Page): Promise<void> {
  const picker = page.locator('.quick-input-widget', { hasText: 'Ask which models?' });
  await seen('The question which models', picker.locator('.monaco-list-row', { hasText: 'Scripted Solver' }).first());
  const box = picker.locator('.monaco-list-row', { hasText: 'Scripted Solver' }).first();
  if ((await box.getAttribute('aria-checked')) !== 'true') await box.click();
  await page.keyboard.press('Enter');
  await gone('The question which models', picker);
}

async function agreeToCosts(page: Page): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box', { hasText: 'Ask 1 models?' });
  await seen('The costs before a run', dialog);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await gone('The costs before a run', dialog);
}
