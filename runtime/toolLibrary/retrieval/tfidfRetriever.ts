import { bestOf } from './bestOf';
import { TfidfModel } from './tfidfModel';
import { toolText } from './toolText';
import type { IndexedTool, RankedTool, ToolRetriever } from './types';

/** Nearest tools by the cosine of TF-IDF vectors. A look-up reads only terms of the request. */
export class TfidfRetriever<Tool extends IndexedTool> implements ToolRetriever<Tool> {
  readonly name = 'tfidf';
  private readonly model: TfidfModel;
  /** Tools of a term stand from `starts[term]` to before `starts[term + 1]`. */
  private readonly starts: Int32Array;
  private readonly having: Int32Array;
  private readonly weights: Float32Array;
  private readonly scores: Float64Array;

  constructor(
    private readonly tools: readonly Tool[],
    textOf: (tool: Tool) => string = toolText,
  ) {
    this.model = new TfidfModel(tools.map(textOf));
    this.scores = new Float64Array(tools.length);
    const { vectors, terms } = this.model;
    this.starts = new Int32Array(terms + 1);
    for (const vector of vectors) for (const term of vector.terms) this.starts[term + 1]!++;
    for (let term = 0; term < terms; term++) this.starts[term + 1]! += this.starts[term]!;
    const next = this.starts.slice();
    this.having = new Int32Array(this.starts[terms]!);
    this.weights = new Float32Array(this.starts[terms]!);
    vectors.forEach((vector, tool) =>
      vector.terms.forEach((term, at) => {
        const place = next[term]!++;
        this.having[place] = tool;
        this.weights[place] = vector.weights[at]!;
      }),
    );
  }

  find(query: string, count: number): readonly RankedTool<Tool>[] {
    const { scores, starts, having, weights } = this;
    const { terms, weights: wanted } = this.model.vectorOf(query);
    scores.fill(0);
    for (let at = 0; at < terms.length; at++) {
      const weight = wanted[at]!;
      const end = starts[terms[at]! + 1]!;
      for (let place = starts[terms[at]!]!; place < end; place++) {
        scores[having[place]!]! += weight * weights[place]!;
      }
    }
    return bestOf(this.tools, scores, count);
  }
}
