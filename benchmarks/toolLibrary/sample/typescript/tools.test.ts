import assert from 'node:assert/strict';
import { hexColour, pointsToPixels, rgbToHex } from './colours';
import { daysFromTo, isLeap, minutesAndSeconds, nights } from './dates';
import { camelToKebab, kebabToCamel } from './identifiers';
import { chunked, commonItems, distinctIgnoringCase, tally, toPages, withoutDuplicates } from './lists';
import { applyDiscount, discountedAtLeast, grossPrice, monthlyRate, withTax } from './money';
import { clampNumber, keepBetween, medianOf, roundTo } from './numbers';
import { summaryCard } from './summaryCard';
import { capitalise, slugify, toSlug, truncateText, upperFirst } from './text';
import { escapeHtml, headerValues, htmlSafe, joinPath, shouldRetry } from './web';

describe('tools of the sample in TypeScript', () => {
  it('reckon with money', () => {
    assert.equal(withTax(100, 20), 120);
    assert.equal(grossPrice(20, 100), 120);
    assert.equal(applyDiscount(80, 25), 60);
    assert.equal(discountedAtLeast(80, 75, 30), 30);
    assert.equal(monthlyRate(1200, 0, 12), 100);
  });
  it('write texts', () => {
    assert.equal(slugify('Hello, World!'), 'hello-world');
    assert.equal(toSlug('Hello, World!'), 'hello-world');
    assert.equal(capitalise('graz'), 'Graz');
    assert.equal(upperFirst('graz'), 'Graz');
    assert.equal(truncateText('abcdef', 3), 'abc…');
    assert.equal(kebabToCamel('user-name'), 'userName');
    assert.equal(camelToKebab('userName'), 'user-name');
  });
  it('reckon with numbers', () => {
    assert.equal(clampNumber(12, 0, 10), 10);
    assert.equal(keepBetween(0, 10, -3), 0);
    assert.equal(medianOf([4, 1, 3, 2]), 2.5);
    assert.equal(roundTo(1.2345, 2), 1.23);
    assert.equal(pointsToPixels(72), 96);
  });
  it('work on lists', () => {
    assert.deepEqual(chunked([1, 2, 3], 2), [[1, 2], [3]]);
    assert.deepEqual(toPages([1, 2, 3], 2), [[1, 2], [3]]);
    assert.deepEqual(withoutDuplicates(['b', 'a', 'b']), ['b', 'a']);
    assert.deepEqual(distinctIgnoringCase(['b', 'B']), ['b']);
    assert.deepEqual(commonItems(['a', 'b'], ['b', 'c']), ['b']);
    assert.deepEqual(tally(['a', 'b', 'a']), { a: 2, b: 1 });
  });
  it('know dates', () => {
    assert.equal(daysFromTo('2024-02-28', '2024-03-01'), 2);
    assert.equal(nights('2024-02-28', '2024-03-01'), 2);
    assert.equal(isLeap(1900), false);
    assert.equal(minutesAndSeconds(185), '3:05');
  });
  it('speak of the web', () => {
    assert.deepEqual(headerValues('text/html; q=0.9, image/png'), ['text/html', 'image/png']);
    assert.equal(joinPath('https://example.org/', '/a'), 'https://example.org/a');
    assert.equal(shouldRetry(503), true);
    assert.equal(escapeHtml('<b>"&'), '&lt;b&gt;&quot;&amp;');
    assert.equal(htmlSafe('<b>"&'), '&lt;b&gt;&quot;&amp;');
  });
  it('mix colours', () => {
    assert.equal(hexColour(255, 0, 16), '#ff0010');
    assert.equal(rgbToHex(255, 0, 16), '#ff0010');
  });
  it('are called by the card', () => assert.equal(summaryCard()[0], 'summary-of-may'));
});
