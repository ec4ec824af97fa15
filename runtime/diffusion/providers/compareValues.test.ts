import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pass } from '../model/diffusionModel';
import { openSession } from '../model/openSession';
import { PassGraph } from '../model/passGraph';
import { chooseProvider } from './chooseProvider';
import { greatestDifference, tolerance } from './compareValues';
import { goldenFile, goldenShapes, writeGoldenModel } from './goldenModel';
import { goldenValues } from './goldenPasses';
import { recommendedFormat } from './recommendedFormat';

describe('golden numbers', function () {
  this.timeout(60_000);
  let folder: string;
  const graphs: PassGraph[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-golden-'));
    for (const format of [recommendedFormat('webgpu'), recommendedFormat('coreml')]) {
      await writeGoldenModel(folder, 'small', format);
      const file = path.join(folder, goldenFile('small', format));
      graphs.push(new PassGraph(goldenShapes.small, await openSession(file, { provider: 'cpu', threads: 1 })));
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** The difference that a mistake in every pass makes. */
  const mistaken = async (change: (pass: Pass) => Pass) => {
    const { noPast, isMasked } = graphs[0]!;
    const broken = { noPast, isMasked, run: (pass: Pass) => graphs[0]!.run(change(pass)) };
    const right = await goldenValues(graphs[0]!, goldenShapes.small);
    return greatestDifference(right, await goldenValues(broken, goldenShapes.small)).relative;
  };

  it('are the same each time', async () => {
    assert.equal(await mistaken((pass) => pass), 0);
  });

  for (const [what, change] of [
    ['a mask that is not seen', (pass) => ({ ...pass, bias: pass.bias.map(() => 0) })],
    ['positions that are doubled', (pass) => ({ ...pass, positions: pass.positions.map((at) => 2 * at) })],
    ['keys that are not shifted', (pass) => ({ ...pass, previous: pass.previous.map(() => 0) })],
    ['kept keys of other layers', (pass) => ({ ...pass, past: { ...pass.past, keys: [...pass.past.keys].reverse() } })],
    ['one other token', (pass) => ({ ...pass, tokens: pass.tokens.with(0, 500) })],
  ] as readonly [string, (pass: Pass) => Pass][]) {
    it(`differ clearly with ${what}`, async () => {
      const difference = await mistaken(change);
      assert.ok(difference > 2 * tolerance, `${difference}`);
    });
  }

  it('show the rounding of blocks as less than the tolerance, and that nothing else is rounded', async () => {
    const [blocks, exact] = graphs;
    const difference = greatestDifference(
      await goldenValues(exact!, goldenShapes.small),
      await goldenValues(blocks!, goldenShapes.small),
    );
    assert.ok(difference.relative > 0.001 && difference.relative < tolerance, `${difference.relative}`);
  });
});

describe('chooseProvider', () => {
  const works = { state: 'works', contextMs: 100, stepMs: 10 } as const;

  it('takes the fastest over a whole request', () => {
    const quickSteps = { name: 'webgpu', ...works, contextMs: 150, stepMs: 2 } as const;
    const quickContext = { name: 'cuda', ...works, contextMs: 1, stepMs: 8 } as const;
    assert.equal(chooseProvider([{ name: 'cpu', ...works }, quickContext, quickSteps]), 'cuda');
    assert.equal(chooseProvider([{ name: 'cpu', ...works }, { ...quickSteps, contextMs: 90 }, quickContext]), 'webgpu');
  });

  it('stays with the processor unless another is clearly faster, right, and timed', () => {
    const cpu = { name: 'cpu', ...works } as const;
    assert.equal(chooseProvider([cpu, { name: 'webgpu', ...works, stepMs: 9 }]), 'cpu');
    assert.equal(chooseProvider([cpu, { name: 'webgpu', ...works, state: 'wrong', stepMs: 1 }]), 'cpu');
    assert.equal(chooseProvider([cpu, { name: 'webgpu', state: 'works' }]), 'cpu');
    assert.equal(chooseProvider([]), 'cpu');
  });
});
