import type { StructuralForm } from '../structure/structuralForm';
import type { SimilarityView } from '../types';

/** 1 for code that differs in nothing but names, else shared pieces by all (Jaccard). Unknown for tools without source, and between languages. */
export function structureView(forms: readonly (StructuralForm | undefined)[], weight: number): SimilarityView {
  const having = new Map<number, number[]>();
  forms.forEach((form, tool) => {
    for (const piece of form?.pieces ?? []) {
      const tools = having.get(piece);
      if (tools === undefined) having.set(piece, [tool]);
      else tools.push(tool);
    }
  });
  return {
    name: 'structure',
    weight,
    fill: (tool, row) => {
      const form = forms[tool];
      if (form === undefined) {
        row.fill(NaN, 0, tool);
        return;
      }
      row.fill(0, 0, tool);
      for (const piece of form.pieces) {
        for (const other of having.get(piece)!) {
          if (other >= tool) break;
          row[other]! += 1;
        }
      }
      for (let other = 0; other < tool; other++) {
        const theirs = forms[other];
        if (theirs?.language !== form.language) row[other] = NaN;
        else if (theirs.hash === form.hash) row[other] = 1;
        else row[other] = row[other]! / (form.pieces.size + theirs.pieces.size - row[other]!);
      }
    },
  };
}
