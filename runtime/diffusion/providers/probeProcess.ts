/**
 * Entry of the process in which a provider is tried, bundled to dist/runtime/providerProbe.cjs: a driver that crashes or
 * hangs takes this process with it and no other. Its command line is one argument, the request as JSON.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { openSession } from '../model/openSession';
import { PassGraph } from '../model/passGraph';
import { goldenShapes } from './goldenModel';
import { goldenTimes, goldenValues, smallPassMs } from './goldenPasses';
import { probeRequestSchema, type ProbeMessage, type ProbeRequest } from './probeMessages';
import { backendNames, profiledNames } from './providerNames';

async function probe(request: ProbeRequest): Promise<void> {
  const { provider, threads } = request;
  await say({ kind: 'stage', stage: 'loading ONNX Runtime' });
  const { listSupportedBackends } = await import('onnxruntime-node');
  // Otherwise a provider that is not built in is left out without a word.
  if (!listSupportedBackends().some(({ name }) => name === backendNames[provider])) {
    return say({ kind: 'absent', reason: `this build of ONNX Runtime has no ${provider}` });
  }
  for (const file of request.small) {
    await say({ kind: 'stage', stage: 'computing the golden numbers' });
    const profile = path.join(request.scratch, `profile-${provider}`);
    const session = await openSession(file, { provider, threads, profile });
    const graph = new PassGraph(goldenShapes.small, session);
    const values = await goldenValues(graph, goldenShapes.small);
    session.endProfiling();
    await say({ kind: 'values', file, values: [...values], ...(await placement(request)) });
    const smallMs = await smallPassMs(graph, goldenShapes.small);
    await session.release();
    if (smallMs > request.longestMs) return say({ kind: 'slow', smallMs });
  }
  for (const file of request.large) {
    await say({ kind: 'stage', stage: 'being timed' });
    const session = await openSession(file, { provider, threads });
    const times = await goldenTimes(new PassGraph(goldenShapes.large, session), goldenShapes.large);
    await say({ kind: 'times', file, ...times });
    await session.release();
  }
}

const eventsSchema = z.array(
  z.object({ cat: z.string().optional(), name: z.string(), args: z.record(z.string(), z.unknown()).optional() }),
);

/** Operators on shapes and positions: some integers, which ONNX Runtime keeps on the processor on purpose. */
const small = new Set(['Concat', 'Unsqueeze', 'Shape', 'Gather', 'Slice', 'Squeeze', 'Cast']);

/** Who ran the nodes of the last profile. */
async function placement({ provider, scratch }: ProbeRequest): Promise<{ nodes: number; left: string[] }> {
  const names = (await readdir(scratch)).filter((name) => name.startsWith(`profile-${provider}`));
  let nodes = 0;
  const left = new Set<string>();
  for (const name of names) {
    const file = path.join(scratch, name);
    const events = eventsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    await rm(file);
    for (const { cat, name: event, args } of events) {
      if (cat !== 'Node' || !event.endsWith('_kernel_time') || !args) continue;
      const kind = String(args.op_name);
      if (args.provider === profiledNames[provider]) nodes++;
      else if (!small.has(kind)) left.add(kind);
    }
  }
  return { nodes, left: [...left].sort() };
}

/** Ends when the message has left the process. */
function say(message: ProbeMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('This program is started by Whetstone and cannot run alone.'));
    process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

async function main(): Promise<void> {
  try {
    await probe(probeRequestSchema.parse(JSON.parse(process.argv[2] ?? '')));
  } catch (error) {
    // Paths of ONNX Runtime's own source files, signatures and line ends are for its developers.
    const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
    const adapter = /Failed to get a WebGPU adapter: (.*)$/.exec(message);
    if (adapter) await say({ kind: 'absent', reason: `WebGPU found no graphics adapter: ${adapter[1]}` });
    else await say({ kind: 'failed', message: message.replace(/^\/onnxruntime_src\/\S+ /, '') });
  }
  await say({ kind: 'done' });
}

process.on('disconnect', () => process.exit(0));
void main().then(
  // Not left to end by itself: WebGPU's static destructors abort, and nobody waits for this process any more.
  () => process.exit(0),
  () => process.exit(1),
);
