/** IS. Defects, as published: Python's words, in comments too; `@` anywhere is a decorator, `type:` and `json` are modern. */
import type { Answer } from '../answer';
import { linesWithSequence, matchCount, pythonSpace } from '../pythonText';
import { groupHits, hits, sum } from '../scoring';

const algorithms = [
  'collections.deque',
  'collections.defaultdict',
  'set(',
  'bisect.',
  'heapq.',
  'itertools.',
  'enumerate(',
  'zip(',
];
const slow = [
  ['.append(', 'in', 'for'],
  ['string', '+', 'in', 'for'],
  ['list', 'dict.keys()'],
];
const patternGroups = [
  ['factory', 'create', 'builder'],
  ['singleton', '_instance', '__new__'],
  ['observer', 'listener', 'notify', 'subscribe'],
  ['strategy', 'algorithm', 'policy'],
  ['decorator', '@', 'wrapper'],
  ['adapter', 'wrapper', 'bridge'],
  ['model', 'view', 'controller'],
  ['repository', 'repo', 'dao'],
];
const performance = [
  /@lru_cache/giu,
  /@cache/giu,
  new RegExp(`async${pythonSpace}+def`, 'giu'),
  new RegExp(`await${pythonSpace}+`, 'giu'),
  /threading\./giu,
  /multiprocessing\./giu,
  /concurrent\./giu,
  /asyncio\./giu,
  /pool\./giu,
];
const modern = [
  ...['fastapi', 'flask', 'django', 'pydantic', 'dataclass', 'typing', 'type:', '->'],
  ...['f"', "f'", 'pathlib', 'path', 'json', 'requests', 'logging', 'with open'],
];

export interface Innovation {
  readonly algorithmEfficiency: number;
  readonly designPatterns: number;
  readonly performanceOptimization: number;
  readonly modernPractices: number;
}

export function innovation({ joined: { text, lower, lines } }: Answer): Innovation {
  const counted = (patterns: readonly RegExp[]) => sum(patterns.map((pattern) => matchCount(text, pattern)));
  const slowLines = sum(slow.map((parts) => linesWithSequence(text, parts)));
  return {
    algorithmEfficiency: Math.max(hits(text, algorithms) / algorithms.length - Math.min(slowLines * 0.1, 0.5), 0),
    designPatterns: groupHits(lower, patternGroups) / patternGroups.length,
    performanceOptimization: Math.min((counted(performance) / lines.length) * 20, 1),
    modernPractices: hits(lower, modern) / modern.length,
  };
}
