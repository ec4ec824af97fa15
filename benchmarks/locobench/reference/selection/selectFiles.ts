/**
 * Which files of a project become the context of a scenario, as LoCoBench publishes it.
 * Defects, as published: core files are never left out, so that small levels are often missed; lengths are characters, although the levels
 * are told as tokens; the level is the share of the project, whatever its size.
 */
import { lengthOf } from '../pythonText';
import { difficulties, type Difficulty, type TaskCategory } from '../scenario';
import { hasAny, hits, sum } from '../scoring';
import { categoryWords } from './categoryWords';
import { fileComplexity } from './fileComplexity';

/** Text by path, in the project's order. */
export type Project = ReadonlyMap<string, string>;

export interface Selection {
  readonly files: readonly string[];
  /** Share of the project's characters. */
  readonly coverage: number;
}

export interface TargetedSelection extends Selection {
  /** What came out, which may be another one than was asked for. */
  readonly difficulty: Difficulty;
}

/** Shares of the project, inclusive at both ends: the first that holds a share wins. */
const ranges: Readonly<Record<Difficulty, readonly [low: number, high: number]>> = {
  easy: [0.2, 0.4],
  medium: [0.4, 0.6],
  hard: [0.6, 0.8],
  expert: [0.8, 1],
};

const leastCoverage = 0.2;

export function coreFiles(project: Project, category: TaskCategory): readonly string[] {
  return [...project.keys()].filter((path) => hasAny(path.toLowerCase(), categoryWords[category].core));
}

/** @param aggressive long files count more */
export function relevance(path: string, text: string, category: TaskCategory, aggressive: boolean): number {
  const found = Math.min(hits(path.toLowerCase(), categoryWords[category].relevant), 5);
  const size = Math.min(lengthOf(text) / 10_000, 1);
  const score = found + 0.3 * size + 0.2 * fileComplexity(text);
  return aggressive ? score + 0.5 * size : score;
}

/** Paths with their relevance, best first; equal ones in the project's order. */
export function rankedFiles(
  project: Project,
  category: TaskCategory,
  aggressive: boolean,
): readonly (readonly [path: string, relevance: number])[] {
  return [...project]
    .map(([path, text]) => [path, relevance(path, text, category, aggressive)] as const)
    .sort(([, left], [, right]) => right - left);
}

export function totalCharacters(project: Project): number {
  return sum([...project.values()].map(lengthOf));
}

export function coverageOf(project: Project, files: readonly string[]): number {
  const total = totalCharacters(project);
  return total === 0 ? 0 : Math.min(sum(files.map((file) => lengthOf(project.get(file) ?? ''))) / total, 1);
}

/** All core files, then the most relevant others until the share is reached. */
export function adaptiveSelection(
  project: Project,
  category: TaskCategory,
  target: number,
  aggressive: boolean,
): Selection {
  const files = [...coreFiles(project, category)];
  const core = new Set(files);
  for (const [path] of rankedFiles(project, category, aggressive)) {
    if (coverageOf(project, files) >= target) break;
    if (!core.has(path)) files.push(path);
  }
  return { files, coverage: coverageOf(project, files) };
}

export function difficultyOf(coverage: number): Difficulty {
  if (coverage < leastCoverage) return 'easy';
  return difficulties.find((level) => coverage >= ranges[level][0] && coverage <= ranges[level][1]) ?? 'expert';
}

/** The shares between which the level of a coverage lies, as scenarios publish it. */
export function coverageRange(coverage: number): readonly [low: number, high: number] {
  return ranges[difficultyOf(coverage)];
}

/**
 * Five tries at a level. When none gives it, the least share is selected, at whatever level that is. (The published code has three further
 * strategies after that, with unseeded random draws; they are never reached, as all files together are always enough.)
 */
export function targetedSelection(project: Project, category: TaskCategory, level: Difficulty): TargetedSelection {
  const [low, high] = ranges[level];
  const width = high - low;
  const tries: readonly (readonly [target: number, aggressive: boolean])[] = [
    [(low + high) / 2, false],
    [low + width * 0.75, false],
    [low + width * 0.9, true],
    [high, true],
    [low, false],
  ];
  for (const [target, aggressive] of tries) {
    const selection = adaptiveSelection(project, category, target, aggressive);
    const difficulty = difficultyOf(selection.coverage);
    if (difficulty === level) return { ...selection, difficulty };
  }
  const natural = adaptiveSelection(project, category, leastCoverage, false);
  return { ...natural, difficulty: difficultyOf(natural.coverage) };
}
