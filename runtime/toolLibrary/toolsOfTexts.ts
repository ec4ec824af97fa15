import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { extractTools } from './extraction';
import type { ToolCollection, ToolRecord } from './types';

/**
 * The tools of files that are not written to their own folder yet: they are laid in one that is removed afterwards.
 * @param texts by path from the root
 */
export async function toolsOfTexts(
  texts: ReadonlyMap<string, string>,
  options: Omit<Parameters<typeof extractTools>[0], 'root'>,
): Promise<readonly ToolRecord[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-library-'));
  try {
    for (const [file, text] of texts) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    return (await extractTools({ ...options, root: folder })).tools;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The tools of a collection as they would be with some of its files changed. Those of lists and of servers, which no change of code touches, are as
 * they were.
 * @param texts of all source files by path @param changed new text by path; nothing is written to the collection's folder
 */
export async function toolsOfChanged(
  { tools }: Pick<ToolCollection, 'tools'>,
  texts: ReadonlyMap<string, string>,
  changed: ReadonlyMap<string, string>,
  options: Parameters<typeof toolsOfTexts>[1],
): Promise<readonly ToolRecord[]> {
  if (changed.size === 0) return tools;
  const others = tools.filter(({ source }) => source === undefined || !texts.has(source.path));
  return [...(await toolsOfTexts(new Map([...texts, ...changed]), options)), ...others];
}
