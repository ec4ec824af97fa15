import { BadInputError } from '../core/badInputError';
import type { CallingModel } from './callingModel';
import { retrievalBaseline } from './retrievalBaseline';

/** Models that need nothing from outside. */
export const builtInModels: readonly CallingModel[] = [retrievalBaseline];

/** @throws BadInputError with the names of those that there are */
export function callingModel(id: string): CallingModel {
  const found = builtInModels.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new BadInputError(
    `There is no model ${id} here. Give one of: ${builtInModels.map((each) => each.id).join(', ')}.`,
  );
}
