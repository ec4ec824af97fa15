import type { IndexedTool, RankedTool } from './types';

/**
 * The best of all scores above 0, without sorting the others: a heap of the best so far with the worst of them on top.
 * Ties go to the tool that comes first.
 */
export function bestOf<Tool extends IndexedTool>(
  tools: readonly Tool[],
  scores: Float64Array,
  count: number,
): readonly RankedTool<Tool>[] {
  const heap: number[] = [];
  const worse = (one: number, other: number) =>
    scores[one]! < scores[other]! || (scores[one] === scores[other] && one > other);
  const sink = (from: number) => {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      let worst = at;
      if (left < heap.length && worse(heap[left]!, heap[worst]!)) worst = left;
      if (left + 1 < heap.length && worse(heap[left + 1]!, heap[worst]!)) worst = left + 1;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst]!, heap[at]!];
      at = worst;
    }
  };
  for (let at = 0; at < scores.length && count > 0; at++) {
    if (!(scores[at]! > 0)) continue;
    if (heap.length < count) {
      heap.push(at);
      if (heap.length === count) for (let inner = heap.length >> 1; inner >= 0; inner--) sink(inner);
    } else if (worse(heap[0]!, at)) {
      heap[0] = at;
      sink(0);
    }
  }
  return heap
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
    .map((at) => ({ tool: tools[at]!, score: scores[at]! }));
}
