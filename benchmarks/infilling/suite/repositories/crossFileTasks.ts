/** Gaps at places that use what another file of the repository defines, and gaps anywhere in the same files. */
import type { Reference, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { InfillingTask } from '../../dataset';

/** 'cross-file': from inside or behind a name that another file defines to the line's end. 'rest-of-line': from anywhere in a line. */
export type CrossFileKind = 'cross-file' | 'rest-of-line';

export interface CrossFileOptions {
  /** Name of the repository's folder. */
  readonly repository: string;
  /** Tasks of each kind. */
  readonly count: number;
  readonly seed: number;
}

const fewestLines = 20;
const shortestLine = 6;
const longestLine = 160;
/** Of one file come at most so many tasks of a kind: no large one stands for a repository alone. */
const mostOfFile = 4;
/** A file that has so many of its lines in common with another one is a copy, and gives the answers away. */
const copyShare = 0.5;
const tellingLine = 12;

/** The same seed and files give the same tasks. Fewer than asked for where there are not so many places. */
export function crossFileTasks(index: RepositoryIndex, options: CrossFileOptions): readonly InfillingTask[] {
  const random = seededRandom(options.seed);
  const files = index
    .files()
    .filter(({ kind, language, lines, broken }) => kind === 'source' && language && lines > fewestLines && !broken)
    .map(({ path }) => path);
  const texts = new Map(files.map((file) => [file, index.text(file).replace(/\r\n?/g, '\n').split('\n')]));
  const originals = shuffled(
    [...texts.keys()].filter((file) => !isCopy(file, texts)),
    random,
  );
  const tasks: InfillingTask[] = [];
  for (const kind of ['cross-file', 'rest-of-line'] as const) {
    // Round by round, a place of each file in turn.
    const places = originals.map((file) => shuffled(placesOf(index, file, texts.get(file) ?? [], kind), random));
    let made = 0;
    for (let round = 0; round < mostOfFile && made < options.count; round++) {
      for (const [at, file] of originals.entries()) {
        const place = places[at]?.[round];
        if (place === undefined || made >= options.count) continue;
        const column = place.from + random(place.to - place.from + 1);
        const task = taskAt(index, options.repository, file, texts.get(file) ?? [], place.line, column, kind);
        if (task === undefined) continue;
        tasks.push(task);
        made += 1;
      }
    }
  }
  return tasks;
}

/** A line, and the columns between which a gap may begin. */
interface Place {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function placesOf(
  index: RepositoryIndex,
  file: string,
  lines: readonly string[],
  kind: CrossFileKind,
): readonly Place[] {
  const usable = (line: number): boolean => {
    const text = lines[line] ?? '';
    return text.trim().length >= shortestLine && text.length <= longestLine;
  };
  if (kind === 'rest-of-line') {
    return lines.flatMap((text, line) =>
      usable(line) ? [{ line, from: text.length - text.trimStart().length + 2, to: text.length - 2 }] : [],
    );
  }
  const imports = index.importsOf(file).map(({ range }) => range);
  const elsewhere = ({ target, role, range }: Reference): boolean =>
    target !== undefined &&
    role !== 'import' &&
    !target.startsWith(`${file}:`) &&
    !imports.some(({ start, end }) => start.line <= range.start.line && range.start.line <= end.line);
  return index
    .referencesIn(file)
    .filter((reference) => elsewhere(reference) && usable(reference.range.start.line))
    .map(({ range: { start, end } }) => ({ line: start.line, from: start.column + 1, to: end.column }));
}

function taskAt(
  index: RepositoryIndex,
  repository: string,
  file: string,
  lines: readonly string[],
  line: number,
  column: number,
  kind: CrossFileKind,
): InfillingTask | undefined {
  const text = lines[line] ?? '';
  if (text.slice(column).trim() === '') return undefined;
  return {
    task_id: `${repository}/${file}:${line + 1}:${column + 1}:${kind}`,
    prompt: [...lines.slice(0, line), text.slice(0, column)].join('\n'),
    suffix: ['', ...lines.slice(line + 1)].join('\n'),
    canonical_solution: text.slice(column),
    ...{ test: '', entry_point: 'none', kind, repository, path: file },
    language: index.file(file)?.language,
  };
}

function isCopy(file: string, texts: ReadonlyMap<string, readonly string[]>): boolean {
  const telling = (lines: readonly string[]) =>
    new Set(lines.map((text) => text.trim()).filter((text) => text.length >= tellingLine));
  const own = telling(texts.get(file) ?? []);
  return [...texts].some(([other, lines]) => {
    if (other === file || own.size === 0) return false;
    let shared = 0;
    for (const text of telling(lines)) if (own.has(text)) shared += 1;
    return shared / own.size >= copyShare;
  });
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  const all = [...items];
  for (let at = all.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
}
