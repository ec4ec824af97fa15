import assert from 'node:assert/strict';
import type { ProvidersResult, ProviderReport } from '../../protocol';
import { decideRunner, type RunnerFacts } from './decideRunner';

const large: RunnerFacts = {
  ...{ id: 'm', parameters: 2e9, quantisation: 'int8-blocks', hasGraph: true, hasGguf: false },
};
const works = (name: ProviderReport['name'], ms: number): ProviderReport => ({
  ...{ name, state: 'works', contextMs: 10 * ms, stepMs: ms },
});
const known = (...providers: ProviderReport[]): ProvidersResult => ({ chosen: 'cpu', providers, remembered: true });
const nothing = known();

describe('decideRunner', () => {
  it('takes the fastest provider that runs the weights', () => {
    const all = known(works('cpu', 10), works('webgpu', 4), works('coreml', 1));
    assert.equal(decideRunner('auto', large, all).runner, 'webgpu', 'Core ML has none of the operators of blocks');
    assert.match(decideRunner('auto', large, all).why, /2\.5 times as fast as the processor/);
    assert.equal(decideRunner('auto', { ...large, quantisation: 'fp32' }, all).runner, 'coreml');
  });

  for (const [what, model, providers, why] of [
    ['a gain too small', large, known(works('cpu', 10), works('webgpu', 9)), /is 1\.25 times as fast/],
    [
      'a provider that does not work',
      large,
      known(works('cpu', 10), { name: 'webgpu', state: 'wrong' }),
      /is 1\.25 times/,
    ],
    ['a small model', { ...large, parameters: 6.5e6 }, known(works('cpu', 10), works('webgpu', 1)), /so small/],
    [
      'weights for processors',
      { ...large, quantisation: 'int8' },
      known(works('cpu', 10), works('webgpu', 1)),
      /int8-blocks/,
    ],
  ] as const) {
    it(`leaves ${what} to the processor, and says why`, () => {
      const decision = decideRunner('auto', model, providers);
      assert.equal(decision.runner, 'cpu');
      assert.match(decision.why, why);
      assert.equal(decision.untried, undefined);
      assert.equal(decision.notice, undefined, 'nobody asked for anything else');
    });
  }

  it('wants the providers tried only where that may change something', () => {
    assert.equal(decideRunner('auto', large, nothing).untried, true);
    assert.equal(decideRunner('auto', { ...large, parameters: 6.5e6 }, nothing).untried, undefined);
    assert.equal(decideRunner('auto', { ...large, quantisation: 'int8' }, nothing).untried, undefined);
    assert.equal(decideRunner('cpu', large, nothing).untried, undefined);
  });

  it('does what was chosen, or says why not', () => {
    assert.deepEqual(decideRunner('webgpu', large, nothing), { runner: 'webgpu', why: 'it was chosen' });
    assert.match(decideRunner('directml', large, nothing).notice ?? '', /weights in int8-blocks do not run there/);
    const crashed = known(works('cpu', 1), { name: 'webgpu', state: 'crashed', reason: 'SIGSEGV' });
    assert.equal(decideRunner('webgpu', large, crashed).runner, 'cpu');
    assert.match(decideRunner('webgpu', large, crashed).notice ?? '', /crashed here before: SIGSEGV/);
    assert.match(decideRunner('llama', large, nothing).notice ?? '', /no GGUF file/);
    assert.equal(decideRunner('llama', { ...large, hasGguf: true }, nothing).runner, 'llama');
  });

  it('runs GGUF alone by llama.cpp', () => {
    const gguf: RunnerFacts = { ...large, quantisation: 'gguf-q8_0', hasGraph: false, hasGguf: true };
    for (const choice of ['auto', 'cpu', 'llama'] as const) {
      assert.deepEqual(decideRunner(choice, gguf, nothing), { runner: 'llama', why: 'the weights are gguf-q8_0' });
    }
    assert.match(decideRunner('webgpu', gguf, nothing).notice ?? '', /and not webgpu/);
  });
});
