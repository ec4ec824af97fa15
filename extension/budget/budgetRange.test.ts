import assert from 'node:assert/strict';
import { timeOf } from './budgetRange';

describe('timeOf', () => {
  const now = new Date(2026, 10, 29, 15, 30).getTime();
  const from = (range: Parameters<typeof timeOf>[0]): string => new Date(timeOf(range, now).from).toDateString();

  it('begins at the midnight of the right day', () => {
    assert.equal(from('today'), 'Sun Nov 29 2026');
    assert.equal(from('month'), 'Sun Nov 01 2026');
    assert.equal(from('days30'), 'Sat Oct 31 2026');
    assert.equal(from('days90'), 'Tue Sep 01 2026');
    assert.equal(new Date(timeOf('days90', now).from).getHours(), 0);
  });
});
