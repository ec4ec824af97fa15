import { architectureMaker } from './architecture/architectureMaker';
import { bugMaker } from './bugs/bugMaker';
import { featureMaker } from './changes/featureMaker';
import { comprehensionMaker } from './comprehension/comprehensionMaker';
import { integrationTestMaker } from './integrationTests/integrationTestMaker';
import type { ScenarioMaker } from './maker';
import { refactoringMaker } from './refactoring/refactoringMaker';
import { securityMaker } from './security/securityMaker';
import { sessionsMaker } from './sessions/sessionsMaker';

/** One for each category. */
export const allMakers: readonly ScenarioMaker[] = [
  architectureMaker,
  comprehensionMaker,
  refactoringMaker,
  featureMaker,
  bugMaker,
  integrationTestMaker,
  securityMaker,
  sessionsMaker,
];
