import type { TfidfModel } from '../../retrieval';
import type { SimilarityView } from '../types';

/** Terms that more than this share of many tools have tell little and cost most: their pairs grow by the square. */
const commonShare = 0.05;
/** Up to so many tools no term is left out. */
const few = 1000;

/** Cosine of TF-IDF vectors. */
export function textView(model: TfidfModel, weight: number): SimilarityView {
  const { vectors } = model;
  const starts = new Int32Array(model.terms + 1);
  for (const { terms } of vectors) for (const term of terms) starts[term + 1]!++;
  const most = vectors.length <= few ? Infinity : Math.max(few * commonShare, vectors.length * commonShare);
  const isCommon = Uint8Array.from({ length: model.terms }, (_, term) => (starts[term + 1]! > most ? 1 : 0));
  for (let term = 0; term < model.terms; term++) starts[term + 1]! += starts[term]!;
  const next = starts.slice();
  const having = new Int32Array(starts[model.terms]!);
  const weights = new Float32Array(having.length);
  vectors.forEach((vector, tool) =>
    vector.terms.forEach((term, at) => {
      having[next[term]!] = tool;
      weights[next[term]!++] = vector.weights[at]!;
    }),
  );
  return {
    name: 'text',
    weight,
    fill: (tool, row) => {
      row.fill(0, 0, tool);
      const vector = vectors[tool]!;
      for (let at = 0; at < vector.terms.length; at++) {
        const term = vector.terms[at]!;
        if (isCommon[term] === 1) continue;
        const own = vector.weights[at]!;
        const end = starts[term + 1]!;
        for (let place = starts[term]!; place < end && having[place]! < tool; place++) {
          row[having[place]!]! += own * weights[place]!;
        }
      }
    },
  };
}
