import type { WeaknessRule } from '../types';
import { bufferOverflow } from './bufferOverflow';
import { certificateValidation } from './certificateValidation';
import { codeInjection } from './codeInjection';
import { commandInjection } from './commandInjection';
import { crossSiteScripting } from './crossSiteScripting';
import { externalEntities } from './externalEntities';
import { hardCodedCredential } from './hardCodedCredential';
import { pathTraversal } from './pathTraversal';
import { prototypePollution } from './prototypePollution';
import { slowExpression } from './slowExpression';
import { sqlInjection } from './sqlInjection';
import { unsafeDeserialisation } from './unsafeDeserialisation';
import { weakHash } from './weakHash';
import { weakRandom } from './weakRandom';

export const allRules: readonly WeaknessRule[] = [
  ...[
    pathTraversal,
    commandInjection,
    crossSiteScripting,
    sqlInjection,
    codeInjection,
    bufferOverflow,
    certificateValidation,
  ],
  ...[
    weakHash,
    weakRandom,
    unsafeDeserialisation,
    externalEntities,
    hardCodedCredential,
    prototypePollution,
    slowExpression,
  ],
];
