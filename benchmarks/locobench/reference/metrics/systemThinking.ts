/** STS. Defects, as published: key words; maintainability is seen in Python alone, other languages get 0.5. */
import type { Answer } from '../answer';
import { linesWithSequence, matchCount } from '../pythonText';
import { hits, mean, sum } from '../scoring';

const scalability = (
  'queue pagination batch chunk pool cache redis memcache async thread concurrent parallel database connection session ' +
  'rate_limit throttle backoff'
).split(' ');
const integration =
  'api endpoint route rest json xml serialize marshal http request response client server service interface contract schema'.split(
    ' ',
  );
const extension = [
  /abc\.ABC/giu,
  /@abstractmethod/giu,
  /plugin/giu,
  /hook/giu,
  /config/giu,
  /setting/giu,
  /registry/giu,
  /factory/giu,
];

export interface SystemThinking {
  readonly scalabilityDesign: number;
  readonly maintainability: number;
  readonly integrationAwareness: number;
  readonly extensibility: number;
}

export function systemThinking(answer: Answer): SystemThinking {
  const { text, lower, lines } = answer.joined;
  return {
    scalabilityDesign: hits(lower, scalability) / scalability.length,
    maintainability: maintainability(answer),
    integrationAwareness: hits(lower, integration) / integration.length,
    extensibility: Math.min((extensions(text) / lines.length) * 10, 1),
  };
}

function extensions(text: string): number {
  return linesWithSequence(text, ['class', '(', '):']) + sum(extension.map((pattern) => matchCount(text, pattern)));
}

function maintainability({ files }: Answer): number {
  const functions = files.flatMap(({ python }) => python?.functions ?? []);
  if (functions.length === 0) return 0.5;
  const complexity = sum(functions.map(({ branches }) => 1 + branches)) / functions.length;
  return mean([Math.max(1 - (complexity - 1) / 10, 0), files.length / Math.max(files.length, 3)]);
}
