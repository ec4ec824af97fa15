import type { Refactoring } from './refactorDuplicates';
import { refactorDuplicates } from './refactorDuplicates';
import { GroupMerging, type RefactorOptions } from './withModel/groupMerging';

/**
 * Refactors a collection: verified duplicates first, then, with a model, groups of related tools into more general functions.
 * @throws the signal's reason when it is aborted; what `ask` throws: answers that were paid for are kept by it
 */
export async function refactorTools(options: RefactorOptions): Promise<Refactoring> {
  const duplicates = options.duplicates ?? (await refactorDuplicates(options));
  return options.model === undefined ? duplicates : new GroupMerging(options, options.model, duplicates).run();
}
