/** Figures that another program has measured, and the size of a package, when they are there. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../core/packageRoot';
import type { SpeedRow } from './report';

/**
 * Written by the suite inside VS Code (extension/test) to .cache/speed/extension-host.json.
 * The delay is that of the extension host's event loop while 10 characters a second are typed.
 */
const extensionHostSchema = z.object({
  activationMs: z.number().nonnegative(),
  eventLoopDelayP99Ms: z.number().nonnegative(),
  /** Version of VS Code. */
  vscode: z.string(),
  /** ISO 8601. */
  measuredAt: z.string(),
});

const VSIX_LIMIT_MB = 120;

export interface RecordedRows {
  readonly rows: readonly SpeedRow[];
  readonly missing: readonly string[];
}

export async function readRecordedRows(): Promise<RecordedRows> {
  const [host, packages] = [await extensionHostRows(), await packageRows()];
  return { rows: [...host.rows, ...packages.rows], missing: [...host.missing, ...packages.missing] };
}

async function extensionHostRows(): Promise<RecordedRows> {
  const file = path.join(packageRoot(), '.cache', 'speed', 'extension-host.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return { rows: [], missing: [`activation and event-loop delay: no ${file}; it is written by npm test -- vsix.`] };
  }
  const { activationMs, eventLoopDelayP99Ms, vscode, measuredAt } = extensionHostSchema.parse(JSON.parse(text));
  const note = `measured inside VS Code ${vscode} at ${measuredAt}.`;
  const recorded = (id: string, what: string, value: number, limit: number): SpeedRow => ({
    id,
    what,
    unit: 'ms',
    n: 1,
    ours: { p50: value },
    target: `<= ${limit} ms`,
    reached: value <= limit,
    note,
  });
  return {
    rows: [
      recorded('activation', 'activation of the extension', activationMs, 50),
      recorded('event-loop', 'event-loop delay of the extension host while typing, p99', eventLoopDelayP99Ms, 16),
    ],
    missing: [],
  };
}

async function packageRows(): Promise<RecordedRows> {
  const folders = [packageRoot(), path.join(packageRoot(), '.cache', 'vsix')];
  const names = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder).catch(() => []);
      return entries.filter((name) => name.endsWith('.vsix')).map((name) => path.join(folder, name));
    }),
  );
  const rows = await Promise.all(
    names.flat().map(async (file): Promise<SpeedRow> => {
      const megabytes = (await stat(file)).size / 1e6;
      return {
        id: `package-${path.basename(file)}`,
        what: `size of ${path.basename(file)}`,
        unit: 'MB',
        n: 1,
        ours: { p50: megabytes },
        target: `<= ${VSIX_LIMIT_MB} MB`,
        reached: megabytes <= VSIX_LIMIT_MB,
      };
    }),
  );
  return { rows, missing: rows.length > 0 ? [] : ['size of the package: no .vsix file; make one by npm run package.'] };
}
