import type { RequestSpan } from './requestSpan';

/** Words that no argument begins or ends with, unless it is quoted. */
const outer = new Set(
  (
    'a an the and or but of in on at to for from by with into onto about as is are was were be been do does did can could ' +
    'would should will shall may might must have has had i me my we us our you your he she it they them their his her its ' +
    'this that these those what which who whom whose when where why how if then than so not no please just also only ' +
    'between within using via per over under after before during until till since there here let get give tell show find ' +
    "make want need like know help there's what's i'm i'd i'll it's let's up out some any all each every"
  ).split(' '),
);
const quoted = /"([^"\n]+)"|“([^”\n]+)”|`([^`\n]+)`|‘([^’\n]+)’|(?<![\p{L}\d])'([^'\n]+)'(?![\p{L}\d])/gu;
/** A word with a capital letter; a full stop belongs to it in titles, initials and names like `Node.js`. */
const capitalised = "(?:(?:St|Mr|Mrs|Ms|Dr)\\.|\\p{Lu}\\.(?= \\p{Lu})|\\p{Lu}(?:[\\p{L}\\d&'’-]|\\.(?=[\\p{L}\\d]))*)";
const name = new RegExp(`${capitalised}(?:(?:,? (?:of |the |de |and |& )?| ?& ?)${capitalised})*`, 'gu');
/** Names with small words inside ("Road to the North"); whether these belong to them only the whole request tells. */
const longName = new RegExp(
  `${capitalised}(?: (?:(?:of|the|in|and|to|for|at|on|without|a|de|la|with) ){0,2}${capitalised})+`,
  'gu',
);
const eventName = new RegExp(`(?<= the )[a-z]+ of (?:the )?${capitalised}(?: ${capitalised})*`, 'gu');
const operand = '(?:[A-Za-z]{0,5}\\([^()]*\\)|\\d+(?:\\.\\d+)?[A-Za-z]?|[A-Za-z])(?![A-Za-z])';
const formula = new RegExp(
  `(?<![\\w./-])-?(?:${operand}(?:\\s*(?:\\*\\*|[-+*/^=])\\s*-?${operand})+|[A-Za-z]+\\([\\w.]+\\))|\\b\\w+ ?(?:[<>]=?|[=!]=) ?[\\w.]+`,
  'g',
);
const code =
  /[\w.+-]+@[\w-]+\.[\w.]+|https?:\/\/[^\s"'<>]+[^\s"'<>.,;:!?)]|(?<![\w/])(?:~|\.{0,2})?(?:\/[\w.-]+)+\/?|\b[A-Za-z]:\\[\w\\.-]+|(?<![\w./-])[\w.-]*\w(?:\/[\w.-]*\w)+|(?<![\w./])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,5}\b(?!\.\w)|\b\d+(?:\.\d+){2,}(?:-[\w.]+)?|#[\w-]+|\b[a-z]+[A-Z]\w*|\b\w+_\w+|\b[A-Z]+-?\d[\w-]*|\b\d+[A-Za-z][\w-]*\d\w*|#[\da-fA-F]{3,8}\b/g;
const word = /[\p{L}\d][\p{L}\d'’+#/%.&-]*[\p{L}\d+#%]|[\p{L}\d]/gu;
const longestPhrase = 7;

/** Quoted texts, names in capital letters, addresses and identifiers, and runs of words within one clause. */
export function textSpans(request: string): readonly RequestSpan[] {
  return [
    ...matches('quoted', request, quoted),
    ...matches('code', request, code),
    ...matches('code', request, formula),
    ...matches('name', request, longName).flatMap(nameParts),
    ...matches('name', request, eventName),
    ...matches('name', request, name).flatMap(nameParts),
    ...phrases(request),
  ];
}

function matches(kind: 'quoted' | 'name' | 'code', request: string, pattern: RegExp): RequestSpan[] {
  return [...request.matchAll(pattern)].map((match) => {
    const inner = match.slice(1).find((group: string | undefined) => group !== undefined) ?? match[0];
    const start = match.index + match[0].indexOf(inner);
    return { kind, start, end: start + inner.length, text: inner, value: inner };
  });
}

/** A name without what its sentence adds: possessives, full stops, a first word that begins a sentence. */
function nameParts(span: RequestSpan): RequestSpan[] {
  const text = span.text.replace(/(?:['’]s)?[.'’-]*$/u, (end) =>
    /\p{Lu}\.$/u.test(span.text) && end === '.' ? end : '',
  );
  const whole = part(span, 0, text.length);
  const list = text.includes(', ') || / (?:and|&) /.test(text) ? splitParts(span, text) : [];
  const [first = ''] = text.split(' ', 1);
  const rest =
    outer.has(first.toLowerCase()) && text.length > first.length ? [part(span, first.length + 1, text.length)] : [];
  return outer.has(text.toLowerCase()) ? [] : [...(outer.has(first.toLowerCase()) ? [] : [whole]), ...rest, ...list];
}

function splitParts(span: RequestSpan, text: string): RequestSpan[] {
  const parts: RequestSpan[] = [];
  let from = 0;
  for (const match of [...text.matchAll(/, (?:and )?| and | & /g), undefined]) {
    const to = match?.index ?? text.length;
    if (to > from) parts.push(part(span, from, to));
    if (match !== undefined) from = match.index + match[0].length;
  }
  return parts;
}

function part(span: RequestSpan, from: number, to: number): RequestSpan {
  const text = span.text.slice(from, to);
  return { kind: span.kind, start: span.start + from, end: span.start + to, text, value: text };
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly isOuter: boolean;
}

function phrases(request: string): RequestSpan[] {
  const all: Word[] = [...request.matchAll(word)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    isOuter: outer.has(match[0].toLowerCase()),
  }));
  return all.flatMap((first, at) => {
    if (first.isOuter) return [];
    const spans: RequestSpan[] = [];
    for (let last = at; last < Math.min(all.length, at + longestPhrase); last++) {
      if (last > at && !/^[\s]+$/.test(request.slice(all[last - 1]!.end, all[last]!.start))) break;
      if (all[last]!.isOuter) continue;
      const text = request.slice(first.start, all[last]!.end);
      const bare = text.replace(/['’]s$/, '');
      spans.push({ kind: 'phrase', start: first.start, end: first.start + bare.length, text: bare, value: bare });
    }
    return spans;
  });
}

export function isOuterWord(text: string): boolean {
  return outer.has(text.toLowerCase());
}
