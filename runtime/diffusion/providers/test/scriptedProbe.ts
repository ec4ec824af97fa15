/**
 * A probing process for tests of what drivers may do: SCRIPT in its environment says how it behaves. The numbers that it
 * sends are real ones, computed by the processor.
 */
import { openSession } from '../../model/openSession';
import { PassGraph } from '../../model/passGraph';
import { goldenShapes } from '../goldenModel';
import { goldenValues } from '../goldenPasses';
import { probeRequestSchema, type ProbeMessage } from '../probeMessages';

const say = (message: ProbeMessage | { readonly kind: 'nonsense' }) => process.send?.(message);

async function main(): Promise<void> {
  const request = probeRequestSchema.parse(JSON.parse(process.argv[2] ?? ''));
  say({ kind: 'stage', stage: 'computing the golden numbers' });
  switch (process.env.SCRIPT) {
    case 'crash':
      process.stderr.write('driver: device lost\n');
      return process.abort();
    case 'hang':
      // As in a native call: nothing in this process runs any more, SIGTERM's handlers neither.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    case 'fail':
      return void say({ kind: 'failed', message: 'no such operator' });
    case 'leave':
      return process.exit(0);
    case 'nonsense':
      return void say({ kind: 'nonsense' });
    default:
      break;
  }
  const [file = ''] = request.small;
  const session = await openSession(file, { provider: 'cpu', threads: 1 });
  const values = await goldenValues(new PassGraph(goldenShapes.small, session), goldenShapes.small);
  // Two heads of the last keys, exchanged: what a mistake in a kernel looks like.
  if (process.env.SCRIPT === 'wrong') values.at(-3)?.values.reverse();
  if (process.env.SCRIPT === 'nan') values[0]?.values.fill(NaN, 5, 6);
  const nodes = process.env.SCRIPT === 'idle' ? 0 : 100;
  say({ kind: 'values', file, values: [...values], nodes, left: [] });
  say({ kind: 'times', file: request.large[0] ?? '', contextMs: 0.5, stepMs: 0.01 });
  say({ kind: 'done' });
}

void main();
