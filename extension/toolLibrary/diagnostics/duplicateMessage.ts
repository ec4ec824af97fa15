import type { DuplicateFinding } from '../../../runtime/toolLibrary/duplicates/protocol';

interface Translator {
  t(message: string, ...values: readonly (string | number)[]): string;
}

/** What stands under a function, in plain words. @param l10n `vscode.l10n` */
export function duplicateMessage(finding: DuplicateFinding, l10n: Translator): string {
  const { kind, cases = 0, constants } = finding;
  const others = namesOf(finding, l10n);
  switch (kind) {
    case 'same-results':
      return l10n.t('Does the same as {0}: identical results in {1} cases.', others, cases);
    case 'possible-mistake':
      return l10n.t(
        'Gives the same results as {0} in {1} cases, but says that it does something else: one of them may be a mistake.',
        others,
        cases,
      );
    case 'same-code':
      return l10n.t('Has the same code as {0}, names and documentation aside. It was not run.', others);
    case 'same-code-but-constants': {
      const [first] = constants;
      return first === undefined
        ? l10n.t('Has the same code as {0} but constants. It was not run.', others)
        : l10n.t(
            'Has the same code as {0} but constants, such as {1} for {2}. It was not run.',
            others,
            ...[first.own, first.other],
          );
    }
  }
}

function namesOf({ tool, others }: DuplicateFinding, l10n: Translator): string {
  const [first] = others;
  if (first === undefined) return '';
  const name = first.path === tool.path ? first.name : l10n.t('{0} in {1}', first.name, first.path);
  if (others.length === 1) return name;
  return others.length === 2 ? l10n.t('{0} and one more', name) : l10n.t('{0} and {1} more', name, others.length - 1);
}
