/** What copying from many files costs: the look-ups of a suggestion, and the index. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CopyPrior, SourceIndex, type TextTokenizer } from '../../runtime/diffusion';
import { packageRoot } from '../core/packageRoot';
import { median } from '../core/statistics';
import { figure, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';
import type { Workload } from './workload';

const MEGABYTE = 2 ** 20;
const BYTES = 50 * MEGABYTE;
const SUGGESTIONS = 40;
/** Looked up before anything is counted, as the other figures are of a program that has run for a while. */
const WARM_UP = 10;
/** Tokens of a suggestion, each with a look-up of its own; lines are seldom longer. */
const TOKENS = 12;
const NO_TOKEN = -1;

/** @param tokenizer of the model that is measured */
export async function measureCopyRows(tokenizer: TextTokenizer, workload: Workload): Promise<SpeedRow[]> {
  const files = await sourceFiles(path.join(packageRoot(), 'node_modules'), BYTES);
  const text = files.reduce((sum, file) => sum + file.text.length, 0);
  const slices: Elapsed[] = [];
  let slice = stopwatch();
  const index = new SourceIndex({
    turn: async () => {
      slices.push(slice());
      await nextTurn();
      slice = stopwatch();
    },
  });
  for (const file of files) index.put(file.path, file.text);
  const indexing = stopwatch();
  slice = stopwatch();
  await index.settled();
  const indexed = indexing();
  const looked = workload.places(WARM_UP + SUGGESTIONS).map(({ prefix, suffix }) => {
    const { ids } = tokenizer.encode(suffix.slice(0, TOKENS * 8));
    const elapsed = stopwatch();
    const prior = new CopyPrior({
      prefix,
      suffix,
      snippets: [],
      tokenizer,
      deleteToken: NO_TOKEN,
      healed: 0,
      sources: index,
    });
    for (let length = 0; length < TOKENS; length++) prior.propose(ids.slice(0, length), true);
    return elapsed();
  });
  const size = `${Math.round(text / MEGABYTE)} MB of sources`;
  const timed = (times: readonly Elapsed[]) => ({
    ...figure(times.map(({ wall }) => wall)),
    cpuP50: median(times.map(({ cpu }) => cpu)),
  });
  const counted = looked.slice(WARM_UP);
  const lookUps = timed(counted);
  const turns = timed(slices);
  return [
    {
      id: 'copy-look-ups',
      what: `copies looked up for a suggestion of ${TOKENS} tokens, ${size}`,
      unit: 'ms',
      n: counted.length,
      ours: lookUps,
      target: 'p50 <= 5 ms',
      reached: lookUps.p50 <= 5,
    },
    { id: 'copy-index', what: `indexing ${size}`, unit: 'ms', n: 1, ours: timed([indexed]) },
    {
      id: 'copy-slice',
      what: 'slice of indexing between two turns of the event loop',
      unit: 'ms',
      n: slices.length,
      ours: turns,
      target: 'p95 <= 10 ms',
      reached: (turns.p95 ?? 0) <= 10,
    },
    {
      id: 'copy-memory',
      what: `memory of the index, ${size}`,
      unit: 'MB',
      n: 1,
      ours: { p50: index.stats.memoryBytes / MEGABYTE },
    },
  ];
}

/** JavaScript and TypeScript files of a folder, in the order of their names, up to a number of bytes. */
async function sourceFiles(folder: string, bytes: number): Promise<{ path: string; text: Uint8Array }[]> {
  const names = await readdir(folder, { recursive: true });
  const files: { path: string; text: Uint8Array }[] = [];
  let left = bytes;
  for (const name of names.filter((each) => /\.[cm]?[jt]s$/.test(each)).sort()) {
    const file = path.join(folder, name);
    const found = await stat(file);
    if (!found.isFile() || found.size === 0 || found.size > MEGABYTE) continue;
    const text = await readFile(file);
    files.push({ path: file, text });
    left -= text.length;
    if (left <= 0) break;
  }
  return files;
}
