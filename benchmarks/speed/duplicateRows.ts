/** How long the tool library's process takes to tell of duplicates: the first look at a folder, and each one after an edit. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuplicateFollower } from '../../runtime/toolLibrary/duplicates';
import { seededRandom } from '../core/seededRandom';
import { median, percentile } from '../core/statistics';

export interface DuplicateSpeed {
  readonly tools: number;
  /** Groups of functions that double each other. */
  readonly groups: number;
  /** Of the first look, which reads and parses every file. */
  readonly seconds: number;
  readonly peakMegabytes: number;
  /** Of a look after an edit of one file, milliseconds. */
  readonly edit: { readonly median: number; readonly p95: number; readonly n: number };
}

const perFile = 20;
const words = 'price order weight score length rate angle title account route level sample batch signal region'.split(
  ' ',
);

/** A function of some lines. Two with the same number have the same code under other names. */
function madeFunction(name: string, code: number): string {
  const random = seededRandom(code);
  const word = () => words[random(words.length)]!;
  const [first, second] = [word(), `${word()}_${word()}`];
  const lines = Array.from({ length: 2 + random(4) }, () => {
    const operator = ['+', '-', '*', '/'][random(4)]!;
    return `    result = round(result ${operator} (${first} + ${random(900) + 1}), ${random(6)})`;
  });
  return [
    `def ${name}(${first}: float, other_${second}: float = ${random(50)}.5) -> float:`,
    `    """The ${word()} of a ${word()} by its ${first}, without ${word()}."""`,
    `    result = ${first} * other_${second}`,
    ...lines,
    `    return result if result > ${random(1000)} else other_${second}`,
  ].join('\n');
}

/** @param count functions, of which one in ten doubles another one @returns text by path */
export function madeFunctions(count: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let from = 0; from < count; from += perFile) {
    const functions = Array.from({ length: Math.min(perFile, count - from) }, (_, at) => {
      const number = from + at;
      return madeFunction(`tool_${number}`, number % 10 === 9 ? number - 9 : number);
    });
    files.set(`part${from % 50}/tools${from}.py`, `${functions.join('\n\n\n')}\n`);
  }
  return files;
}

export async function measureDuplicates(count: number, edits: number, signal: AbortSignal): Promise<DuplicateSpeed> {
  const root = await mkdtemp(path.join(tmpdir(), 'whetstone-bench-duplicates-'));
  try {
    const files = madeFunctions(count);
    for (const [file, text] of files) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
    const follower = new DuplicateFollower({ root, closing: signal });
    const look = (open: readonly { readonly path: string; readonly text: string | undefined }[], all = false) =>
      follower.answer({ open, touched: [], all }, () => undefined, signal);
    const began = performance.now();
    const { tools } = await look([]);
    const seconds = (performance.now() - began) / 1000;
    const { all } = await look([], true);
    const paths = [...files.keys()];
    const times: number[] = [];
    for (let edit = 0; edit < edits; edit++) {
      const file = paths[edit % paths.length]!;
      // A line in the middle of a function, as somebody types it.
      const text = files.get(file)!.replace('    return result', `    result += ${edit}\n    return result`);
      const from = performance.now();
      await look([{ path: file, text }]);
      times.push(performance.now() - from);
    }
    const peakMegabytes = process.resourceUsage().maxRSS / 1024;
    const edit = { median: median(times), p95: percentile(times, 0.95), n: times.length };
    return { tools, groups: all.length, seconds, peakMegabytes, edit };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
