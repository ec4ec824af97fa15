import type { GoldenForm } from '../../parity/goldenForm';
import { mappingForm } from './mappingForm';
import { miscellaneousForm } from './miscellaneousForm';
import { parsingForm } from './parsingForm';
import { scoringForm } from './scoringForm';
import { environmentForm } from './environmentForm';
import { selectionForm } from './selectionForm';

export const locobenchForms: readonly GoldenForm[] = [
  scoringForm,
  parsingForm,
  selectionForm,
  mappingForm,
  miscellaneousForm,
  environmentForm,
];
