import type { LibraryData } from '../../webviews/toolLibrary/protocol';
import type { BudgetFeature } from '../budget/budgetFeature';

/** Models that may be asked to join tools. One whose price is not known is among them: the page says why it cannot be asked. */
export async function modelChoices(budget: Pick<BudgetFeature, 'gateway'>): Promise<LibraryData['models']> {
  const entries = await (await budget.gateway()).models();
  return entries
    .filter(({ usable, model }) => usable || model.price === undefined)
    .map(({ model: { id, title, locality, price } }) => ({
      ...{ id, title, place: locality, priced: price !== undefined },
    }));
}
