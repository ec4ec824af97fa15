import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ProviderName, ProviderReport } from '../../protocol';

/** File of what was found out about providers, in the folder that is given. */
export const providersFile = 'providers.json';

export const providerSchema = z.enum(['cpu', 'webgpu', 'directml', 'coreml', 'cuda']) satisfies z.ZodType<ProviderName>;

const reportSchema: z.ZodType<ProviderReport> = z.object({
  name: providerSchema,
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
  chosen: providerSchema,
  providers: z.array(reportSchema),
});
export type RememberedProviders = z.infer<typeof entrySchema>;

/** A provider that took a process or the machine with it; not tried again unless somebody asks for it. */
const badSchema = z.object({ machine: z.string(), name: providerSchema, reason: z.string() });

/** A provider that is being tried, by which process: what is left of a try that never ended. */
const tryingSchema = z.object({ machine: z.string(), name: providerSchema, pid: z.number() });

const fileSchema = z.object({
  version: z.literal(1),
  machines: z.array(entrySchema),
  bad: z.array(badSchema).default([]),
  trying: z.array(tryingSchema).default([]),
});
type MemoryFile = z.infer<typeof fileSchema>;

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
    return (await this.read()).machines.find((entry) => entry.machine === machine);
  }

  /** What was tried; what was held against providers of this machine is forgotten, because they were tried anew. */
  async remember(entry: RememberedProviders): Promise<void> {
    await this.change((file) => {
      const others = file.machines.filter(({ machine }) => machine !== entry.machine);
      const elsewhere = ({ machine }: { readonly machine: string }) => machine !== entry.machine;
      return {
        machines: [entry, ...others].slice(0, mostMachines),
        bad: file.bad.filter(elsewhere),
        trying: file.trying.filter(elsewhere),
      };
    });
  }

  /** Providers of this machine that took a process with them, those among them whose try never ended. */
  async bad(machine: string): Promise<ReadonlyMap<ProviderName, string>> {
    const { bad, trying } = await this.read();
    const found = new Map<ProviderName, string>();
    for (const each of trying) {
      if (each.machine !== machine || isAlive(each.pid)) continue;
      found.set(each.name, 'the try of it never ended: its driver may have stopped the program or the machine');
    }
    for (const each of bad) if (each.machine === machine) found.set(each.name, each.reason);
    return found;
  }

  async exclude(machine: string, name: ProviderName, reason: string): Promise<void> {
    await this.change((file) => {
      const others = file.bad.filter((each) => each.machine !== machine || each.name !== name);
      return { ...file, bad: [{ machine, name, reason }, ...others].slice(0, 4 * mostMachines) };
    });
  }

  /** Written before a try, so that one that takes this process with it is not repeated. */
  async trying(machine: string, name: ProviderName): Promise<void> {
    await this.change((file) => ({
      ...file,
      trying: [{ machine, name, pid: process.pid }, ...this.othersTrying(file, machine)],
    }));
  }

  private othersTrying({ trying }: MemoryFile, machine: string): MemoryFile['trying'] {
    return trying.filter((each) => each.machine !== machine || each.pid !== process.pid).slice(0, mostMachines);
  }

  private async change(make: (file: MemoryFile) => Omit<MemoryFile, 'version'>): Promise<void> {
    const next = { version: 1, ...make(await this.read()) };
    await mkdir(path.dirname(this.file), { recursive: true });
    const partial = `${this.file}.partial-${process.pid}`;
    try {
      // Exchanged in one step: another window may read it now.
      await writeFile(partial, `${JSON.stringify(next, undefined, 2)}\n`);
      await rename(partial, this.file);
    } finally {
      await rm(partial, { force: true });
    }
  }

  private async read(): Promise<MemoryFile> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      // Not there, damaged, or of another version: the next probe writes it anew.
      return { version: 1, machines: [], bad: [], trying: [] };
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
