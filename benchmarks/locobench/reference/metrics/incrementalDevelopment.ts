/** IDC. Defects, as published: key words alone; the code as it was before plays no part; more repeated words mean more reuse. */
import type { Answer, AnswerFile } from '../answer';
import { strip } from '../pythonText';
import { groupScore, hasAny, hits, mean } from '../scoring';

const asksForCompatibility = ['update', 'upgrade', 'migrate', 'compatibility', 'legacy'];
const compatibilityGroups = [
  ['version', 'v1', 'v2', 'deprecated', 'legacy'],
  ['adapter', 'wrapper', 'bridge', 'facade'],
  ['migrate', 'upgrade', 'transition', 'convert'],
];
const reuseGroups = [
  ['func', 'function', 'def', 'method'],
  ['import', 'include', 'require', 'use'],
  ['extends', 'inherit', 'implement', 'interface'],
  ['compose', 'mixin', 'trait', 'delegate'],
];
const extensionGroups = [
  ['interface', 'protocol', 'contract'],
  ['plugin', 'extension', 'addon', 'module'],
  ['hook', 'callback', 'listener', 'event'],
  ['factory', 'builder', 'creator', 'generator'],
];
const asksForAddition = ['add', 'integrate', 'extend', 'enhance', 'modify'];

export interface IncrementalDevelopment {
  readonly backwardCompatibility: number;
  readonly codeReuse: number;
  readonly extensionPatterns: number;
  readonly minimalDisruption: number;
}

/** @param prompt the task in one text */
export function incrementalDevelopment({ files }: Answer, prompt: string): IncrementalDevelopment {
  const asked = prompt.toLowerCase();
  return {
    backwardCompatibility: hasAny(asked, asksForCompatibility) ? mean(files.map(compatibility)) : 0.7,
    codeReuse: reuse(files),
    extensionPatterns: mean(files.map(extension)),
    minimalDisruption: hasAny(asked, asksForAddition) ? Math.min(mean(files.map(disruption)), 1) : 0.7,
  };
}

function compatibility({ lower }: AnswerFile): number {
  let score = groupScore(lower, compatibilityGroups, 0.3);
  if (hasAny(lower, ['deprecated', 'obsolete', 'remove', 'replace'])) score += 0.1;
  if (lower.includes('api') && !lower.includes('breaking')) score += 0.2;
  return Math.min(score, 1);
}

/** Lines that stand twice anywhere in the answer lower the whole. */
function reuse(files: readonly AnswerFile[]): number {
  const full = files.flatMap(({ lines }) => lines.map(strip)).filter((line) => line !== '');
  const repeated = full.length === 0 ? 0 : 1 - new Set(full).size / full.length;
  const words = mean(files.map(({ lower }) => Math.min(groupScore(lower, reuseGroups, 0.25), 1)));
  return Math.max(0, words - repeated * 0.5);
}

function extension({ lower }: AnswerFile): number {
  let score = groupScore(lower, extensionGroups, 0.25);
  if (hasAny(lower, ['config', 'setting', 'option', 'parameter'])) score += 0.15;
  if (hasAny(lower, ['module', 'component', 'service', 'package'])) score += 0.1;
  return Math.min(score, 1);
}

function disruption({ lower }: AnswerFile): number {
  const score =
    hits(lower, ['add', 'extend', 'enhance', 'backward', 'compatible']) * 0.3 -
    hits(lower, ['breaking', 'remove', 'delete', 'replace']) * 0.2 +
    hits(lower, ['separate', 'isolate', 'encapsulate', 'module']) * 0.2;
  return Math.max(0, score);
}
