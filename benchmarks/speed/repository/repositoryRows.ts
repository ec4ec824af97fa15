/** The index of a repository beside universal-ctags, which finds definitions only, and `git grep`, which finds names in texts. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../runtime/repository';
import { figure, type SpeedReport, type SpeedRow } from '../report';
import { writeRepositoryCorpus } from './repositoryCorpus';

export interface RepositorySpeedOptions {
  readonly lines: number;
  readonly repeats: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

type Kind = 'cold' | 'unchanged' | 'edited' | 'named' | 'ctags' | 'grep';

/** Stands in many files of the corpus. */
const soughtName = 'Error';

export async function measureRepository(options: RepositorySpeedOptions): Promise<SpeedReport> {
  const { lines, repeats, signal, onProgress } = options;
  const loadBefore = loadavg()[0] ?? 0;
  const base = mkdtempSync(path.join(tmpdir(), 'whetstone-bench-repository-'));
  const times: Record<Kind, number[]> = { cold: [], unchanged: [], edited: [], named: [], ctags: [], grep: [] };
  const missing = new Set<string>();
  try {
    const root = path.join(base, 'corpus');
    mkdirSync(root);
    onProgress('writing the corpus');
    const corpus = writeRepositoryCorpus(root, lines);
    const timed = async <Result>(kind: Kind, work: () => Result | Promise<Result>): Promise<Result> => {
      signal.throwIfAborted();
      const began = performance.now();
      const result = await work();
      times[kind].push(performance.now() - began);
      return result;
    };
    const rival = async (kind: 'ctags' | 'grep', program: string, words: readonly string[]) => {
      const began = performance.now();
      const { error, status, stderr } = spawnSync(program, words, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
      if (error === undefined && status === 0) times[kind].push(performance.now() - began);
      else missing.add(`${program}: ${error?.message ?? String(stderr)}`);
    };
    for (let turn = 0; turn < repeats; turn++) {
      onProgress(`run ${turn + 1} of ${repeats}`);
      const folder = path.join(base, `index${turn}`);
      const index = await timed('cold', () => openRepositoryIndex({ root, folder, signal }));
      try {
        await timed('unchanged', () => index.refresh({ signal }));
        const edited = index.files().find(({ language }) => language === 'typescript')?.path;
        if (edited === undefined) throw new Error('The corpus has no TypeScript.');
        appendFileSync(path.join(root, edited), `export const added${turn} = 1;\n`);
        await timed('edited', () => index.refresh({ paths: [edited] }));
        if (index.symbolsNamed(`added${turn}`).length !== 1) throw new Error('The index did not see the edit.');
        const named = await timed('named', () => index.referencesNamed(soughtName));
        if (named.length === 0) throw new Error(`The corpus has no ${soughtName}.`);
      } finally {
        await index.close();
      }
      rmSync(folder, { recursive: true });
      await rival('ctags', 'ctags', ['-R', '-f', path.join(base, 'tags'), '.']);
      await rival('grep', 'git', ['grep', '--no-index', '-n', '-w', soughtName]);
    }
    const rows: readonly SpeedRow[] = [
      row('cold', 'first index', times.cold, 'ctags -R', times.ctags),
      row('unchanged', 'refresh of all files, nothing changed', times.unchanged, 'ctags -R', times.ctags),
      row('edited', 'refresh of one edited file', times.edited, 'ctags -R', times.ctags),
      row('named', `references named ${soughtName}, with targets`, times.named, 'git grep -w', times.grep),
      {
        ...{ id: 'memory', what: 'peak memory of the whole process', unit: 'MB', n: 1 },
        ours: { p50: process.resourceUsage().maxRSS / 1024 },
        note: 'over all runs, with the benchmark itself',
      },
    ];
    return {
      machine: {
        ...{
          cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
          cores: availableParallelism(),
          node: process.version,
        },
        load: [loadBefore, loadavg()[0] ?? 0],
      },
      model: { id: `${corpus.lines} lines in ${corpus.files} files of ${corpus.sources.join(', ')}` },
      rival: { name: 'universal-ctags and git grep' },
      threads: Math.max(1, Math.min(4, availableParallelism())),
      rows,
      missing: [...missing],
    };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function row(id: string, what: string, ours: readonly number[], name: string, rival: readonly number[]): SpeedRow {
  const own = figure(ours);
  const measured = { id, what, unit: 'ms', n: ours.length, ours: own } as const;
  // Pairs only: a rival that failed once is left out.
  if (rival.length !== ours.length) return measured;
  const other = figure(rival);
  return { ...measured, rival: { name, ...other }, ratio: own.p50 / other.p50 };
}
