/** Tasks on real places of a repository, with every design that a user may have in mind. */
import { functionTemplates } from './functionTemplates';
import type { Template } from './types';

export { findPlaces, type Place } from './place';
export type * from './types';

export const allTemplates: readonly Template[] = [...functionTemplates];
