/** For tests: files written into a folder of their own, and what is extracted from it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ToolCollection, ToolRecord } from '../../types';
import { extractTools, type ExtractOptions } from '../extractTools';

export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tools-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function extractTexts(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Omit<ExtractOptions, 'root'> = {},
): Promise<ToolCollection> {
  return withFolder(files, (root) => extractTools({ ...options, root }));
}

/** @throws Error where there is no such tool, or several */
export function toolNamed({ tools }: Pick<ToolCollection, 'tools'>, name: string): ToolRecord {
  const found = tools.filter((each) => each.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new Error(`${found.length} tools ${name} among ${tools.map((each) => each.name).join(', ')}`);
}

export async function toolOf(path: string, text: string, name: string): Promise<ToolRecord> {
  return toolNamed(await extractTexts({ [path]: text }), name);
}
