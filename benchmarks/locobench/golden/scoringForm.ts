import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { checksOf } from '../../parity/compare';
import type { GoldenForm } from '../../parity/goldenForm';
import { answerTexts } from '../reference/answer';
import { measuredOf } from '../reference/measured';
import { publishedScore } from '../reference/publishedForm';
import { openPythonParser } from '../reference/python/treeSitterPython';
import { scenarioSchema } from '../reference/scenario';
import { scoreReference } from '../reference/scoreReference';
import { testSuiteCounts } from '../reference/testSuiteCounts';
import { goldenValue } from '../../parity/goldenValue';

const record = z.record(z.string(), z.unknown());

const schema = z.object({
  id: z.string(),
  scenario: scenarioSchema,
  solution: record.optional(),
  language: z.string().optional(),
  test_suite_counts: record.optional(),
  metrics: record,
  breakdown: record.optional(),
  code_quality_per_file: record.optional(),
  /** Recorded where the golden values were made: taken as given, never compared. */
  environment_dependent: z.unknown(),
  dimensions: record.optional(),
  LCBS: z.number().optional(),
});

/** A scenario with an answer and every value that the published scorer gave. `unused_in_score` is for information only. */
export const scoringForm: GoldenForm = {
  name: 'LoCoBench case',
  recognises: (value) =>
    isExactObject(value) &&
    value.has('scenario') &&
    value.has('metrics') &&
    (value.has('solution') || value.has('solution_raw')),
  async check(value, file) {
    const golden = goldenValue(schema, value, file);
    const raw = isExactObject(value) ? (value.get('solution_raw') ?? value.get('solution') ?? null) : null;
    const texts = answerTexts(raw);
    if (texts.size === 0) throw new BadInputError(`${file}: the solution has no files.`);
    const { environment_dependent: recorded } = golden;
    const measured = recorded === undefined ? {} : measuredOf(recorded, `${file}, environment_dependent`);
    const score = publishedScore(scoreReference(golden.scenario, texts, measured, await openPythonParser()));
    const counts = testSuiteCounts(golden.scenario.task_category);
    const checks = (key: string, expected: unknown, actual: unknown) =>
      expected === undefined ? [] : checksOf(golden.id, key, expected, actual);
    return [
      ...checks('solution', golden.solution, Object.fromEntries(texts)),
      ...checks('language', golden.language, score.language),
      ...checks(
        'test_suite_counts',
        golden.test_suite_counts,
        Object.fromEntries(Object.entries(counts).map(([kind, count]) => [`${kind}_tests`, count])),
      ),
      ...checks('metrics', golden.metrics, score.metrics),
      ...checks('breakdown', golden.breakdown, score.breakdown),
      ...checks('code_quality_per_file', golden.code_quality_per_file, score.code_quality_per_file),
      ...checks('dimensions', golden.dimensions, score.dimensions),
      ...checks('LCBS', golden.LCBS, score.LCBS),
    ];
  },
};
