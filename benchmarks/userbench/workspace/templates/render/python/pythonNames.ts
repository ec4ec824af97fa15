/** How things of a wish are called in Python. */
import type { Design } from '../../../preferences/types';
import { inCase } from '../../../code/words';
import type { Feature } from '../../features/feature';
import type { PythonForm } from '../../features/pythonForms';
import { featureNames, type FeatureNames } from '../names';

export function pythonNames(feature: Feature, form: PythonForm, design: Design): FeatureNames {
  const names = featureNames(feature, design);
  const length = (['letter', 'short', 'long'] as const).find((each) => each === design['parameter-name']) ?? 'long';
  // Parameters are not what `case of the constant` is about.
  const { noun, plural } = feature.setting;
  const setting = {
    'max-first': ['max', plural],
    'limit-last': [noun, 'limit'],
    'size-last': [noun, 'count'],
  } as const;
  const which =
    (['max-first', 'limit-last', 'size-last'] as const).find((each) => each === design['setting-name']) ?? 'max-first';
  return { ...names, input: form.input.names[length], setting: inCase(setting[which], 'snake') };
}
