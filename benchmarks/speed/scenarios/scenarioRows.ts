/** Making scenarios from a repository that is indexed already, beside reading and hashing the same files, which nothing can go below. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { RepositoryIndex } from '../../../runtime/repository';
import { taskCategories } from '../../locobench/reference/scenario';
import { allMakers, estimatedTokens, generateScenarios } from '../../locobench/scenarios';
import { versus, type SpeedReport } from '../report';
import { stopwatch, type Elapsed } from '../stopwatch';

export interface ScenarioSpeedOptions {
  readonly index: RepositoryIndex;
  readonly count: number;
  readonly lengths: readonly number[];
  readonly repeats: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

/** The aim for a thousand scenarios. */
const MOST_MS = 30_000;

export async function measureScenarios(options: ScenarioSpeedOptions): Promise<SpeedReport> {
  const { index, count, lengths, repeats, signal, onProgress } = options;
  const loadBefore = loadavg()[0] ?? 0;
  const ours: Elapsed[] = [];
  const floor: Elapsed[] = [];
  let made = 0;
  for (let turn = 0; turn < repeats; turn++) {
    signal.throwIfAborted();
    onProgress(`run ${turn + 1} of ${repeats}`);
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-scenarios-'));
    try {
      const reading = stopwatch();
      for (const file of index.files()) {
        createHash('sha256')
          .update(await readFile(path.join(index.root, file.path)).catch(() => ''))
          .digest('hex');
      }
      floor.push(reading());
      const making = stopwatch();
      const { set } = await generateScenarios({
        ...{ index, count, lengths, folder, signal },
        makers: allMakers,
        categories: taskCategories,
        seed: turn + 1,
        languages: [],
        distractors: 'near',
        counter: estimatedTokens,
        grader: undefined,
        phrase: undefined,
        onProgress: () => undefined,
      });
      ours.push(making());
      made = set.scenarios.length;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const { n, ours: time, rival, ratio } = versus(ours, 'reading and hashing its files', floor);
  const { files } = index.summary();
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
      cores: availableParallelism(),
      node: process.version,
      load: [loadBefore, loadavg()[0] ?? 0],
    },
    model: { id: `${made} scenarios from ${path.basename(index.root)}, ${files} files` },
    rival: { name: 'reading and hashing its files' },
    threads: 1,
    rows: [
      {
        id: 'scenarios',
        what: `${made} scenarios, indexed already, nothing executed`,
        unit: 'ms',
        n,
        ours: time,
        ...(rival && { rival }),
        ...(ratio !== undefined && { ratio }),
        target: `1000 in ${MOST_MS / 1000} s`,
        reached: made >= count && time.p50 <= (MOST_MS * count) / 1000,
        note: 'with --execute each scenario of code costs two or more runs of its tests beside this',
      },
    ],
    missing: made < count ? [`only ${made} of ${count}: the repository gives no more`] : [],
  };
}
