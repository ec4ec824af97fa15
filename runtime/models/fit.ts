import { totalmem } from 'node:os';
import { defaultThreads } from '../host/threadCount';
import { memoryNeeded } from './catalogue';
import type { Fit, WeightPrecision } from './protocol';

/** Shares of this machine's memory: below the first a model fits, above the second it does not; between it is tight. */
const comfortable = 0.5;
const most = 0.85;

/** What a model would be converted to here, the more faithful first: ONNX Runtime has no library for Intel Macs. */
const advised: readonly WeightPrecision[] =
  process.platform === 'darwin' && process.arch === 'x64' ? ['gguf-q8_0'] : ['int8', 'int4'];

/**
 * Whether a model suits this machine. A model that is not converted yet is judged as int8, and as int4 where int8 is
 * too large.
 * @param precision of an installed model
 */
export function fitOf(
  parameters: number | undefined,
  precision?: WeightPrecision,
  machine: { readonly memory: number; readonly threads: number } = { memory: totalmem(), threads: defaultThreads() },
): Fit {
  const { memory, threads } = machine;
  if (parameters === undefined) {
    return { verdict: 'unknown', precision: precision ?? advised[0]!, memoryTotal: memory, threads };
  }
  const choices = precision === undefined ? advised : [precision];
  const judged = choices.map((each) => {
    const needed = memoryNeeded(parameters, each);
    const share = needed / memory;
    const verdict: Fit['verdict'] = share <= comfortable ? 'fits' : share <= most ? 'tight' : 'too-large';
    return { verdict, memoryNeeded: needed, precision: each, memoryTotal: memory, threads };
  });
  return judged.find(({ verdict }) => verdict !== 'too-large') ?? judged.at(-1)!;
}
