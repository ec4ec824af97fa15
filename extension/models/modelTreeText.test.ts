import assert from 'node:assert/strict';
import type { ModelFacts } from './modelFacts';
import { groupOf, treeTextOf } from './modelTreeText';
import { embedded, installed, listing, status } from './testing/listings';

const l10n = {
  t: (message: string, ...args: readonly (string | number)[]): string =>
    message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])),
};
const problem = { message: 'The hub refused the token.', action: 'Set another one.' };

describe('treeTextOf', () => {
  const cases: readonly [string, ModelFacts, string, string][] = [
    ['in use', { listing: embedded(), used: true }, 'pass-filled', 'Used for suggestions · int8 · 7 MB'],
    ['installed', { listing: installed(), used: false }, 'package', 'int8 · 1 GB'],
    ['available', { listing: listing(), used: false }, 'cloud', '2 GB · Apache License 2.0'],
    [
      'downloading',
      { listing: listing({ state: 'downloading', download: status() }), used: false },
      'sync~spin',
      '42% · Downloading · 12 MB a second',
    ],
    [
      'converting',
      { listing: listing({ state: 'downloading', download: status({ phase: 'converting' }) }), used: false },
      'sync~spin',
      '42% · Converting',
    ],
    [
      'waiting',
      {
        listing: listing({ state: 'downloading', download: status({ waiting: 'asked to wait', bytesPerSecond: 0 }) }),
        used: false,
      },
      'sync~spin',
      '42% · Downloading · asked to wait',
    ],
    [
      'interrupted',
      { listing: listing({ state: 'partial', download: status({ active: false }) }), used: false },
      'debug-pause',
      'Partly downloaded · 42%',
    ],
    [
      'failed',
      {
        listing: listing({
          state: 'partial',
          download: status({ active: false, phase: 'failed', error: { kind: 'network', ...problem } }),
        }),
        used: false,
      },
      'warning',
      'Partly downloaded · 42% · problem',
    ],
    ['refused', { listing: listing(), used: false, problem }, 'warning', 'problem · 2 GB · Apache License 2.0'],
    ['damaged', { listing: installed({ state: 'broken' }), used: false }, 'error', 'Damaged · int8 · 1 GB'],
    [
      'verified',
      { listing: installed(), used: false, work: { kind: 'verify', doneBytes: 5, totalBytes: 10, cancellable: true } },
      'loading~spin',
      '50% · Verifying...',
    ],
  ];
  for (const [name, facts, icon, description] of cases) {
    it(name, () => {
      const text = treeTextOf(facts, l10n, 'en');
      assert.deepEqual([text.icon, text.description], [icon, description]);
    });
  }

  it('no two states share an icon, so that none is told by colour alone', () => {
    const icons = cases
      .filter(([name]) =>
        ['in use', 'installed', 'available', 'downloading', 'interrupted', 'failed', 'damaged'].includes(name),
      )
      .map(([, , icon]) => icon);
    assert.equal(new Set(icons).size, icons.length);
  });

  it('the hover says what it is good for, whether it fits with the numbers, and what went wrong', () => {
    const tight = { ...listing().fit, verdict: 'tight', memoryNeeded: 14e9 } as const;
    const { lines } = treeTextOf(
      { listing: listing({ goodFor: 'Tests.', fit: tight }), used: false, problem },
      l10n,
      'en',
    );
    assert.deepEqual(lines, [
      'Tests.',
      'Tight: needs 14 GB as int8, of 24 GB here.',
      'Licence: Apache License 2.0',
      problem.message,
      problem.action,
    ]);
  });

  it('menus go by what can be done', () => {
    const context = (facts: ModelFacts): string => treeTextOf(facts, l10n, 'en').context;
    assert.equal(context({ listing: listing(), used: false }), 'model available can-download can-licence');
    assert.equal(
      context({ listing: installed({ licence: undefined }), used: false }),
      'model installed can-use can-measure can-verify can-reveal can-remove',
    );
  });

  it('what is partly here stands with the downloads', () => {
    const groups = (['downloading', 'partial', 'installed', 'broken', 'available'] as const).map((state) =>
      groupOf({ listing: listing({ state }), used: false }),
    );
    assert.deepEqual(groups, ['downloads', 'downloads', 'installed', 'installed', 'available']);
  });
});
