import assert from 'node:assert/strict';
import { identifiersOf } from './identifiers';
import type { SnippetCandidate } from './snippetRanking';
import { StickySnippets } from './stickySnippets';

const piece = (key: string, text: string): SnippetCandidate => ({
  key,
  lastUsed: 0,
  identifiers: identifiersOf(text),
  snippet: { path: key, languageId: 'python', text },
});
const orders = piece('orders', 'load_order order_id customer');
const canvas = piece('canvas', 'paint_canvas brush_size colour');
const keys = (chosen: readonly SnippetCandidate[]): readonly string[] => chosen.map((found) => found.key);

describe('StickySnippets', () => {
  it('does not look again within seconds', () => {
    const sticky = new StickySnippets();
    sticky.choose('load_order(order_id)', () => [orders], 0, 1000);
    const chosen = sticky.choose('paint_canvas(brush_size)', () => assert.fail('looked too early'), 1000, 1000);
    assert.deepEqual(keys(chosen), ['orders']);
  });

  it('keeps its choice while another is not clearly better', () => {
    const sticky = new StickySnippets();
    sticky.choose('load_order(order_id)', () => [orders], 0, 1000);
    const similar = piece('similar', 'load_order order_id');
    assert.deepEqual(keys(sticky.choose('load_order(order_id)', () => [similar], 10_000, 1000)), ['orders']);
  });

  it('changes when the user writes about something else', () => {
    const sticky = new StickySnippets();
    sticky.choose('load_order(order_id)', () => [orders, canvas], 0, 1000);
    assert.deepEqual(keys(sticky.choose('paint_canvas(brush_size)', () => [orders, canvas], 10_000, 1000)), ['canvas']);
  });

  it('looks at once when there are other candidates', () => {
    const sticky = new StickySnippets();
    sticky.choose('load_order(order_id)', () => [], 0, 1000);
    sticky.renew();
    assert.deepEqual(keys(sticky.choose('load_order(order_id)', () => [orders], 100, 1000)), ['orders']);
  });

  it('gives up what was promised for another place', () => {
    const sticky = new StickySnippets();
    const definition = { ...piece('definition', 'unlike'), promise: 1 };
    assert.deepEqual(keys(sticky.choose('load_order(order_id)', () => [definition], 0, 1000)), ['definition']);
    const other = { ...piece('other', 'unlike too'), promise: 0.4 };
    assert.deepEqual(keys(sticky.choose('load_order(order_id)', () => [other], 10_000, 1000)), ['other']);
  });
});
