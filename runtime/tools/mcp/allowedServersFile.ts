/** What was allowed on the command line, kept in the user's state folder. VS Code keeps its own. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { McpServerError } from './mcpServerError';

const form = z.object({
  version: z.literal(1),
  allowed: z.array(
    z.object({
      /** Of `consentHash`. */
      hash: z.string(),
      /** For whoever reads the file. */
      server: z.string(),
      workspace: z.string(),
      /** ISO 8601. */
      time: z.string(),
    }),
  ),
});

export class AllowedServersFile {
  private readonly file: string;

  /** @param folder the state folder */
  constructor(private readonly folder: string) {
    this.file = path.join(folder, 'mcp-allowed.json');
  }

  /** @throws McpServerError where the file is there, but cannot be read */
  async hashes(): Promise<readonly string[]> {
    return (await this.read()).allowed.map(({ hash }) => hash);
  }

  /** Another process that writes at the same time may take its word away; then it is asked for again. @throws as `hashes` */
  async add(hash: string, server: string, workspace: string): Promise<void> {
    const { allowed } = await this.read();
    if (allowed.some((each) => each.hash === hash)) return;
    const time = new Date().toISOString();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const next = `${this.file}.${process.pid}`;
    const text = JSON.stringify({ version: 1, allowed: [...allowed, { hash, server, workspace, time }] }, null, 2);
    await writeFile(next, `${text}\n`, { mode: 0o600 });
    await rename(next, this.file);
  }

  private async read(): Promise<z.infer<typeof form>> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { version: 1, allowed: [] };
      throw error;
    }
    try {
      return form.parse(JSON.parse(text));
    } catch (error) {
      throw new McpServerError(`${this.file} cannot be read. Delete it, and allow the servers again.`, {
        cause: error,
      });
    }
  }
}
