import type { RequestSpan } from './requestSpan';

const small = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const spelled = new Map([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
  ['dozen', 12] as const,
]);
const scales: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['m', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['trillion', 1e12],
]);

const digits =
  /(?<![\w.,]|[\w]-)([$€£¥])?\s?([-−+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?)(?![\d])(?:(\s)?(hundred|thousand|million|billion|trillion|bn|k|m)\b(?![/^²³]))?(?:[\s-]?([%°]\s?[CFcf]?\b|%|°|[\p{L}µΩ]+(?:\/[\p{L}]+)?(?:[²³]|\^\d)?))?/giu;
const words = new RegExp(
  `\\b(?:(${tens.join('|')})[- ](${small.slice(1, 10).join('|')})|(${[...spelled.keys()].join('|')}))\\b(?: (hundred|thousand|million|billion)\\b)?(?:[\\s-]([\\p{L}]+))?`,
  'giu',
);

/** Digits with thousands, exponents and scales ("2.5 million"), and numbers in words; with their units. */
export function numberSpans(request: string): readonly RequestSpan[] {
  const written = [...request.matchAll(digits)].flatMap((match): RequestSpan[] => {
    const [all, currency, figure = '', space, scale, unit] = match;
    // A single `m` behind digits is metres unless money stands before; `k` glued to digits is thousands.
    const counts =
      scale !== undefined &&
      (scale.length > 1 || (space === undefined && (scale === 'k' || scale === 'K' || currency !== undefined)));
    const value =
      Number(figure.replaceAll(',', '').replace('−', '-')) * (counts ? scales.get(scale.toLowerCase())! : 1);
    if (!Number.isFinite(value)) return [];
    const start = match.index + all.indexOf(figure);
    const end = counts ? start + all.slice(all.indexOf(figure)).indexOf(scale) + scale.length : start + figure.length;
    const measure = (counts ? unit : (scale ?? unit))?.toLowerCase().replace(/\s/g, '') ?? currency;
    return [{ kind: 'number', start, end, text: request.slice(start, end), value, ...(measure && { unit: measure }) }];
  });
  const inWords = [...request.matchAll(words)].map((match): RequestSpan => {
    const [all, ten, one, word, scale, unit] = match;
    const base =
      ten !== undefined
        ? spelled.get(ten.toLowerCase())! + spelled.get(one!.toLowerCase())!
        : spelled.get(word!.toLowerCase())!;
    const text = unit === undefined ? all : all.slice(0, -unit.length - 1);
    const value = base * (scale === undefined ? 1 : scales.get(scale.toLowerCase())!);
    const span = { kind: 'number', start: match.index, end: match.index + text.length, text, value } as const;
    return unit === undefined ? span : { ...span, unit: unit.toLowerCase() };
  });
  return [...written, ...inWords].sort((a, b) => a.start - b.start);
}
