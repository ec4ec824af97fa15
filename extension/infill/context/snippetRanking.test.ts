import assert from 'node:assert/strict';
import { identifiersOf } from './identifiers';
import { chunksOf, rankSnippets, snippetScore } from './snippetRanking';
import type { SnippetCandidate } from './snippetRanking';

const candidate = (key: string, text: string, lastUsed = 0): SnippetCandidate => ({
  key,
  lastUsed,
  identifiers: identifiersOf(text),
  snippet: { path: key, languageId: 'python', text },
});
const focus = identifiersOf('order = load_order(order_id)\ncustomer = order.customer');
const near = 'def load_order(order_id):\n    return Order(order_id)';
const far = 'def paint(canvas):\n    canvas.clear()';

describe('snippet ranking', () => {
  it('leaves out what shares nothing', () => {
    assert.deepEqual(
      rankSnippets([candidate('far', far), candidate('near', near)], focus, 0, 1000).map((found) => found.key),
      ['near'],
    );
  });

  it('prefers more shared names, then the recently used; the best comes last', () => {
    const now = 1_000_000_000;
    const old = candidate('old', near, now - 3_600_000);
    const recent = candidate('recent', near, now);
    const better = candidate('better', `${near}\n    customer = order.customer`, 0);
    assert.deepEqual(
      rankSnippets([recent, better, old], focus, now, 10_000).map((found) => found.key),
      ['old', 'recent', 'better'],
    );
  });

  it('keeps the budget', () => {
    const all = Array.from({ length: 50 }, (_, n) => candidate(`c${n}`, near));
    const size = rankSnippets(all, focus, 0, 200).reduce((sum, found) => sum + found.snippet.text.length, 0);
    assert.ok(size > 0 && size <= 200);
  });

  it('scores nothing without a focus', () => {
    assert.equal(snippetScore(candidate('near', near), new Set(), 0), 0);
  });

  it('knows names from keywords', () => {
    assert.deepEqual([...identifiersOf('for größe in self.items: x = None; return größe')], ['größe', 'items']);
  });

  it('cuts at blank lines and loses no line with text', () => {
    const lines = Array.from({ length: 100 }, (_, n) => (n % 7 === 6 ? '' : `line${n}`));
    const chunks = chunksOf(lines);
    assert.ok(chunks.every((chunk) => chunk.split('\n').length <= 21));
    assert.deepEqual(
      chunks.flatMap((chunk) => chunk.split('\n').filter(Boolean)),
      lines.filter(Boolean),
    );
  });

  it('keeps what the index promises, without a name in common', () => {
    const definition = { ...candidate('definition', 'unlike'), promise: 1 };
    assert.deepEqual(
      rankSnippets([definition], focus, 0, 1000).map(({ key }) => key),
      ['definition'],
    );
  });
});
