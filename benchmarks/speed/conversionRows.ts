/**
 * Conversion of a CoDA-shaped checkpoint with random weights: megabytes of it a second, and the most memory that is
 * taken. The rival does the least that any careful conversion must do: it reads the same files and hashes them.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { convertCheckpoint, writeTrueSizeCheckpoint, type Quantisation } from '../../runtime/diffusion';
import { versus, type SpeedRow } from './report';
import { stopwatch } from './stopwatch';

const MB = 1e6;
const LEAST_MB_PER_SECOND = 150;
const MOST_MEMORY_MB = 1500;
/** What one process reads at a time. */
const CHUNK = 4 << 20;

export interface ConversionCase {
  readonly type: 'BF16' | 'F32';
  readonly quantise: Quantisation;
}

export interface ConversionOptions {
  /** Folder for checkpoints and models; its content is removed again. */
  readonly scratch: string;
  /** Of 28; embedding and head, the largest matrices, are there with any number. */
  readonly layers: number;
  readonly cases: readonly ConversionCase[];
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

/** Every case that has an aim, and the other formats. */
export const allCases: readonly ConversionCase[] = [
  { type: 'BF16', quantise: 'int8' },
  { type: 'F32', quantise: 'int8' },
  { type: 'BF16', quantise: 'int4' },
  { type: 'BF16', quantise: 'fp32' },
];

const measuredSchema = z.object({
  /** Bytes of the checkpoint's shards. */
  bytes: z.number().positive(),
  elapsed: z.object({ wall: z.number(), cpu: z.number() }),
  /** Most bytes that were resident in the process. */
  peak: z.number().positive(),
});
type Measured = z.infer<typeof measuredSchema>;

/** @throws Error when the disk has not enough room */
export async function measureConversion(options: ConversionOptions): Promise<SpeedRow[]> {
  const { scratch, layers, cases, signal, onProgress } = options;
  const rows: SpeedRow[] = [];
  await mkdir(scratch, { recursive: true });
  for (const type of new Set(cases.map((each) => each.type))) {
    const bytes = (622_000_000 + 50_340_000 * layers) * (type === 'F32' ? 4 : 2);
    const { bavail, bsize } = await statfs(scratch);
    // The checkpoint, and a model in fp32 beside it.
    if (bavail * bsize < 3.2 * bytes) throw new Error(`${scratch} has no room for ${(3.2 * bytes) / 1e9} GB.`);
    const checkpoint = path.join(scratch, 'checkpoint');
    onProgress(`writing a checkpoint in ${type}`);
    await writeTrueSizeCheckpoint(checkpoint, { layers, type });
    try {
      for (const { quantise } of cases.filter((each) => each.type === type)) {
        signal.throwIfAborted();
        onProgress(`conversion from ${type} to ${quantise}`);
        // The rival last: what it reads is then in the disk's cache as much as it was for us.
        const ours = await inChild(checkpoint, path.join(scratch, 'model'), quantise);
        rows.push(...rowsOf(type, quantise, layers, ours, await inChild(checkpoint, '-', quantise)));
        await rm(path.join(scratch, 'model'), { recursive: true });
      }
    } finally {
      await rm(checkpoint, { recursive: true, force: true });
    }
  }
  return rows;
}

function rowsOf(type: string, quantise: Quantisation, layers: number, ours: Measured, rival: Measured): SpeedRow[] {
  const megabytes = ours.bytes / MB;
  const rate = (milliseconds: number) => (megabytes / milliseconds) * 1000;
  const perCore = rate(ours.elapsed.cpu);
  const what = `${(megabytes / 1000).toFixed(2)} GB of ${type} to ${quantise} (CoDA, ${layers} of 28 layers)`;
  const hasAim = quantise === 'int8';
  return [
    {
      id: `conversion-${type}-${quantise}`,
      what: `converting ${what}`,
      unit: 'ms',
      ...versus([ours.elapsed], 'reading and hashing the same files', [rival.elapsed]),
      ...(hasAim && {
        target: `>= ${LEAST_MB_PER_SECOND} MB/s of processor time`,
        reached: perCore >= LEAST_MB_PER_SECOND,
      }),
      note: `${perCore.toFixed(0)} MB/s of processor time, ${rate(ours.elapsed.wall).toFixed(0)} MB/s of wall time.`,
    },
    {
      id: `conversion-memory-${type}-${quantise}`,
      what: `most memory while converting ${what}`,
      unit: 'MB',
      n: 1,
      ours: { p50: ours.peak / MB },
      rival: { name: 'reading and hashing the same files', p50: rival.peak / MB },
      ratio: ours.peak / rival.peak,
      target: `<= ${MOST_MEMORY_MB} MB`,
      reached: ours.peak <= MOST_MEMORY_MB * MB,
    },
  ];
}

/** Runs the hidden command `bench conversion-child` of this program: a process's peak memory is its own. */
async function inChild(checkpoint: string, out: string, quantise: Quantisation): Promise<Measured> {
  const program = process.argv[1];
  if (program === undefined) throw new Error('The program has no file.');
  const args = [...process.execArgv, program, 'bench', 'conversion-child', checkpoint, out, quantise];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return measuredSchema.parse(JSON.parse(stdout));
}

/** What that command does. @param out model folder to make; '-' is the rival, which makes none */
export async function measureInThisProcess(checkpoint: string, out: string, quantise: string): Promise<Measured> {
  const parsed = z.enum(['fp32', 'int8', 'int8-blocks', 'int4']).parse(quantise);
  const elapsed = stopwatch();
  const bytes =
    out === '-'
      ? await readAndHash(checkpoint)
      : (await convertCheckpoint(checkpoint, out, { id: 'benchmark', quantise: parsed })).sourceBytes;
  return { bytes, elapsed: elapsed(), peak: process.resourceUsage().maxRSS * 1024 };
}

/** @returns bytes of the shards */
async function readAndHash(checkpoint: string): Promise<number> {
  const names = (await readdir(checkpoint)).filter((name) => name.endsWith('.safetensors')).sort();
  const chunk = new Uint8Array(CHUNK);
  let bytes = 0;
  for (const name of names) {
    const hash = createHash('sha256');
    const handle = await open(path.join(checkpoint, name));
    try {
      for (;;) {
        const { bytesRead } = await handle.read(chunk, 0, CHUNK, null);
        if (bytesRead === 0) break;
        hash.update(chunk.subarray(0, bytesRead));
        bytes += bytesRead;
      }
    } finally {
      await handle.close();
    }
    hash.digest();
  }
  return bytes;
}
