import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { assumed } from '../episodes/policies';
import { episodeSettings } from '../episodes/settings';
import { madeFiles, madeSet, madeTask } from '../episodes/testing/madeTask';
import { workspaceFloors } from './baselines';
import { playBaseline } from './playBaseline';

const signal = new AbortController().signal;
const made = madeSet();
const base = { paths: Object.keys(madeFiles), text: (file: string) => madeFiles[file] };
const place = { place: made, base, run: () => Promise.resolve(undefined) };
const play = async (name: Parameters<typeof playBaseline>[0], seed = 1) =>
  playBaseline(name, madeTask, episodeSettings({}), place, { seed, signal });

describe('Baselines of workspace sets', () => {
  after(() => rmSync(made.folder, { recursive: true, force: true }));

  it('score everything where everything is known or asked for', async () => {
    assert.equal((await play('perfect')).score.score, 1);
    const { score, counts } = await play('ask-everything');
    assert.deepEqual([score.score, counts.elicitedActive, counts.needlessAsks], [1, 4, 1]);
  });
  it('score what conventions say, where nobody is asked', async () => {
    const right = madeTask.aspects.filter(({ preferences }) =>
      preferences.every((each) => assumed(each) === each.value),
    );
    const { score } = await play('convention');
    assert.equal(score.score, right.length / madeTask.aspects.length);
  });
  it('score chance where designs are guessed', async () => {
    let sum = 0;
    for (let seed = 0; seed < 400; seed++) sum += (await play('random', seed)).score.score;
    // Standard error 0.3 / sqrt(800) = 0.011.
    assert.ok(Math.abs(sum / 400 - 0.144) < 0.044, String(sum / 400));
  });
  it('stand beside the scores of a run', async () => {
    const floors = await workspaceFloors(made.folder, {}, [{ id: madeTask.id }]);
    assert.deepEqual(
      floors.map(({ value }) => value.toFixed(3)),
      ['0.144', '0.500', '1.000', '1.000'],
    );
  });
});
