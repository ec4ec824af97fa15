/**
 * Pieces of a text that may be JSON objects: fenced ones, what lies between the first and the last brace, and every object whose braces
 * close. The published regular expressions find these too, in time that explodes on long texts; this takes one pass each.
 */
export function* jsonCandidates(text: string): Generator<string> {
  yield* fencedObjects(text, '```json');
  yield* fencedObjects(text, '```');
  const first = text.indexOf('{');
  const last = text.lastIndexOf('}');
  if (first >= 0 && last > first) yield text.slice(first, last + 1);
  yield* closedObjects(text);
}

function* fencedObjects(text: string, opening: string): Generator<string> {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(opening); at >= 0;) {
    const from = at + opening.length;
    const start = /\S/.exec(text.slice(from, from + 1000));
    const object = start?.[0] === '{' ? from + start.index : -1;
    const end = object < 0 ? -1 : closingFence(text, object);
    if (end > 0) yield text.slice(object, end);
    // Without a closing fence for this object there is none for a later one either.
    else if (object >= 0) return;
    at = lower.indexOf(opening, Math.max(end, from));
  }
}

/** End of the object: after the first brace that stands, apart from white space, before a fence. */
function closingFence(text: string, from: number): number {
  for (let fence = text.indexOf('```', from); fence >= 0; fence = text.indexOf('```', fence + 3)) {
    let end = fence;
    while (end > from && /\s/.test(text[end - 1]!)) end--;
    if (text[end - 1] === '}') return end;
  }
  return -1;
}

/** Objects that lie in no other one; braces in strings do not count. */
function* closedObjects(text: string): Generator<string> {
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') {
      quoted = depth > 0;
    } else if (character === '{') {
      if (depth++ === 0) start = at;
    } else if (character === '}' && depth > 0 && --depth === 0) {
      yield text.slice(start, at + 1);
    }
  }
}
