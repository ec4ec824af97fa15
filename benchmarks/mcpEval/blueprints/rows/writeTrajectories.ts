import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UnifiedRecord } from '../../../../runtime/agent';
import { shareGptOf } from './shareGptOf';

export type RowForm = 'unified' | 'sharegpt';

/** One row a line; one list where the file's name ends with `.json`, as ActionStudio wants it. The file is there when it is whole. */
export async function writeTrajectories(file: string, rows: readonly UnifiedRecord[], form: RowForm): Promise<void> {
  const written = rows.map((row) => JSON.stringify(form === 'unified' ? row : shareGptOf(row)));
  const text = /\.json$/i.test(file) ? `[\n${written.join(',\n')}\n]\n` : written.map((line) => `${line}\n`).join('');
  const half = `${file}.part`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(half, text);
  await rename(half, file);
}
