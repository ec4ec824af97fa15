import type { CodeSymbol } from '../types';
import { namesOf, type NearNames } from './namesNear';

/** Longer declarations are looked at by their members. Lines. */
const longest = 60;
const fewestShared = 2;

/** A declaration, and how much it has in common with the text near the cursor. */
export interface SimilarDeclaration {
  readonly symbol: CodeSymbol;
  /** 0 to 1: cosine of the names, those near the cursor weighted by how near. */
  readonly likeness: number;
}

/** @param lines of the file @param symbols its definitions, in order of place */
export function similarDeclarations(
  lines: readonly string[],
  symbols: readonly CodeSymbol[],
  { weights }: NearNames,
): readonly SimilarDeclaration[] {
  let total = 0;
  for (const weight of weights.values()) total += weight * weight;
  const found: SimilarDeclaration[] = [];
  for (const symbol of symbols) {
    const { start, end } = symbol.range;
    if (end.line - start.line >= longest) continue;
    const names = namesOf(lines.slice(start.line, end.line + 1).join('\n'));
    let shared = 0;
    let sum = 0;
    for (const name of names) {
      const weight = weights.get(name);
      if (weight === undefined) continue;
      shared += 1;
      sum += weight;
    }
    if (shared >= fewestShared) found.push({ symbol, likeness: Math.min(1, sum / Math.sqrt(total * names.size)) });
  }
  return found;
}
