import type { Span } from './names/types';

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** @throws RangeError edits that overlap */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((left, right) => left.span[0] - right.span[0] || left.span[1] - right.span[1]);
  let result = '';
  let at = 0;
  for (const { span, text: replacement } of sorted) {
    if (span[0] < at) throw new RangeError(`Edits overlap at ${span[0]}.`);
    result += text.slice(at, span[0]) + replacement;
    at = span[1];
  }
  return result + text.slice(at);
}
