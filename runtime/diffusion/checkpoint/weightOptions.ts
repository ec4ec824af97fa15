import { RuntimeError } from '../../runtimeError';
import { graphPresets, type GraphOptions, type Quantisation } from '../onnx/graphOptions';

/** The formats of a named quantisation, with what was asked for apart. @throws RuntimeError bad-request */
export function graphOptions(quantise: Quantisation, apart: Partial<GraphOptions> = {}): GraphOptions {
  const options: GraphOptions = { ...graphPresets[quantise], ...apart };
  const hasBlocks = [options.blocks, options.head].some((format) => format.endsWith('-blocks'));
  if (apart.blockSize !== undefined && !hasBlocks) {
    const message = `A block size of ${apart.blockSize} was given, but nothing is stored in blocks with "${quantise}".`;
    throw new RuntimeError('bad-request', message, 'Leave it out, or choose int4 or int8-blocks.');
  }
  return options;
}
