import type { DifferingConstant, DuplicateKind } from './types';

/** Why functions are told of, in plain words. */
export function reasonOf(
  kind: DuplicateKind,
  cases: number | undefined,
  constants: readonly DifferingConstant[],
): string {
  const count = cases === 1 ? '1 case' : `${cases ?? 0} cases`;
  switch (kind) {
    case 'same-results':
      return `they do the same: identical results in ${count}`;
    case 'possible-mistake':
      return `one of them may be a mistake: equal results in ${count}, but different meaning`;
    case 'same-code':
      return 'the same code, names and documentation aside; it was not run';
    case 'same-code-but-constants': {
      const shown = constants.map(({ own, other }) => `${own} and ${other}`).join(', ');
      return `the same code but constants (${shown}); it was not run`;
    }
  }
}
