import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ProviderName, ProviderReport } from '../../protocol';

/** File of what was found out about providers, in the folder that is given. */
export const providersFile = 'providers.json';

const nameSchema = z.enum(['cpu', 'webgpu', 'directml', 'coreml', 'cuda']) satisfies z.ZodType<ProviderName>;

const reportSchema: z.ZodType<ProviderReport> = z.object({
  name: nameSchema,
  state: z.enum(['works', 'absent', 'wrong', 'crashed', 'hung', 'failed']),
  reason: z.string().optional(),
  format: z.string().optional(),
  difference: z.number().optional(),
  nodes: z.number().optional(),
  leftToProcessor: z.array(z.string()).optional(),
  contextMs: z.number().optional(),
  stepMs: z.number().optional(),
});

const entrySchema = z.object({
  machine: z.string(),
  probedAt: z.string(),
  chosen: nameSchema,
  providers: z.array(reportSchema),
});
export type RememberedProviders = z.infer<typeof entrySchema>;

const fileSchema = z.object({ version: z.literal(1), machines: z.array(entrySchema) });

/** A home folder may serve several machines, and a laptop several docks. */
const mostMachines = 8;

/** What was found out about providers, by machine with its drivers and versions. */
export class ProviderMemory {
  private readonly file: string;

  constructor(folder: string) {
    this.file = path.join(folder, providersFile);
  }

  /** @returns undefined when nothing is known of this machine; a damaged file knows nothing */
  async recall(machine: string): Promise<RememberedProviders | undefined> {
    return (await this.entries()).find((entry) => entry.machine === machine);
  }

  async remember(entry: RememberedProviders): Promise<void> {
    const others = (await this.entries()).filter(({ machine }) => machine !== entry.machine);
    const machines = [entry, ...others].slice(0, mostMachines);
    await mkdir(path.dirname(this.file), { recursive: true });
    const partial = `${this.file}.partial-${process.pid}`;
    try {
      // Exchanged in one step: another window may read it now.
      await writeFile(partial, `${JSON.stringify({ version: 1, machines }, undefined, 2)}\n`);
      await rename(partial, this.file);
    } finally {
      await rm(partial, { force: true });
    }
  }

  private async entries(): Promise<readonly RememberedProviders[]> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.file, 'utf8'))).machines;
    } catch {
      // Not there, damaged, or of another version: the next probe writes it anew.
      return [];
    }
  }
}
