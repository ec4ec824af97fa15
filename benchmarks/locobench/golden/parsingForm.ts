import { z } from 'zod';
import { isExactArray, isExactObject } from '../../../runtime/functionCalling';
import type { GoldenForm } from '../../parity/goldenForm';
import { parseResponse } from '../reference/parsing/parseResponse';
import { goldenValue } from '../../parity/goldenValue';

const schema = z.array(
  z.object({
    id: z.string(),
    language: z.string(),
    response: z.string(),
    files: z.record(z.string(), z.unknown()).nullable(),
  }),
);

/** Answers of models, with the files that the published parser takes from them. */
export const parsingForm: GoldenForm = {
  name: 'LoCoBench answers',
  recognises: (value) =>
    isExactArray(value) && value.length > 0 && value.every((each) => isExactObject(each) && each.has('response')),
  check: async (value, file) =>
    goldenValue(schema, value, file).map(({ id, language, response, files: expected }) => {
      const files = parseResponse(response, language);
      return { case: id, key: 'files', expected, actual: files === undefined ? null : Object.fromEntries(files) };
    }),
};
