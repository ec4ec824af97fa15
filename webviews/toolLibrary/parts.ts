import type { MoneyTexts } from '../shared/moneyTexts';
import type { LibraryMessageToExtension, LibraryPageState, LibraryStrings } from './protocol';

/** What every view of the page is made with. */
export interface ViewParts {
  readonly strings: LibraryStrings;
  readonly texts: MoneyTexts;
  readonly locale: string;
  readonly send: (message: LibraryMessageToExtension) => void;
  readonly state: () => LibraryPageState;
  readonly save: (changes: Partial<LibraryPageState>) => void;
}
