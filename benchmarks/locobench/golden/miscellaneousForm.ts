import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import type { GoldenForm } from '../../parity/goldenForm';
import { answerLanguage } from '../reference/language';
import { compositeNames, unusedComposite } from '../reference/unusedComposite';
import { goldenValue } from '../../parity/goldenValue';

const schema = z.object({
  language_detection: z
    .array(z.object({ id: z.string(), files: z.array(z.string()), language: z.string() }))
    .default([]),
  unused_composite: z.object({ inputs: z.record(z.enum(compositeNames), z.number()), score: z.number() }).optional(),
});

/** Languages of answers, and the composite that the published code never calls. */
export const miscellaneousForm: GoldenForm = {
  name: 'LoCoBench languages',
  recognises: (value) => isExactObject(value) && (value.has('language_detection') || value.has('unused_composite')),
  async check(value, file) {
    const { language_detection: languages, unused_composite: composite } = goldenValue(schema, value, file);
    return [
      ...languages.map(({ id, files, language }, index) => ({
        case: `language_detection ${index + 1}`,
        key: 'language',
        expected: language,
        actual: answerLanguage(id, files),
      })),
      ...(composite === undefined
        ? []
        : [
            {
              case: 'unused_composite',
              key: 'score',
              expected: composite.score,
              actual: unusedComposite(composite.inputs),
            },
          ]),
    ];
  },
};
