import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import type { Step } from '../../environments/types';
import { inTurn } from '../../policies/inTurn';
import { gymKindNamed } from '../gymNames';
import { workspaceGymData } from './workspaceGymData';

const names = [
  'measure',
  'compare',
  'collect',
  'balance',
  'distribute',
  'estimate',
  'schedule',
  'validate',
  'translate',
];

describe('Gyms whose tasks are made of code', () => {
  let folder: string;
  let index: RepositoryIndex;
  const { signal } = new AbortController();

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'made-of-code-'));
    const write = (name: string, text: string) => {
      mkdirSync(path.dirname(path.join(folder, 'repository', name)), { recursive: true });
      writeFileSync(path.join(folder, 'repository', name), text);
    };
    for (const name of names) {
      const body = Array.from({ length: 8 }, (_, at) => `  const step${at} = first + ${at};`).join('\n');
      write(
        `src/${name}All.ts`,
        `export function ${name}All(first: number, second: number): number {\n${body}\n  return first < second ? step1 : step2;\n}\n`,
      );
      const uses = `import { ${name}All } from './${name}All';\n`;
      write(`src/${name}Page.ts`, `${uses}export const ${name}Page = () => ${name}All(1, 2);\n`);
      write(`src/${name}Report.ts`, `${uses}export const ${name}Report = () => ${name}All(3, 4);\n`);
      write(`src/${name}All.test.ts`, `${uses}it('works', () => ${name}All(1, 1));\n`);
    }
    index = await openRepositoryIndex({ root: path.join(folder, 'repository'), folder: path.join(folder, 'index') });
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true });
  });

  for (const name of ['IntentionGym-WS', 'TurtleGym-WS', 'PersuadeGym-WS']) {
    it(`${name}: whoever knows earns everything, and nothing is earned by nothing`, async () => {
      const gym = gymKindNamed(name).load(workspaceGymData(name, index, { count: 8 }));
      assert.equal(gym.tasks.length, 8);
      const environment = gym.open({});
      for (const { id } of gym.tasks) {
        for (const [policy, wanted] of [
          ['perfect', 1],
          ['nothing', 0],
        ] as const) {
          await environment.reset({ task: id });
          const script = gym.script(policy, id, { turns: 20, random: () => 0 });
          const next = script === undefined ? () => undefined : inTurn(() => script);
          let totalReward = 0;
          let step: Step | undefined;
          for (let ended = false; !ended;) {
            const action = next(step);
            if (action === undefined) break;
            step = await environment.step(action, signal);
            totalReward += step.reward;
            ended = step.terminated;
          }
          const { answers = [], details = null } = environment.outcome?.() ?? {};
          const value = gym.value(id, { answers, details, totalReward });
          assert.ok(Math.abs(value - wanted) < 1e-9, `${policy} ${id}: ${value}`);
        }
      }
    });

    it(`${name}: is the same for the same seed`, () => {
      const made = (seed: number) => JSON.stringify(workspaceGymData(name, index, { seed, count: 4 }));
      assert.equal(made(1), made(1));
      assert.notEqual(made(1), made(2));
    });
  }

  it('TurtleGym-WS: an answer that names every function is worth nothing for it', async () => {
    const gym = gymKindNamed('TurtleGym-WS').load(workspaceGymData('TurtleGym-WS', index, { count: 1 }));
    const environment = gym.open({});
    await environment.reset({ task: gym.tasks[0]!.id });
    const all = names.map((name) => `${name}All`).join(' ');
    const step = await environment.step(
      `[answer] It is one of ${all}: comparison, equality, logical, arithmetic.`,
      signal,
    );
    assert.equal(step.reward, 0);
  });

  it('TurtleGym-WS: a question about several functions is answered for any of them', async () => {
    const gym = gymKindNamed('TurtleGym-WS').load(workspaceGymData('TurtleGym-WS', index, { count: 1 }));
    const environment = gym.open({});
    await environment.reset({ task: gym.tasks[0]!.id });
    const all = names.map((name) => `${name}All`).join(' or ');
    assert.equal((await environment.step(`[action] Is it ${all}?`, signal)).observation.feedback, 'Yes');
  });

  it('IntentionGym-WS: the first answer names a function of the repository', async () => {
    const gym = gymKindNamed('IntentionGym-WS').load(workspaceGymData('IntentionGym-WS', index, { count: 1 }));
    const environment = gym.open({});
    await environment.reset({ task: gym.tasks[0]!.id });
    const { observation } = await environment.step('[action] Which function is it about?', signal);
    assert.match(observation.feedback, /It is (\w+) in src\/\1\.ts\./u);
  });

  it('refuse a name that is no gym on a repository', () => {
    assert.throws(() => workspaceGymData('ChessGym-WS', index), /Those are FunctionGym-WS/u);
  });
});
