import { architectureMaker } from './architecture/architectureMaker';
import { bugMaker } from './bugs/bugMaker';
import { removedBodyMaker } from './changes/removedBodyMaker';
import { comprehensionMaker } from './comprehension/comprehensionMaker';
import { integrationTestMaker } from './integrationTests/integrationTestMaker';
import type { ScenarioMaker } from './maker';
import { refactoringMaker } from './refactoring/refactoringMaker';
import { sessionsMaker } from './sessions/sessionsMaker';

/** One for each category that can be made. */
export const allMakers: readonly ScenarioMaker[] = [
  architectureMaker,
  comprehensionMaker,
  refactoringMaker,
  removedBodyMaker,
  bugMaker,
  integrationTestMaker,
  sessionsMaker,
];
