/** Names that a design gives to the things of a feature. */
import type { IdentifierCase } from '../../types';
import { inCase } from '../../code/words';
import type { Design } from '../../preferences/types';
import type { Feature } from '../features/feature';

export interface FeatureNames {
  readonly words: readonly string[];
  readonly function: string;
  readonly input: string;
  /** As a parameter or key. */
  readonly setting: string;
  readonly constant: string;
  readonly environment: string;
  readonly errorClass: string;
  /** Of the object that it is exported in. */
  readonly group: string;
  /** File name without ending. */
  readonly stem: string;
}

export function featureNames(feature: Feature, design: Design): FeatureNames {
  const pick = <Value extends string>(topic: string, values: readonly Value[]): Value =>
    values.find((each) => each === design[topic]) ?? values[0]!;
  const words = feature.names[pick('name-form', ['verb-first', 'to-form', 'thing-only'])];
  const { noun, plural } = feature.setting;
  const settings = {
    'max-first': ['max', plural],
    'limit-last': [noun, 'limit'],
    'size-last': [noun, 'count'],
  } as const;
  const setting = settings[pick('setting-name', ['max-first', 'limit-last', 'size-last'])];
  const settingCase: IdentifierCase = pick('setting-case', ['camel', 'upper-snake', 'snake']);
  const stem = {
    function: words,
    topic: feature.nouns,
    collective: [feature.nouns[0], 'helpers'],
  }[pick('file-stem', ['function', 'topic', 'collective'])];
  return {
    words,
    function: inCase(words, pick('function-case', ['camel', 'snake', 'pascal'])),
    input: feature.input.names[pick('parameter-name', ['long', 'short', 'letter'])],
    setting: inCase(setting, 'camel'),
    constant: inCase(['default', ...setting], settingCase),
    environment: inCase(setting, 'upper-snake'),
    errorClass: inCase([...feature.nouns, 'error'], 'pascal'),
    group: inCase([...feature.nouns.slice(0, -1), 'tools'], 'camel'),
    stem: inCase(stem, pick('file-case', ['kebab', 'camel', 'pascal', 'snake'])),
  };
}
