import { dateSpans } from './dateSpans';
import { listSpans } from './listSpans';
import { numberSpans } from './numberSpans';
import type { RequestSpan } from './requestSpan';
import { textSpans } from './textSpans';

/** Everything in a request that may be an argument, in the order of the request; the same place may be there in several kinds. */
export function requestSpans(request: string): readonly RequestSpan[] {
  const numbers = numberSpans(request);
  const dates = dateSpans(request);
  const texts = textSpans(request);
  const seen = new Set<string>();
  return [...numbers, ...dates, ...texts, ...listSpans(request, [...numbers, ...dates, ...texts])]
    .filter(({ kind, start, end }) => {
      const key = `${kind} ${start} ${end}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
}
