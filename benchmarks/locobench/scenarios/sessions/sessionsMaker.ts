import { combineMakers } from '../combineMakers';
import { chainedFunctionsMaker } from './chainedFunctionsMaker';
import { consecutiveCommitsMaker } from './consecutiveCommitsMaker';

/** Work in sessions: commits of the history where there are some, and functions that call one another. */
export const sessionsMaker = combineMakers([consecutiveCommitsMaker, chainedFunctionsMaker]);
