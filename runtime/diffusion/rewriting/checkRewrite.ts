import type { ConfidenceParams, RewriteParams } from '../../protocol';
import { RuntimeError } from '../../runtimeError';

/** @throws RuntimeError bad-request, naming the span that is wrong */
export function checkRewrite({ text, spans, temperature }: RewriteParams): void {
  if (spans.length === 0) throw wrong('there must be at least one span');
  if (!(temperature >= 0 && Number.isFinite(temperature))) throw wrong('temperature must be at least 0');
  checkLineEnds(text);
  let behind = 0;
  spans.forEach((span, index) => {
    const name = `span ${index + 1}`;
    checkRange(text, span.start, span.end, name);
    if (span.start < behind) throw wrong(`${name} begins before the end of the span before it`);
    behind = span.end;
    if (!Number.isInteger(span.maxTokens) || span.maxTokens < 1) throw wrong(`${name}: maxTokens must be at least 1`);
    const { keep } = span;
    if ((keep.kind === 'share' || keep.kind === 'surest') && !(keep.ratio >= 0 && keep.ratio <= 1)) {
      throw wrong(`${name}: ratio must be 0 to 1`);
    }
    if (keep.kind === 'all-but') {
      for (const part of keep.parts) {
        if (!(Number.isInteger(part.start) && Number.isInteger(part.end) && part.start <= part.end)) {
          throw wrong(`${name}: a part must have whole offsets in ascending order`);
        }
      }
    }
  });
}

/** @throws RuntimeError bad-request */
export function checkConfidence({ text, start, end }: ConfidenceParams): void {
  checkLineEnds(text);
  checkRange(text, start, end, 'the part');
}

/** Offsets would not be the caller's if line ends were changed here. */
function checkLineEnds(text: string): void {
  if (text.includes('\r')) throw wrong('the text must have LF line ends');
}

function checkRange(text: string, start: number, end: number, name: string): void {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length)) {
    throw wrong(`${name} is not within the text of ${text.length} units`);
  }
  for (const place of [start, end]) {
    if (/^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, place - 1), place + 1)) && place > 0) {
      throw wrong(`${name} cuts the character at ${place - 1} in two`);
    }
  }
}

function wrong(what: string): RuntimeError {
  return new RuntimeError('bad-request', `The request is wrong: ${what}.`, 'Report this.');
}
