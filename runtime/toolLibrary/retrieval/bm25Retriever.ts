import { toolWords } from '../../functionCalling';
import { bestOf } from './bestOf';
import { toolText } from './toolText';
import type { IndexedTool, RankedTool, ToolRetriever } from './types';

/** Saturation and length normalisation; the usual values. */
const k1 = 1.2;
const b = 0.75;

interface Postings {
  readonly tools: number[];
  readonly frequencies: number[];
}

/**
 * BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019) over the whole text of a tool as one field. `ToolIndex` of function
 * calling, which chooses what a model is shown, weighs fields; a library is judged by the plain form that papers report.
 */
export class Bm25Retriever<Tool extends IndexedTool> implements ToolRetriever<Tool> {
  readonly name = 'bm25';
  private readonly postings = new Map<string, Postings>();
  private readonly lengths: Float64Array;
  private readonly meanLength: number;
  private readonly scores: Float64Array;

  constructor(
    private readonly tools: readonly Tool[],
    textOf: (tool: Tool) => string = toolText,
  ) {
    this.scores = new Float64Array(tools.length);
    this.lengths = Float64Array.from(tools, (tool, at) => this.add(toolWords(textOf(tool)), at));
    this.meanLength = this.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, tools.length);
  }

  find(query: string, count: number): readonly RankedTool<Tool>[] {
    const { scores } = this;
    scores.fill(0);
    for (const word of new Set(toolWords(query))) {
      const found = this.postings.get(word);
      if (found === undefined) continue;
      const having = found.tools.length;
      const rarity = Math.log(1 + (this.tools.length - having + 0.5) / (having + 0.5));
      for (let at = 0; at < having; at++) {
        const tool = found.tools[at]!;
        const frequency = found.frequencies[at]!;
        const length = 1 - b + (b * this.lengths[tool]!) / this.meanLength;
        scores[tool]! += (rarity * frequency * (k1 + 1)) / (frequency + k1 * length);
      }
    }
    return bestOf(this.tools, scores, count);
  }

  /** @returns the number of words */
  private add(words: readonly string[], tool: number): number {
    const frequencies = new Map<string, number>();
    for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    for (const [word, frequency] of frequencies) {
      let postings = this.postings.get(word);
      if (postings === undefined) this.postings.set(word, (postings = { tools: [], frequencies: [] }));
      postings.tools.push(tool);
      postings.frequencies.push(frequency);
    }
    return words.length;
  }
}
