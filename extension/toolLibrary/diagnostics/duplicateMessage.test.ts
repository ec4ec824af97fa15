import assert from 'node:assert/strict';
import { duplicateMessage } from './duplicateMessage';
import { madeFinding, madePlace } from './testing/madeFinding';

const l10n = {
  t: (message: string, ...values: readonly (string | number)[]) =>
    message.replaceAll(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
};
const message = (made: Parameters<typeof madeFinding>[0]) => duplicateMessage(madeFinding(made), l10n);

describe('duplicateMessage', () => {
  it('says what was proved, and by how many cases', () =>
    assert.equal(message({}), 'Does the same as to_slug in web.py: identical results in 64 cases.'));
  it('says that something may be a mistake', () =>
    assert.equal(
      message({ kind: 'possible-mistake' }),
      'Gives the same results as to_slug in web.py in 64 cases, but says that it does something else: one of them may be a mistake.',
    ));
  it('does not name the file of what stands in the same one, and counts the rest', () =>
    assert.equal(
      message({
        kind: 'same-code',
        others: [madePlace('text.py', 'slug'), madePlace('a.py', 'a'), madePlace('b.py', 'b')],
      }),
      'Has the same code as slug and 2 more, names and documentation aside. It was not run.',
    ));
  it('names a constant that differs, its own one first', () =>
    assert.equal(
      message({ kind: 'same-code-but-constants', constants: [{ own: '20', other: '10' }] }),
      'Has the same code as to_slug in web.py but constants, such as 20 for 10. It was not run.',
    ));
});
