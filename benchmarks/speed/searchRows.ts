/** Searching the text of a workspace by the tool `search_text`, beside `git grep` and `grep -r` on the same files in the same run. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openToolRegistry } from '../../runtime/tools/registry';
import { fileWorkspaceHost, workspaceTools } from '../../runtime/tools/workspace';
import { seededRandom } from '../core/seededRandom';
import { versus, type SpeedReport, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';

export interface SearchSpeedOptions {
  readonly files: number;
  readonly repeats: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

/** Words of the generated sources; files have about 4 kB. */
const words = 'value index parse token write count buffer total name list state result error offset length'.split(' ');
const linesEach = 120;

export async function measureSearch({ files, repeats, signal, onProgress }: SearchSpeedOptions): Promise<SpeedReport> {
  const loadBefore = loadavg()[0] ?? 0;
  const root = await mkdtemp(path.join(tmpdir(), 'whetstone-search-'));
  try {
    onProgress(`a repository of ${files} files`);
    await writeSources(root, files);
    await promisify(execFile)('git', ['init', '--quiet'], { cwd: root });
    await promisify(execFile)('git', ['add', '--all'], { cwd: root, maxBuffer: 1e8 });
    const rows: SpeedRow[] = [];
    for (const search of searches) {
      onProgress(search.what);
      rows.push(...(await rowsOf(root, files, search, repeats, signal)));
    }
    return {
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: availableParallelism(),
        node: process.version,
        load: [loadBefore, loadavg()[0] ?? 0],
      },
      model: { id: `search_text over ${files} files` },
      rival: { name: 'git grep (index, all threads) and grep -r (one thread)' },
      threads: 1,
      rows,
      missing: [],
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Search {
  readonly id: string;
  readonly what: string;
  readonly input: { readonly pattern: string; readonly is_regex?: boolean; readonly case_sensitive?: boolean };
  readonly flags: readonly string[];
}

const searches: readonly Search[] = [
  {
    id: 'rare',
    what: 'a word in 1 of 500 files, by case',
    input: { pattern: 'needleInHay', case_sensitive: true },
    flags: ['-F'],
  },
  { id: 'caseless', what: 'the same in any case', input: { pattern: 'NeedleInHay' }, flags: ['-F', '-i'] },
  {
    id: 'expression',
    what: 'an expression that the same files have',
    input: { pattern: 'needle\\w+ = [0-9]+', is_regex: true, case_sensitive: true },
    flags: ['-E'],
  },
];

async function rowsOf(
  root: string,
  files: number,
  { id, what, input, flags }: Search,
  repeats: number,
  signal: AbortSignal,
): Promise<readonly SpeedRow[]> {
  const registry = openToolRegistry({ sources: [workspaceTools(fileWorkspaceHost([root], { trusted: true }))] });
  await registry.refresh(signal);
  const context = { signal, conversation: 'bench', approve: async () => ({ kind: 'refused' }) as const };
  const expected = Math.ceil(files / 500);
  const times: Record<'ours' | 'git' | 'grep', Elapsed[]> = { ours: [], git: [], grep: [] };
  for (let turn = -2; turn < repeats; turn++) {
    signal.throwIfAborted();
    const pattern = input.pattern.replace('\\w', '[a-zA-Z]');
    const ours = stopwatch();
    const found = await registry.call('search_text', { ...input, limit: 200 }, context);
    const oursTook = ours();
    const text = found.content.map((each) => (each.type === 'text' ? each.text : '')).join('\n');
    const hits = text.split('\n').filter((line) => /^\s+\d+:/.test(line)).length;
    if (hits !== Math.min(200, expected))
      throw new Error(`${what}: ${hits} matches instead of ${expected}.\n${text.slice(0, 300)}`);
    const git = await commandTime('git', ['--no-pager', 'grep', '-n', ...flags, '-e', pattern], root);
    const grep = await commandTime('grep', ['-rnI', '--exclude-dir=.git', ...flags, '-e', pattern, '.'], root);
    if (turn < 0) continue;
    times.ours.push(oursTook);
    times.git.push(git);
    times.grep.push(grep);
  }
  await registry.dispose();
  const row = (name: string, rival: readonly Elapsed[]) => {
    // Processor time of another program is not this process's: only wall times can be compared.
    const { n, ours, rival: other, ratio } = versus(times.ours, name, rival);
    const plain = ({ p50, p95 }: typeof ours) => ({ p50, ...(p95 !== undefined && { p95 }) });
    return {
      n,
      ours: plain(ours),
      ...(other && { rival: { name, ...plain(other) } }),
      ...(ratio !== undefined && { ratio }),
    };
  };
  return [
    { id: `search-${id}-git`, what: `${what}, ${files} files`, unit: 'ms', ...row('git grep', times.git) },
    { id: `search-${id}-grep`, what: `${what}, ${files} files`, unit: 'ms', ...row('grep -r', times.grep) },
  ];
}

async function commandTime(program: string, args: readonly string[], cwd: string): Promise<Elapsed> {
  const elapsed = stopwatch();
  await promisify(execFile)(program, args, { cwd, maxBuffer: 1e8 });
  return elapsed();
}

async function writeSources(root: string, files: number): Promise<void> {
  const random = seededRandom(7);
  const word = () => words[random(words.length)]!;
  for (let at = 0; at < files; at += 100) {
    const folder = path.join(root, `part${Math.floor(at / 1000)}`, `package${Math.floor(at / 100)}`);
    await mkdir(folder, { recursive: true });
    const names = Array.from({ length: Math.min(100, files - at) }, (_, index) => at + index);
    await Promise.all(
      names.map((number) => {
        const lines = Array.from({ length: linesEach }, () => `  const ${word()} = ${word()}(${word()}, ${word()});`);
        if (number % 500 === 0) lines[60] = '  const needleInHay = 12;';
        return writeFile(path.join(folder, `${word()}${number}.ts`), lines.join('\n'));
      }),
    );
  }
}
