/**
 * Prints what single forward passes cost: `npx tsx runtime/diffusion/test/measurePasses.ts [MODEL FOLDER]`. Without a
 * folder it makes random models of the embedded model's size; time does not depend on the weights.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { ContextCache } from '../infilling/contextCache';
import { DiffusionModel } from '../model/diffusionModel';
import { makeRandomModel } from './randomModel';

const repetitions = 30;
/** Prefix tokens, and suffix tokens with their marker: 512 together. */
const contextTokens = { prefix: 447, suffix: 65 };
const embeddedSize = {
  hidden: 256,
  layers: 4,
  heads: 4,
  kvHeads: 2,
  headDim: 64,
  intermediate: 640,
  vocab: 4096,
  windowTokens: 32,
  maxPrefixTokens: 512,
  maxSuffixTokens: 64,
};

interface Times {
  readonly wall: number[];
  /** Processor time: on a busy machine it says more than wall time. */
  readonly cpu: number[];
}

async function measure(folder: string): Promise<Readonly<Record<string, Times>>> {
  const model = (await DiffusionModel.open(folder, { threads: 1 })).asIsolatedContext();
  const { config } = model;
  const tokens = (count: number) =>
    Array.from({ length: count }, (_, i) => 100 + ((i * 37) % (config.shape.vocab - 100)));
  const suffix = [config.special.suffix, ...tokens(contextTokens.suffix - 1)];
  const prefix = [config.special.bos, ...tokens(contextTokens.prefix - 1)];
  const slots = Array.from({ length: config.windowTokens }, () => config.special.mask);
  const ahead = Array.from({ length: 8 }, (_, row) => row);
  const go = () => Promise.resolve();
  const times: Record<string, Times> = {};
  const timed = async (name: string, action: () => Promise<unknown>) => {
    const entry = (times[name] ??= { wall: [], cpu: [] });
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await action();
    const used = process.cpuUsage(cpu);
    entry.wall.push(performance.now() - wall);
    entry.cpu.push((used.user + used.system) / 1000);
  };
  for (let i = 0; i < repetitions; i++) {
    const cache = new ContextCache(model);
    await timed('512 context tokens from nothing', () => cache.set({ prefix, suffix }, go));
    await cache.window(slots, ahead, go);
    for (let j = 0; j < 5; j++) await timed('denoising step, logits of 8 slots', () => cache.window(slots, ahead, go));
    await timed(`denoising step, logits of ${slots.length} slots`, () => cache.window(slots, [...slots.keys()], go));
    await cache.set({ prefix: [...prefix, 101], suffix }, go);
    await timed('denoising step with one new context token', () => cache.window(slots, ahead, go));
    await timed('full pass over context and window', () => cache.uncachedWindow(slots, ahead));
  }
  await model.dispose();
  return times;
}

function print(name: string, times: Readonly<Record<string, Times>>): void {
  const at = (values: readonly number[], share: number) =>
    ([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN).toFixed(2);
  console.log(`\n${name}\n| pass | CPU ms, least | CPU ms, median | wall ms, median |\n|---|---|---|---|`);
  for (const [pass, { cpu, wall }] of Object.entries(times)) {
    console.log(`| ${pass} | ${at(cpu, 0)} | ${at(cpu, 0.5)} | ${at(wall, 0.5)} |`);
  }
}

async function main(): Promise<void> {
  console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, 1 thread, node ${process.version}`);
  const folder = process.argv[2];
  if (folder) print(folder, await measure(folder));
  else {
    for (const format of ['int8', 'fp32'] as const) {
      const files = await makeRandomModel(format, embeddedSize);
      print(`random weights, ${format}`, await measure(files.folder));
      await files.remove();
    }
  }
  console.log(
    `\nload average ${loadavg()[0]?.toFixed(1)}, peak resident ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}

void main();
