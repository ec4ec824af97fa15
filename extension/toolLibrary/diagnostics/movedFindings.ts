import type { DuplicateFinding, DuplicatePlace } from '../../../runtime/toolLibrary/duplicates/protocol';

/** A change of a document, as VS Code tells it: what was between two places is replaced. From 0. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/**
 * What is left of a document's findings after a change of it, until they are looked for anew: they move with what is written above them, and end where their own
 * text is touched.
 * @param path of the document @param changes in the order of VS Code, each as if those before it had been made
 */
export function movedFindings(
  findings: readonly DuplicateFinding[],
  path: string,
  changes: readonly TextChange[],
): readonly DuplicateFinding[] {
  return findings.flatMap((finding) => {
    const tool = movedPlace(finding.tool, path, changes);
    const others = finding.others.flatMap((other) => movedPlace(other, path, changes) ?? []);
    return tool === undefined || others.length === 0 ? [] : [{ ...finding, tool, others }];
  });
}

function movedPlace(place: DuplicatePlace, path: string, changes: readonly TextChange[]): DuplicatePlace | undefined {
  if (place.path !== path) return place;
  let { line, first, last } = place;
  for (const { range, text } of changes) {
    const { start, end } = range;
    if (start.line > last) continue;
    // What ends before its first line, or is put in front of it as whole lines.
    const isAbove = end.line < first || (end.line === first && end.character === 0 && text.endsWith('\n'));
    if (!isAbove) return undefined;
    const moved = text.split('\n').length - 1 - (end.line - start.line);
    [line, first, last] = [line + moved, first + moved, last + moved];
  }
  return { ...place, line, first, last };
}
