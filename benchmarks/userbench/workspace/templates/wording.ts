/** Words that wishes and names are made of. */
import type { Place } from './place';

/** What names begin with that say what is done. */
export const verbs = [
  ...[
    'format',
    'describe',
    'render',
    'write',
    'print',
    'show',
    'say',
    'tell',
    'get',
    'make',
    'build',
    'create',
    'compute',
    'calculate',
  ],
  ...[
    'check',
    'validate',
    'verify',
    'ensure',
    'assert',
    'clean',
    'normalise',
    'normalize',
    'resolve',
    'clamp',
    'decide',
    'split',
    'cut',
  ],
  ...[
    'shorten',
    'truncate',
    'clip',
    'group',
    'chunk',
    'batch',
    'serialise',
    'serialize',
    'stringify',
    'encode',
    'dump',
    'parse',
    'read',
  ],
];

/** The last word of the function's name that says what it is about. */
export function wordOf({ words }: Place): string | undefined {
  const closed = new Set<string>([
    ...verbs,
    'input',
    'record',
    'budget',
    'text',
    'error',
    'to',
    'from',
    'of',
    'for',
    'with',
    'all',
    'the',
    'is',
    'has',
    'max',
    'limit',
    'count',
  ]);
  return words.findLast((word) => word.length >= 3 && /^[a-z]+$/.test(word) && !closed.has(word));
}

export function pick<Value>(random: (below: number) => number, values: readonly Value[]): Value {
  return values[random(values.length)]!;
}
