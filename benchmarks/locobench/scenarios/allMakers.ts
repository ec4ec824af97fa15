import { architectureMaker } from './architecture/architectureMaker';
import { removedBodyMaker } from './changes/removedBodyMaker';
import { comprehensionMaker } from './comprehension/comprehensionMaker';
import type { ScenarioMaker } from './maker';
import { securityMaker } from './security/securityMaker';

/** One for each category that can be made. */
export const allMakers: readonly ScenarioMaker[] = [architectureMaker, comprehensionMaker, removedBodyMaker, securityMaker];
