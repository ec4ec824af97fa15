import { hasAny } from '../scoring';
import { linesOf, strip } from '../pythonText';

const definitions = ['def ', 'function ', 'class ', 'interface '];
const branches = ['if ', 'for ', 'while ', 'switch ', 'case '];
const failures = ['try ', 'catch ', 'except ', 'finally '];
const imports = ['import ', 'include ', 'require ', 'use '];

/** Points a line, at most 1. Defects, as published: `elif ` and prose score, `try:` does not. */
export function fileComplexity(text: string): number {
  if (text === '') return 0;
  const lines = linesOf(text);
  let points = 0;
  for (const line of lines.map((each) => strip(each).toLowerCase())) {
    if (hasAny(line, definitions)) points += 2;
    if (hasAny(line, branches)) points += 1;
    if (hasAny(line, failures)) points += 1;
    if (hasAny(line, imports)) points += 0.5;
  }
  return Math.min(points / lines.length, 1);
}
