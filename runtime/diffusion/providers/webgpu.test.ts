import assert from 'node:assert/strict';
import type { RandomFamilyName } from '../test/randomFamilies';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { greatestDifference, tolerance } from './compareValues';
import { probeProgram } from './probeProgram';
import { Providers } from './providers';
import { recommendedFormat } from './recommendedFormat';
import { runModels } from './test/modelRun';
import { noAdapter, softwareAdapter } from './test/softwareAdapter';

// Dream has the same shape as DreamOn.
const families: readonly RandomFamilyName[] = ['whetstone_infill', 'coda', 'dreamon', 'open-dcoder', 'llada'];
const sizes = { hidden: 64, headDim: 16, intermediate: 96 };

describe('WebGPU on the software adapter', function () {
  // Some 30 s in all on two idle cores; SwiftShader takes what the machine leaves it.
  this.timeout(900_000);
  const env = softwareAdapter();
  const models: RandomModel[] = [];
  const make = async (...args: Parameters<typeof makeRandomModel>) => {
    const model = await makeRandomModel(...args);
    models.push(model);
    return model.folder;
  };

  before(function () {
    if (env) return;
    // The reason stands in the report of skipped tests by the name of the suite.
    console.warn(`      ${noAdapter}`);
    this.skip();
  });
  after(() => Promise.all(models.map((model) => model.remove())));

  it('gives right numbers, and leaves no float work of the GPU format to the processor', async () => {
    const program = { ...probeProgram(), ...(env ? { env } : {}) };
    const candidates = [{ name: 'cpu' }, { name: 'webgpu' }] as const;
    const providers = new Providers({ program, candidates, threads: 1, folder: undefined });
    const { providers: reports, chosen } = await providers.list({ probe: 'always' });
    const report = reports.find(({ name }) => name === 'webgpu');
    assert.equal(report?.state, 'works', report?.reason);
    // Whole numbers that say which row of the bias a logit needs: known before the pass, so nothing waits for them.
    assert.deepEqual(report.leftToProcessor, ['Min', 'Sub']);
    assert.ok((report.nodes ?? 0) > 100);
    assert.ok((report.difference ?? Infinity) < tolerance);
    // A GPU in software is slower than the processor that plays it.
    assert.equal(chosen, 'cpu');
  });

  it('runs every family in the formats that are meant for it', async () => {
    const { quantise, weights } = recommendedFormat('webgpu');
    const four = recommendedFormat('webgpu', true);
    const folders = [
      ...(await Promise.all(families.map((family) => make(quantise, { family, ...sizes }, weights)))),
      await make(four.quantise, { family: 'coda', ...sizes }, four.weights),
    ];
    for (const { provider, warnings, actual, expected } of await runModels('webgpu', folders, env ?? {})) {
      assert.deepEqual([provider, warnings], ['webgpu', []]);
      const { relative, name } = greatestDifference(expected, actual);
      assert.ok(relative < tolerance, `${name}: ${relative}`);
    }
  });

  it('computes fp32 as the processor does', async () => {
    const [run] = await runModels('webgpu', [await make('fp32', { family: 'dream', ...sizes })], env ?? {});
    assert.equal(run?.provider, 'webgpu');
    const { relative } = greatestDifference(run.expected, run.actual);
    assert.ok(relative < 1e-5, `${relative}`);
  });

  it('leaves a model in int8 rows to the processor', async () => {
    const [run] = await runModels('webgpu', [await make('int8', sizes)], env ?? {});
    assert.deepEqual([run?.provider, run?.warnings], ['cpu', []]);
  });
});

describe('A provider that is not there', function () {
  this.timeout(60_000);

  it('gives way to the processor, with a message', async () => {
    const model = await makeRandomModel('int8-blocks', { family: 'coda', ...sizes });
    try {
      // CUDA is in no build that npm installs.
      const [run] = await runModels('cuda', [model.folder], process.env);
      assert.equal(run?.provider, 'cpu');
      assert.match(run.warnings.join(), /^cuda cannot load the model, so the processor runs it: /);
      assert.equal(greatestDifference(run.expected, run.actual).relative, 0);
    } finally {
      await model.remove();
    }
  });
});
