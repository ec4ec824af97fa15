import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scanFolder } from '../../repository';
import { isCodeLanguage, languageOfFile } from '../../syntax';

/** Larger files are data or bundles. */
const MOST_BYTES = 2_000_000;

/** Text by path of the source files below a folder. @throws the signal's reason */
export async function readTexts(root: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path: file } of await scanFolder(root, { signal })) {
    signal.throwIfAborted();
    const language = languageOfFile(file);
    if (language === undefined || !isCodeLanguage(language)) continue;
    const text = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined && text.length <= MOST_BYTES) texts.set(file, text);
  }
  return texts;
}
