import { combineMakers } from '../combineMakers';
import { removedBodyMaker } from './removedBodyMaker';
import { undoneCommitMaker } from './undoneCommitMaker';

/** Functions without a body, and what commits added and is missing now. */
export const featureMaker = combineMakers([removedBodyMaker, undoneCommitMaker]);
