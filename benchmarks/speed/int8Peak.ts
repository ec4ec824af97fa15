/** How fast this machine multiplies int8 matrices at best, by ONNX Runtime's own operator on one large product. */
import * as ort from 'onnxruntime-node';
import { GraphBuilder, pieces } from '../../runtime/diffusion';
import { stopwatch, type Elapsed } from './stopwatch';

/** Rows, inputs and outputs: 512 tokens through CoDA's down projection, the product with the smallest result. */
const [M, K, N] = [512, 6144, 2048];

/** Operations (a multiplication and an addition count as two) of one product. */
export const int8PeakOperations = 2 * M * K * N;

/** @returns times of `repeats` products of uint8 [512, 6144] by int8 [6144, 2048] into int32 */
export async function measureInt8Peak(threads: number, repeats: number): Promise<Elapsed[]> {
  const graph = new GraphBuilder('int8-peak');
  const x = graph.input('x', 'uint8', [M, K]);
  const weights = Uint8Array.from({ length: K * N }, (_, index) => (index * 31) & 63);
  const matrix = graph.initializer({
    name: 'matrix',
    type: 'int8',
    dims: [K, N],
    data: () => pieces(weights),
  });
  const zero = graph.scalar('uint8', 128);
  graph.output(graph.op('MatMulInteger', [x, matrix, zero], {}, 'y'), 'int32', [M, N]);
  const model = Buffer.concat(await graph.encode());
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  try {
    const feed = {
      x: new ort.Tensor(
        'uint8',
        Uint8Array.from({ length: M * K }, (_, i) => (i * 7) & 255),
        [M, K],
      ),
    };
    const times: Elapsed[] = [];
    for (let run = -3; run < repeats; run++) {
      const elapsed = stopwatch();
      await session.run(feed);
      if (run >= 0) times.push(elapsed());
    }
    return times;
  } finally {
    await session.release();
  }
}
