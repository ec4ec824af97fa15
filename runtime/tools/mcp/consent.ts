/** What a person agrees to when he allows a server: this very configuration in this very place. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { McpServerConfig, McpServerState } from '../../agent/protocol';
import { fillVariables } from './variables';

export interface ConfiguredServer {
  readonly name: string;
  readonly from: McpServerState['from'];
  readonly config: McpServerConfig;
  /** What `${workspaceFolder}` means for it. */
  readonly folder: string | undefined;
}

/**
 * Changes with command, arguments, environment, the content of its environment file, folder, address and headers. Variables
 * count as they are written, except for the folder: the same text in another workspace starts another program. A new key
 * behind `${input:…}` asks nobody again.
 *
 * @returns 64 hexadecimal digits
 */
export async function consentHash({ from, config, folder }: ConfiguredServer): Promise<string> {
  const { risks: _, ...started } = config;
  const written = canonical(started);
  const place = from === 'workspace' || written.includes('${workspaceFolder') ? folder : undefined;
  const file = config.type === 'stdio' ? await contentOf(config.envFile, folder) : undefined;
  return createHash('sha256').update(canonical({ from, written, place, file })).digest('hex');
}

async function contentOf(envFile: string | undefined, folder: string | undefined): Promise<string | undefined> {
  if (envFile === undefined) return undefined;
  const known = { folder, folders: folder === undefined ? [] : [folder], environment: process.env };
  try {
    const file = await fillVariables(envFile, {
      ...known,
      input: () => Promise.reject(new Error('a file is not asked for')),
    });
    const content = await readFile(path.resolve(folder ?? os.homedir(), file));
    return createHash('sha256').update(content).digest('hex');
  } catch {
    // It is asked again once the file is there; starting says what is wrong with it.
    return 'unreadable';
  }
}

/** JSON with sorted keys: the order in which a person wrote them means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
