/**
 * ACS. Defects, as published: words in comments count as design patterns; the context files play no part; identifiers of
 * languages other than Python are seen only before `=` (also `==`); without an import line a file has no dependency structure.
 */
import type { Answer, AnswerFile } from '../answer';
import { namesOf, namingStyle } from '../identifiers';
import { matchCount, pythonSpace, pythonWord, strip } from '../pythonText';
import { hits, mean } from '../scoring';

const patterns = [
  ['model', 'view', 'controller', 'models', 'views', 'controllers'],
  ['repository', 'repo', 'dao', 'data_access'],
  ['factory', 'builder', 'create'],
  ['observer', 'listener', 'subscriber', 'event'],
  ['strategy', 'algorithm', 'policy'],
  ['adapter', 'wrapper', 'bridge'],
];

const classHead = new RegExp(`class${pythonSpace}+${pythonWord}+`, 'gu');
const functionHead = new RegExp(`def${pythonSpace}+${pythonWord}+`, 'gu');

/** An import line with one of these anywhere counts as one of the standard library. */
const standardLibrary = ['os', 'sys', 'json', 'time', 'datetime', 'collections', 're'];

export interface ArchitecturalCoherence {
  readonly patternConsistency: number;
  readonly fileOrganization: number;
  readonly namingConsistency: number;
  readonly dependencyStructure: number;
}

export function architecturalCoherence({ files }: Answer): ArchitecturalCoherence {
  return {
    patternConsistency: mean(files.map(patternScore)),
    fileOrganization: mean(files.map(organization)),
    namingConsistency: namingConsistency(files),
    dependencyStructure: mean(files.map(dependencies)),
  };
}

function patternScore({ text, lower, lines }: AnswerFile): number {
  let score = 0;
  for (const words of patterns) {
    const found = hits(lower, words);
    if (found > 0) score += Math.min(found / words.length, 0.3);
  }
  if (matchCount(text, classHead) >= 1 || matchCount(text, functionHead) > 2) score += 0.3;
  const indented = lines.filter((line) => line.startsWith('    ') || line.startsWith('\t')).length;
  if (indented > lines.length * 0.3) score += 0.2;
  return Math.min(score, 1);
}

function organization({ text, lines, imports }: AnswerFile): number {
  let score = 0;
  if (imports.length <= 10) score += 0.3;
  const stripped = lines.map(strip);
  const lastClass = stripped.findLastIndex((line) => line.startsWith('class '));
  const firstFunction = stripped.findIndex((line) => line.startsWith('def '));
  if (lastClass < 0 || firstFunction < 0 || lastClass < firstFunction) score += 0.3;
  if (stripped.filter((line) => line === '').length < lines.length * 0.3) score += 0.2;
  if (text.includes('"""') || text.includes("'''") || text.includes('#')) score += 0.2;
  return Math.min(score, 1);
}

function namingConsistency(files: readonly AnswerFile[]): number {
  const counts = new Map<string, number>();
  const names = files.flatMap(({ text }) => namesOf(text, ['def'], '='));
  for (const name of names) counts.set(namingStyle(name), (counts.get(namingStyle(name)) ?? 0) + 1);
  return names.length === 0 ? 0.5 : Math.min((Math.max(...counts.values()) / names.length) * 1.2, 1);
}

function dependencies({ imports }: AnswerFile): number {
  if (imports.length === 0) return 0;
  const standard = imports.map((line) => standardLibrary.some((name) => line.includes(name)));
  let score = 0;
  const firstOther = standard.indexOf(false);
  if (firstOther < 0 || standard.lastIndexOf(true) < firstOther) score += 0.4;
  // That imported names are used: the import line itself is searched too, so they always are.
  score += 0.3;
  if (!imports.some((line) => line.includes('*'))) score += 0.3;
  return score;
}
