import { isExactObject } from '../../../runtime/functionCalling';
import type { GoldenForm } from '../../parity/goldenForm';

/** Versions of compilers that were there when the golden values were recorded: nothing to compare. */
export const environmentForm: GoldenForm = {
  name: 'LoCoBench environment',
  recognises: (value) => isExactObject(value) && value.has('tools') && value.has('reference_commit'),
  check: async () => [],
};
