import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';

const manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) });

/**
 * Program of an npm package that is a server, from the working folder upwards or beside Whetstone. Nothing is fetched: what a task runs is
 * what was installed before.
 * @param from a folder that is looked upwards from first
 * @throws BadInputError where it is not installed
 */
export async function installedServer(name: string, from?: string): Promise<string> {
  const plain = name.replace(/(?<=.)@[^/]*$/, '');
  for (const folder of [...(from === undefined ? [] : upwards(from)), ...upwards(process.cwd()), packageRoot()]) {
    const place = path.join(folder, 'node_modules', ...plain.split('/'));
    if (!existsSync(path.join(place, 'package.json'))) continue;
    const parsed = manifest.safeParse(JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8')));
    const bin = parsed.data?.bin;
    const program = typeof bin === 'string' ? bin : Object.values(bin ?? {})[0];
    if (program === undefined) throw new BadInputError(`The package ${plain} names no program to run.`);
    return path.join(place, program);
  }
  throw new BadInputError(`The server ${plain} is not installed. Install it first: npm install --save-dev ${name}`);
}

function upwards(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
