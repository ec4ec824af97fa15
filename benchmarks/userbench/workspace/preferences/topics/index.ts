/** Everything a user may have a preference about. */
import type { Topic } from '../types';
import { apiTopics } from './api';
import { compatTopics } from './compat';
import { defaultTopics } from './defaults';
import { depsTopics } from './deps';
import { docsTopics } from './docs';
import { errorTopics } from './errors';
import { flagTopics } from './flags';
import { loggingTopics } from './logging';
import { namingTopics } from './naming';
import { outcomeTopics } from './outcome';
import { placementTopics } from './placement';
import { testTopics } from './tests';

export { check } from './topic';

export const allTopics: readonly Topic[] = [
  ...placementTopics,
  ...apiTopics,
  ...errorTopics,
  ...testTopics,
  ...depsTopics,
  ...namingTopics,
  ...defaultTopics,
  ...docsTopics,
  ...compatTopics,
  ...loggingTopics,
  ...outcomeTopics,
  ...flagTopics,
];
