import assert from 'node:assert/strict';
import { OfferTracker } from './offerTracker';
import type { ActivityEntry, Outcome } from './outcome';
import type { StandingOffer } from './offerTracker';

const entry = (id: string): ActivityEntry => ({
  id,
  time: 0,
  file: 'a.py',
  languageId: 'python',
  extent: 'line',
  model: 'm',
  ms: { context: 1, denoise: 1, total: 2 },
  forwardPasses: 1,
  tokens: 1,
  contextTokens: 1,
  contextReused: 0,
  outcome: 'shown',
});
const at = (character: number, line = 0): { line: number; character: number } => ({ line, character });
const offer = (id: string, text: string, character = 4): StandingOffer => ({
  id,
  document: 'd',
  at: at(character),
  texts: [text],
  whole: { start: at(character), texts: [text] },
  entry: entry(id),
});
const type = (text: string, character: number, line = 0) => [{ start: at(character, line), replaced: 0, text }];

class Log {
  readonly shownIds: string[] = [];
  readonly outcomes: [string, Outcome][] = [];
  readonly tracker = new OfferTracker({
    shown: (shown) => this.shownIds.push(shown.id),
    ended: (id, outcome) => this.outcomes.push([id, outcome]),
  });
}
const long = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 130));

describe('OfferTracker', () => {
  it('counts as shown only what stood long enough', async () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'abc'));
    log.tracker.changed('d', type('x', 4));
    log.tracker.offered(offer('2', 'abc'));
    await long();
    log.tracker.dispose();
    assert.deepEqual(log.shownIds, ['2']);
    assert.deepEqual(log.outcomes, []);
  });

  it('typing along keeps the suggestion, anything else dismisses it', async () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'sum(x)'));
    await long();
    assert.equal(log.tracker.changed('d', type('s', 4)), false);
    log.tracker.cursorAt('d', at(5));
    log.tracker.changed('d', type('u', 5));
    assert.deepEqual(log.outcomes, []);
    log.tracker.changed('d', type('b', 6));
    assert.deepEqual(log.outcomes, [['1', 'dismissed']]);
  });

  it('an inserted word is a part accepted, also when another follows', () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'sum(values) + one'));
    log.tracker.changed('d', type('sum', 4));
    log.tracker.changed('d', type('(values)', 7));
    log.tracker.changed('d', type('zz', 15));
    assert.deepEqual(log.shownIds, ['1']);
    assert.deepEqual(log.outcomes, [['1', 'partlyAccepted']]);
  });

  it('a whole inserted suggestion is told, and accepted by its command', () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'a\n  b'));
    assert.equal(log.tracker.changed('d', type('a\n  b', 4)), true);
    log.tracker.cursorAt('d', at(3, 1));
    log.tracker.accepted('d', '1');
    assert.deepEqual(log.outcomes, [['1', 'accepted']]);
  });

  it('follows an accepted line to the next one', () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'a\n  bc'));
    log.tracker.changed('d', type('a\n', 4));
    log.tracker.changed('d', type('  b', 0, 1));
    log.tracker.cursorAt('d', at(3, 1));
    assert.deepEqual(log.outcomes, []);
    log.tracker.cursorAt('d', at(0, 9));
    assert.deepEqual(log.outcomes, [['1', 'partlyAccepted']]);
  });

  it('a pair that the editor closes is one typed character', () => {
    const log = new Log();
    log.tracker.offered(offer('1', '(x)'));
    log.tracker.changed('d', type('()', 4));
    log.tracker.cursorAt('d', at(5));
    log.tracker.changed('d', type('x', 5));
    log.tracker.closed('d');
    assert.deepEqual(log.shownIds, []);
  });

  it('a line end that the editor indents is one typed character', async () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'a\n    b'));
    await long();
    log.tracker.changed('d', type('a', 4));
    log.tracker.changed('d', type('\n    ', 5));
    log.tracker.changed('d', type('z', 4, 1));
    assert.deepEqual(log.outcomes, [['1', 'dismissed']]);
  });

  it('knows an accepted suggestion that replaced a selected item', () => {
    const log = new Log();
    log.tracker.offered({ ...offer('1', 'end(x)'), whole: { start: at(0), texts: ['append(x)'] } });
    assert.equal(log.tracker.changed('d', [{ start: at(0), replaced: 4, text: 'append(x)' }]), true);
    log.tracker.accepted('d', '1');
    assert.deepEqual(log.outcomes, [['1', 'accepted']]);
  });

  it('a newer answer supersedes, a remainder of the same does not', async () => {
    const log = new Log();
    log.tracker.offered(offer('1', 'abc'));
    await long();
    log.tracker.offered(offer('1', 'bc', 5));
    log.tracker.offered(offer('2', 'xyz', 5));
    log.tracker.dispose();
    assert.deepEqual(log.outcomes, [['1', 'superseded']]);
  });
});
