import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { gymKindNamed } from '../gymNames';
import { workspaceGymData } from './workspaceGymData';
import { workspaceFunctions } from './workspaceFunctions';
import { workspaceQuestions } from './workspaceQuestions';
import { symbolRiddles, workspaceSymbols } from './workspaceSymbols';

const files = {
  'src/area.ts':
    '/** Surface of a box with three sides that are given in metres. */\nexport function surface(x: number, y: number, c: number): number {\n  return 2 * (x * y + y * c + x * c);\n}\n\nexport function greet(name: string): string {\n  return `Hello ${name}`;\n}\n\nexport const bounded = (value: number, low: number) => Math.max(value, low) - low;\n\nexport function unsafe(a: number): number {\n  return process.exit(a);\n}\n',
  'src/report/printReport.ts':
    "import { surface } from '../area';\n\n/** Prints what a customer of the shop has to pay for paint. */\nexport function printReport(side: number): string {\n  const size = surface(side, side, side);\n  return `${size}`;\n}\n",
  'tools/mean.py': 'def mean(a, b):\n    """Mean."""\n    return (a + b) / 2\n',
};

describe('Gyms on a repository', () => {
  let folder: string;
  let index: RepositoryIndex;
  const { signal } = new AbortController();

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'workspace-gyms-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, 'repository', name)), { recursive: true });
      writeFileSync(path.join(folder, 'repository', name), text);
    }
    index = await openRepositoryIndex({ root: path.join(folder, 'repository'), folder: path.join(folder, 'index') });
    await index.refresh();
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true });
  });

  it('find functions of arithmetic, and none that would have to be run', () => {
    const rules = workspaceFunctions(index, 1).map(({ title, rule }) => [title, rule]);
    assert.deepEqual(rules.sort(), [
      ['bounded', 'Math.max(a, b) - b'],
      ['mean', '(a + b) / 2'],
      ['surface', '2 * (a * b + b * c + a * c)'],
    ]);
  });

  it('answer trials of a function of the repository', async () => {
    const gym = gymKindNamed('FunctionGym-WS').load(workspaceGymData('FunctionGym-WS', index));
    const environment = gym.open({});
    await environment.reset({ task: gym.tasks.find(({ id }) => id.includes('surface'))?.id });
    const { observation } = await environment.step('[action] 1 2 3', signal);
    assert.equal(observation.shownResult, 22);
    const refused = await environment.step('[action] 1 2 3 4', signal);
    assert.equal(refused.observation.feedbackCode, 'bad_numbers');
  });

  it('answer questions about a symbol by what the index knows', async () => {
    const { tasks, host } = symbolRiddles(workspaceSymbols(index, 1, 20));
    const task = tasks.find(({ target }) => target === 'printReport');
    assert.ok(task);
    const questions = [
      ['Is it a function?', 'Yes'],
      ['Is it a class?', 'No'],
      ['Is it not documented?', 'No'],
      ['Does its name contain `report`?', 'Yes'],
      ['Does its name contain `area`?', 'No'],
      ['Is it in the folder report?', 'Yes'],
      ['Is it blue?', 'Maybe'],
    ] as const;
    for (const [question, answer] of questions)
      assert.equal(await host.answer(task, question, [], signal), answer, question);
  });

  it('take the exact name alone for an answer', async () => {
    const { tasks, host } = symbolRiddles(workspaceSymbols(index, 1, 20));
    const task = tasks.find(({ target }) => target === 'printReport')!;
    const guesses = ['printReport', '`printReport()`', 'src/report/printReport.ts:printReport', 'printreport', 'print'];
    const right = await Promise.all(guesses.map((guess) => host.judge(task, guess, signal)));
    assert.deepEqual(right, [true, true, true, false, false]);
  });

  it('ask about code what the documents answer', async () => {
    const { tasks } = workspaceQuestions(index, 1, 50);
    const asked = new Map(tasks.map(({ question, answer }) => [question, answer]));
    assert.equal(asked.get('In which file is the function surface defined?'), 'src/area.ts');
    assert.equal(asked.get('Which is the only other file that calls surface?'), 'src/report/printReport.ts');
    const described = 'Which function is described so: “Prints what a customer of the shop has to pay for paint”?';
    assert.equal(asked.get(described), 'printReport');
    const gym = gymKindNamed('SearchGym-WS').load(workspaceGymData('SearchGym-WS', index, { count: 50 }));
    const environment = gym.open({});
    await environment.reset({ task: gym.tasks[0]?.id });
    const { observation } = await environment.step('[search] customer paint', signal);
    assert.match(observation.feedback, /^# src\/report\/printReport\.ts/u);
  });

  it('say what is missing where a repository has nothing to ask about', async () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    const other = await openRepositoryIndex({ root: empty, folder: path.join(folder, 'other') });
    await other.refresh();
    assert.throws(() => workspaceGymData('FunctionGym-WS', other), /has nothing to ask about/u);
    await other.close();
  });
});
