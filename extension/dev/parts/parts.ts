import type { Part } from './part';
import { browser, bundle, python, quality, scenarios, unit } from './plainParts';
import { selfTest, startCheck, vscodeSuites, vsix } from './vscodeParts';

/** All parts of `npm test`, in the order in which lanes take them: what makes others wait comes first. */
export const parts: readonly Part[] = [
  ...[quality, vscodeSuites, selfTest, bundle, vsix, startCheck],
  ...[scenarios, browser, unit, python],
];
