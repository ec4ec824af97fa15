import { combineMakers } from '../combineMakers';
import { revertedFixes } from './revertedFixes';
import { seededFaults } from './seededFaults';

const category = 'bug_investigation';

/** Faults to be found and corrected: put in on purpose, or brought back by undoing the commit that corrected them. */
export const bugMaker = combineMakers([
  { category, ahead: 1, drafts: seededFaults },
  { category, ahead: 1, drafts: revertedFixes },
]);
