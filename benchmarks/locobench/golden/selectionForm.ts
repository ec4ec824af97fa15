import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import { checksOf } from '../../parity/compare';
import type { Check, GoldenForm } from '../../parity/goldenForm';
import { answerTexts } from '../reference/answer';
import { difficulties, taskCategories, type Difficulty, type TaskCategory } from '../reference/scenario';
import { fileComplexity } from '../reference/selection/fileComplexity';
import {
  adaptiveSelection,
  coreFiles,
  difficultyOf,
  rankedFiles,
  targetedSelection,
  totalCharacters,
  type Project,
} from '../reference/selection/selectFiles';
import { goldenValue } from '../../parity/goldenValue';

const selection = z.object({ files: z.array(z.string()), coverage: z.number() });
const rank = z.array(z.tuple([z.string(), z.number()]));

const category = z.object({
  core_files: z.array(z.string()),
  rank,
  rank_aggressive: rank,
  /** By coverage that was asked for, with an `a` behind it for aggressive ones. */
  adaptive: z.record(z.string(), selection),
  target: z.partialRecord(z.enum(difficulties), selection.extend({ difficulty: z.string() })),
});

const schema = z.object({
  files: z.record(z.string(), z.string()),
  categories: z.partialRecord(z.enum(taskCategories), category),
  total_chars: z.number().optional(),
  complexity: z.record(z.string(), z.number()).default({}),
  difficulty_from_coverage: z.record(z.string(), z.string()).default({}),
});

/** A project, with the files that are chosen for each category and level. */
export const selectionForm: GoldenForm = {
  name: 'LoCoBench selection',
  recognises: (value) => isExactObject(value) && value.has('categories') && value.has('files'),
  async check(value, file) {
    const golden = goldenValue(schema, value, file);
    const project = isExactObject(value) ? answerTexts(value.get('files') ?? null) : new Map<string, string>();
    const levels = Object.entries(golden.difficulty_from_coverage).map(([coverage, expected]) => ({
      case: 'project',
      key: `difficulty_from_coverage.${coverage}`,
      expected,
      actual: difficultyOf(Number(coverage)),
    }));
    const complexity = Object.fromEntries([...project].map(([path, text]) => [path, fileComplexity(text)]));
    return [
      ...(golden.total_chars === undefined
        ? []
        : checksOf('project', 'total_chars', golden.total_chars, totalCharacters(project))),
      ...checksOf('project', 'complexity', golden.complexity, complexity),
      ...levels,
      ...taskCategories.flatMap((name) => categoryChecks(project, name, golden.categories[name])),
    ];
  },
};

function categoryChecks(
  project: Project,
  name: TaskCategory,
  golden: z.infer<typeof category> | undefined,
): readonly Check[] {
  if (golden === undefined) return [];
  const adaptive = Object.entries(golden.adaptive).flatMap(([key, expected]) =>
    checksOf(
      name,
      `adaptive.${key}`,
      expected,
      adaptiveSelection(project, name, Number.parseFloat(key), key.endsWith('a')),
    ),
  );
  const target = Object.entries(golden.target).flatMap(([level, expected]) =>
    checksOf(name, `target.${level}`, expected, targetedSelection(project, name, level as Difficulty)),
  );
  return [
    { case: name, key: 'core_files', expected: golden.core_files, actual: coreFiles(project, name) },
    { case: name, key: 'rank', expected: golden.rank, actual: rankedFiles(project, name, false) },
    { case: name, key: 'rank_aggressive', expected: golden.rank_aggressive, actual: rankedFiles(project, name, true) },
    ...adaptive,
    ...target,
  ];
}
