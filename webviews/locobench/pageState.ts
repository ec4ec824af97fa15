import type { LocoPageState, SampleQuery, SetUpState } from './protocol';

/** Everything, in the order of the plan. */
export const everySample: SampleQuery = {
  show: 'all',
  model: undefined,
  category: undefined,
  language: undefined,
  since: 'all',
  text: '',
  sort: 'index',
  descending: false,
};

const firstSetUp: SetUpState = {
  set: undefined,
  models: [],
  repeats: 1,
  maxOutputTokens: 8192,
  temperature: undefined,
  budget: 5,
  localOnly: false,
  cache: true,
  stopEarly: true,
  halfWidth: 5,
  queue: '',
  name: '',
  asking: { choices: 'single', mode: 'choice', setting: 'interaction', turns: 20, user: '', judge: '' },
};

export const firstState: LocoPageState = {
  version: 1,
  tab: 'setUp',
  run: undefined,
  sample: undefined,
  samplePart: 'scoring',
  query: everySample,
  baseline: undefined,
  timing: 'all',
  pair: undefined,
  sliceBy: 'category',
  allColumns: false,
  tables: false,
  compared: [],
  setUp: firstSetUp,
};

/** An earlier version of the page may have kept something else. */
export function isPageState(value: unknown): value is LocoPageState {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return false;
  const setUp = 'setUp' in value ? value.setUp : undefined;
  return holds(value, firstState) && typeof setUp === 'object' && setUp !== null && holds(setUp, firstSetUp);
}

/** What is undefined is not kept at all. */
function holds(value: object, first: object): boolean {
  return Object.entries(first).every(([key, one]) => one === undefined || key in value);
}
