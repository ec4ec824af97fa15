import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../atomicFile';
import type { ModelsFolder } from '../modelsFolder';
import { weightPrecisions, type DownloadStatus } from '../protocol';
import { holder } from '../../files';

const fileSchema = z.object({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  digest: z.object({ kind: z.enum(['sha256', 'git-sha1']), hex: z.string() }),
});

/** What is downloaded: written before the first byte, so that another process can go on with just this. */
const planSchema = z.object({
  format: z.literal(1),
  model: z.string(),
  repository: z.string(),
  endpoint: z.string(),
  commit: z.string(),
  precision: z.enum(weightPrecisions),
  keepSource: z.boolean(),
  files: z.array(fileSchema),
});
export type DownloadPlan = z.infer<typeof planSchema>;

const statusSchema = z.object({
  model: z.string(),
  phase: z.enum(['listing', 'downloading', 'converting', 'done', 'failed', 'cancelled']),
  doneBytes: z.number(),
  totalBytes: z.number(),
  doneFiles: z.number(),
  totalFiles: z.number(),
  bytesPerSecond: z.number(),
  waiting: z.string().optional(),
  error: z
    .object({
      kind: z.enum([
        'model-missing',
        'model-corrupt',
        'model-unsupported',
        'bad-request',
        'crashed',
        'unavailable',
        'internal',
        'licence',
        'denied',
        'network',
        'disk-full',
        'in-use',
        'store-corrupt',
        'store-read-only',
        'store-newer',
      ]),
      message: z.string(),
      action: z.string(),
    })
    .optional(),
  pid: z.number(),
  /** Of this try: tells a state from the one that an earlier try left behind. */
  attempt: z.string(),
  startedAt: z.string(),
  updatedAt: z.string(),
});
export type WrittenStatus = z.infer<typeof statusSchema>;

/** Files by which the process that downloads a model and everybody who watches it know of each other. */
export class DownloadJournal {
  readonly folder: string;
  /** Folder of the checkpoint's files, complete and partial. */
  readonly files: string;
  readonly lock: string;
  readonly log: string;
  private readonly cancelFile: string;

  constructor(
    models: ModelsFolder,
    readonly model: string,
  ) {
    this.folder = models.download(model);
    this.files = path.join(this.folder, 'files');
    this.lock = path.join(this.folder, 'lock');
    this.log = path.join(this.folder, 'process.log');
    this.cancelFile = path.join(this.folder, 'cancel');
  }

  async prepare(): Promise<void> {
    await mkdir(this.files, { recursive: true });
  }

  async readPlan(): Promise<DownloadPlan | undefined> {
    return parse(planSchema, await readIfThere(path.join(this.folder, 'plan.json')));
  }

  async writePlan(plan: DownloadPlan): Promise<void> {
    await writeAtomically(path.join(this.folder, 'plan.json'), `${JSON.stringify(plan, undefined, 2)}\n`);
  }

  async writeStatus(status: WrittenStatus): Promise<void> {
    await writeAtomically(path.join(this.folder, 'status.json'), JSON.stringify(status), false);
  }

  async readWrittenStatus(): Promise<WrittenStatus | undefined> {
    return parse(statusSchema, await readIfThere(path.join(this.folder, 'status.json')));
  }

  /** @returns undefined when nothing of a download is here */
  async readStatus(): Promise<DownloadStatus | undefined> {
    // In this order: a process that ends between the two has written its last status by then.
    const active = (await holder(this.lock)) !== undefined;
    const written = await this.readWrittenStatus();
    return written && toStatus(written, active);
  }

  async requestCancel(): Promise<void> {
    await writeFile(this.cancelFile, '');
  }

  async cancelRequested(): Promise<boolean> {
    return (await readIfThere(this.cancelFile)) !== undefined;
  }

  async clearCancel(): Promise<void> {
    await rm(this.cancelFile, { force: true });
  }
}

function toStatus(written: WrittenStatus, held: boolean): DownloadStatus {
  const { model, phase, doneBytes, totalBytes, doneFiles, totalFiles, bytesPerSecond, pid, startedAt, updatedAt } =
    written;
  const active = held && !isEnd(phase);
  const figures = { doneBytes, totalBytes, doneFiles, totalFiles, bytesPerSecond: active ? bytesPerSecond : 0 };
  const { waiting, error } = written;
  return { model, phase, ...figures, waiting: active ? waiting : undefined, error, active, pid, startedAt, updatedAt };
}

export function isEnd(phase: DownloadStatus['phase']): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled';
}

function parse<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
