import assert from 'node:assert/strict';
import { dollars, parseDollars, parseRequests, parseShares } from './budgetFigures';

describe('budgetFigures', () => {
  it('reads amounts the ways people write them, and never more than was typed', () => {
    for (const [typed, micro] of [
      ['10', 10_000_000],
      ['$2.50', 2_500_000],
      ['2,5', 2_500_000],
      ['1,000', 1_000_000_000],
      ['1,234.56 USD', 1_234_560_000],
      ['0.0000019', 1],
      ['0', 0],
    ] as const)
      assert.equal(parseDollars(typed), micro, typed);
    for (const typed of ['', 'ten', '-1', '1.2.3', '1e3', '99999999999'])
      assert.equal(parseDollars(typed), undefined, typed);
  });

  it('reads requests and shares', () => {
    assert.equal(parseRequests('1,000'), 1000);
    assert.equal(parseRequests('1.5'), undefined);
    assert.deepEqual(parseShares('80, 50 %, 50'), [0.5, 0.8]);
    assert.deepEqual(parseShares(''), []);
    assert.equal(parseShares('120'), undefined);
  });

  it('shows cents, and small amounts with the digits that tell them apart', () => {
    assert.equal(dollars(6_234_100, 'en'), '$6.23');
    assert.equal(dollars(1234, 'en'), '$0.001234');
    assert.equal(dollars(0, 'en'), '$0.00');
  });
});
