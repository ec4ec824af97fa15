import type { Family } from '../../../grading/weaknesses';
import { cPatterns, csharpPatterns, goPatterns, javaPatterns, phpPatterns } from './otherPatterns';
import { pythonPatterns } from './pythonPatterns';
import { scriptPatterns } from './scriptPatterns';
import type { Pattern } from './types';

export type { ImportNeed, Pattern, PatternText } from './types';

export const patterns: Readonly<Record<Family, readonly Pattern[]>> = {
  script: scriptPatterns,
  python: pythonPatterns,
  go: goPatterns,
  java: javaPatterns,
  csharp: csharpPatterns,
  php: phpPatterns,
  c: cPatterns,
};
