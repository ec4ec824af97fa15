import assert from 'node:assert/strict';
import { firstSpan, nextSpan } from './budgetPeriod';
import { dayOf, endOf, startOf } from './zonedCalendar';

const hour = 3_600_000;
const utc = (text: string) => Date.parse(text);
const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString().replace('.000', ''));

describe('calendar of a time zone', () => {
  const cases = [
    ['a common day', 'Europe/Berlin', '2026-03-10T12:00:00Z', 'day', '2026-03-09T23:00:00Z', '2026-03-10T23:00:00Z'],
    [
      '23 hours when clocks go forward',
      'Europe/Berlin',
      '2026-03-29T12:00:00Z',
      'day',
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
    ],
    [
      '25 hours when they go back',
      'Europe/Berlin',
      '2026-10-25T12:00:00Z',
      'day',
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ],
    [
      'a month with a change of clocks',
      'America/New_York',
      '2026-03-15T00:00:00Z',
      'month',
      '2026-03-01T05:00:00Z',
      '2026-04-01T04:00:00Z',
    ],
    ['December', 'UTC', '2026-12-31T23:59:59Z', 'month', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    [
      'February of a leap year',
      'Asia/Tokyo',
      '2028-02-29T00:00:00Z',
      'month',
      '2028-01-31T15:00:00Z',
      '2028-02-29T15:00:00Z',
    ],
    [
      'half an hour from everybody',
      'Asia/Kolkata',
      '2026-05-05T00:00:00Z',
      'day',
      '2026-05-04T18:30:00Z',
      '2026-05-05T18:30:00Z',
    ],
    [
      'a day whose midnight is skipped',
      'Africa/Cairo',
      '2026-04-24T12:00:00Z',
      'day',
      '2026-04-23T22:00:00Z',
      '2026-04-24T21:00:00Z',
    ],
    [
      'just before midnight',
      'Pacific/Auckland',
      '2026-07-01T11:59:59.999Z',
      'day',
      '2026-06-30T12:00:00Z',
      '2026-07-01T12:00:00Z',
    ],
    ['at midnight', 'Pacific/Auckland', '2026-07-01T12:00:00Z', 'day', '2026-07-01T12:00:00Z', '2026-07-02T12:00:00Z'],
  ] as const;
  for (const [what, zone, time, unit, start, end] of cases) {
    it(`${what} (${zone})`, () => {
      assert.deepEqual([iso(startOf(utc(time), zone, unit)), iso(endOf(utc(time), zone, unit))], [start, end]);
    });
  }

  it('names the day as people there write it', () => {
    assert.equal(dayOf(utc('2026-01-01T02:00:00Z'), 'America/New_York'), '2025-12-31');
  });
});

describe('periods of a budget', () => {
  it('follow each other without a gap in one time zone', () => {
    const first = firstSpan('day', utc('2026-03-28T12:00:00Z'), 'Europe/Berlin');
    assert.ok(first.finish !== null);
    const second = nextSpan('day', { ...first, finish: first.finish }, utc('2026-03-29T05:00:00Z'), 'Europe/Berlin');
    assert.deepEqual([second.start, iso(second.finish)], [first.finish, '2026-03-29T22:00:00Z']);
  });

  it('begin with the calendar after a pause', () => {
    const last = { start: 0, finish: utc('2026-03-01T00:00:00Z'), zone: 'UTC' };
    assert.equal(iso(nextSpan('month', last, utc('2026-06-10T00:00:00Z'), 'UTC').start), '2026-06-01T00:00:00Z');
  });

  for (const [from, to] of [
    ['Europe/Berlin', 'America/New_York'],
    ['Europe/Berlin', 'Asia/Tokyo'],
    ['Pacific/Auckland', 'Pacific/Honolulu'],
    ['Pacific/Honolulu', 'Pacific/Kiritimati'],
  ] as const) {
    it(`give nobody the same day twice who goes from ${from} to ${to}`, () => {
      const first = firstSpan('day', utc('2026-05-10T12:00:00Z'), from);
      assert.ok(first.finish !== null);
      const now = first.finish + 1;
      const next = nextSpan('day', { ...first, finish: first.finish }, now, to);
      assert.ok(next.start === first.finish && next.finish !== null);
      assert.ok(next.finish - next.start >= 24 * hour && next.finish - next.start <= 48 * hour, iso(next.finish) ?? '');
      assert.equal(next.finish, startOf(next.finish, to, 'day'), 'it ends at a midnight of the new zone');
    });
  }

  it('are no more in number when two programs of different time zones take turns', () => {
    let span = firstSpan('day', utc('2026-05-01T12:00:00Z'), 'UTC');
    let days = 1;
    for (let now = utc('2026-05-01T12:00:00Z'), turn = 0; now < utc('2026-05-31T12:00:00Z'); now += hour, turn++) {
      if (span.finish === null || now < span.finish) continue;
      span = nextSpan('day', { ...span, finish: span.finish }, now, turn % 2 === 0 ? 'UTC' : 'Asia/Tokyo');
      days++;
    }
    assert.ok(days <= 31, `${days} days in 30`);
  });
});
