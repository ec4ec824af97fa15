import type { ProvidersResult, StoredFormat } from '../protocol';
import type { GpuFit } from './protocol';

/**
 * What is remembered of this machine's GPUs, for models; asks no driver.
 * @param stateFolder where the runtime remembers it; undefined: nothing is known
 * @returns how a GPU suits weights of a format, undefined where none was tried that is there
 */
export async function knownGpus(
  stateFolder: string | undefined,
): Promise<(quantisation: StoredFormat | undefined) => GpuFit | undefined> {
  if (stateFolder === undefined) return () => undefined;
  const { probeProgram, Providers, suits } = await import('../diffusion');
  const known = await new Providers({ program: probeProgram(), threads: 1, folder: stateFolder }).list({
    probe: 'never',
  });
  return (quantisation) =>
    gpuFit(known, (name) => quantisation === undefined || suits(name, quantisation), quantisation);
}

function gpuFit(
  { chosen, providers }: ProvidersResult,
  isSuited: (name: ProvidersResult['chosen']) => boolean,
  quantisation: StoredFormat | undefined,
): GpuFit | undefined {
  const others = providers.filter(({ name, state }) => name !== 'cpu' && state !== 'absent');
  const working = others.filter(({ state }) => state === 'works');
  const [best] = [...working.filter(({ name }) => name === chosen), ...working];
  if (!best) {
    const [bad] = others;
    return bad && { provider: bad.name, usable: false, reason: bad.reason ?? bad.state };
  }
  if (!isSuited(best.name)) {
    return { provider: best.name, usable: false, reason: `weights in ${quantisation} do not run there` };
  }
  if (best.name !== chosen) return { provider: best.name, usable: false, reason: 'the processor is as fast' };
  return { provider: best.name, usable: true };
}
