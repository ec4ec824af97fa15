import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from './packageRoot';

/** Of what makes figures, by name: for exports. */
export function programVersions(): Readonly<Record<string, string>> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')));
  return { whetstone: version, node: process.version, system: `${process.platform} ${process.arch}` };
}
