import type { Json } from '../../gateway/types';
import type { RequestSpan } from './requestSpan';

const literal = /\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\]|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g;
const round = /\((\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+\s*)\)/g;
const glue = /^(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+)$/;

/** Lists and objects written as code, and runs of numbers, names or quoted texts with commas and `and` between. */
export function listSpans(request: string, spans: readonly RequestSpan[]): readonly RequestSpan[] {
  const written = [...request.matchAll(literal)].flatMap((match) => {
    const value = lenient(match[0]);
    if (value === undefined) return [];
    const kind = match[0].startsWith('[') ? 'list' : 'object';
    return [{ kind, start: match.index, end: match.index + match[0].length, text: match[0], value } as const];
  });
  const points = [...request.matchAll(round)].map((match) => {
    const value = match[1]!.split(',').map(Number);
    return { kind: 'list', start: match.index, end: match.index + match[0].length, text: match[0], value } as const;
  });
  const kinds = ['number', 'quoted', 'name', 'code', 'date', 'phrase'] as const;
  return [
    ...written,
    ...points,
    ...kinds.flatMap((kind) =>
      runs(
        request,
        spans.filter((span) => span.kind === kind && !joined.test(span.text)),
      ),
    ),
  ];
}

function runs(request: string, spans: readonly RequestSpan[]): readonly RequestSpan[] {
  const byStart = new Map<number, RequestSpan[]>();
  for (const span of spans) byStart.set(span.start, [...(byStart.get(span.start) ?? []), span]);
  const found: RequestSpan[] = [];
  const later = new Set<number>();
  for (const first of spans) {
    // The same run without its first members is none of its own.
    if (later.has(first.start)) continue;
    let run = [first];
    for (let next = following(request, first, byStart); next !== undefined; next = following(request, next, byStart)) {
      run = [...run, next];
    }
    const last = run.at(-1)!;
    if (run.length < 2) continue;
    for (const { start } of run.slice(1)) later.add(start);
    const text = request.slice(first.start, last.end);
    found.push({ kind: 'list', start: first.start, end: last.end, text, value: run.map(({ value }) => value) });
  }
  return found;
}

/** No members, but several of them. */
const joined = / (?:and|or|&) /;

/** The longest member that follows behind a comma or `and`. */
function following(
  request: string,
  { end }: RequestSpan,
  byStart: ReadonlyMap<number, readonly RequestSpan[]>,
): RequestSpan | undefined {
  // A quote or a unit may stand between.
  const gap = /^["'”’`]?(?:\s?[a-z%°]{1,8})?((?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+))["'“‘`]?(?:the )?/.exec(
    request.slice(end, end + 30),
  );
  if (gap === null || !glue.test(gap[1]!)) return undefined;
  return byStart.get(end + gap[0].length)?.reduce((a, b) => (b.end > a.end ? b : a));
}

/** JSON, or Python's way of writing the same. */
function lenient(text: string): Json | undefined {
  const python = text
    .replace(/'([^'"]*)'/g, '"$1"')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\bNone\b/g, 'null')
    .replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":');
  for (const each of [text, python, python.replace(/([[,]\s*)([A-Za-z][\w ]*?)(?=\s*[,\]])/g, '$1"$2"')]) {
    try {
      return JSON.parse(each) as Json;
    } catch {
      // The next way of writing.
    }
  }
  return undefined;
}
