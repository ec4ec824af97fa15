/** Tasks on real places of a repository, with every design that a user may have in mind. */
import { addErrorType } from './addErrorType';
import { addLogging } from './addLogging';
import { addTest } from './addTest';
import { changeReturn } from './changeReturn';
import { documentFeature } from './documentFeature';
import { extractModule } from './extractModule';
import { functionTemplates } from './functionTemplates';
import { renameApi } from './renameApi';
import type { Template } from './types';

export { noiseFor } from './noise';
export { findPlaces, type Place } from './place';
export type * from './types';

export const allTemplates: readonly Template[] = [
  ...functionTemplates,
  addErrorType,
  renameApi,
  addTest,
  documentFeature,
  addLogging,
  changeReturn,
  extractModule,
];
