import { mergeFamilies, type FamilyOptions } from './families/familyMerging';
import type { Refactoring } from './refactorDuplicates';
import { refactorDuplicates } from './refactorDuplicates';
import { GroupMerging, type RefactorOptions } from './withModel/groupMerging';

/** What is merged, and by what means. */
export interface RefactorToolsOptions extends RefactorOptions {
  /** Merges functions that differ in constants alone; without it they are left to a model. */
  readonly families?: FamilyOptions;
}

/**
 * Refactors a collection: verified duplicates first, then functions that differ in constants alone, then, with a model, groups of related
 * tools into more general functions.
 * @throws the signal's reason when it is aborted; what `ask` throws: answers that were paid for are kept by it
 */
export async function refactorTools(options: RefactorToolsOptions): Promise<Refactoring> {
  const { families, model } = options;
  const duplicates = await refactorDuplicates(options);
  if (families === undefined) {
    return model === undefined ? duplicates : new GroupMerging(options, model, duplicates).run();
  }
  const { refactoring, texts } = await mergeFamilies(options, families, duplicates);
  // The new functions stand in the files that a model's modules are laid beside.
  return model === undefined ? refactoring : new GroupMerging({ ...options, texts }, model, refactoring).run();
}
