import assert from 'node:assert/strict';
import path from 'node:path';
import type { ProviderName } from '../../protocol';
import { goldenValues } from '../providers';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { DiffusionModel } from './diffusionModel';
import { FallbackSession } from './fallbackSession';
import { openSession } from './openSession';
import { PassGraph, type GraphSession } from './passGraph';

/** A device that is lost at its second pass: the first is a real one, of the processor. */
class LostDevice implements GraphSession {
  released = false;
  private passes = 0;

  constructor(
    private readonly session: GraphSession,
    private readonly lost: () => ReturnType<GraphSession['run']>,
  ) {}

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  run(...args: Parameters<GraphSession['run']>): ReturnType<GraphSession['run']> {
    return ++this.passes < 2 ? this.session.run(...args) : this.lost();
  }

  async release(): Promise<void> {
    this.released = true;
    throw new Error('the device does not answer');
  }
}

describe('FallbackSession', function () {
  this.timeout(30_000);
  let files: RandomModel;
  let model: DiffusionModel;

  before(async () => {
    // The golden passes hide rows.
    files = await makeRandomModel('int8-blocks', { family: 'coda' }, { masked: true });
    model = await DiffusionModel.open(files.folder, { threads: 1 });
  });
  after(async () => {
    await model.dispose();
    await files.remove();
  });

  /** @param lost what the pass after the loss does */
  async function run(lost: () => ReturnType<GraphSession['run']>) {
    const graph = path.join(files.folder, 'model.onnx');
    const warnings: string[] = [];
    const opened: ProviderName[] = [];
    const processor = () => openSession(graph, { provider: 'cpu', threads: 1 });
    const device = new LostDevice(await processor(), lost);
    const session = await FallbackSession.open({
      provider: 'webgpu',
      open: async (provider) => {
        opened.push(provider);
        return provider === 'webgpu' ? device : processor();
      },
      warn: (message) => warnings.push(message),
    });
    // Two passes: the second takes the first one's keys and values.
    const values = await goldenValues(new PassGraph(model.config.shape, session), model.config.shape);
    return { session, device, warnings, opened, values };
  }

  it('answers the pass in which the device is lost, and all after it, on the processor', async () => {
    const { session, device, warnings, opened, values } = await run(() => Promise.reject(new Error('device lost')));
    assert.deepEqual(values, await goldenValues(model, model.config.shape));
    assert.deepEqual(opened, ['webgpu', 'cpu']);
    assert.equal(session.provider, 'cpu');
    assert.equal(device.released, true);
    assert.deepEqual(warnings, ['webgpu failed in a forward pass, so the processor goes on from here: device lost']);
  });

  it('takes numbers that are none for a loss', async () => {
    const { Tensor } = await import('onnxruntime-node');
    const { vocab } = model.config.shape;
    const { warnings, values } = await run(async () => ({
      logits: new Tensor('float32', new Float32Array(2 * vocab).fill(NaN), [2, vocab]),
    }));
    assert.deepEqual(values, await goldenValues(model, model.config.shape));
    assert.match(warnings.join(), /its numbers are not finite/);
  });

  it('passes on what is wrong with the pass itself', async () => {
    const { session } = await run(() => Promise.reject(new Error('device lost')));
    await assert.rejects(session.run({}, ['logits']));
  });
});
