/** What a model may write for a value, brought to one form: quotes, `./`, brackets of calls and list marks do not decide. */

export function asText(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given === 'number' || typeof given === 'boolean') return String(given);
  // A list of one where a value was asked for.
  return Array.isArray(given) && given.length === 1 ? asText(given[0]) : undefined;
}

/** Without marks around it, single blanks inside. */
export function normalised(text: string): string {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  const inner = /^(`+|["'])(.*)\1$/.exec(trimmed)?.[2];
  return inner === undefined ? trimmed : inner.trim();
}

export function asNumber(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isFinite(given) ? given : undefined;
  const text = asText(given);
  if (text === undefined) return undefined;
  const plain = normalised(text).replace(/(?<=\d)[_,](?=\d{3}\b)/g, '');
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

export function asBoolean(given: unknown): boolean | undefined {
  if (typeof given === 'boolean') return given;
  const text = asText(given);
  if (text === undefined) return undefined;
  const word = normalised(text).toLowerCase();
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : undefined;
}

/** More than any question asks for; the rest is left out. */
const MOST_ENTRIES = 10_000;

/** @returns undefined where it is no list of texts; a text is taken as a list of lines, or with commas between */
export function asList(given: unknown, of: 'paths' | 'names' | 'lines'): string[] | undefined {
  const entries: readonly unknown[] | undefined = Array.isArray(given)
    ? given.slice(0, MOST_ENTRIES)
    : typeof given === 'string'
      ? given.split(/[\n,;]/).filter((each) => each.trim() !== '')
      : typeof given === 'number'
        ? [given]
        : undefined;
  const list: string[] = [];
  for (const entry of entries ?? []) {
    const text = typeof entry === 'string' || typeof entry === 'number' ? String(entry) : undefined;
    if (text === undefined) return undefined;
    list.push(oneOf(text, of));
  }
  return entries === undefined ? undefined : list;
}

function oneOf(text: string, of: 'paths' | 'names' | 'lines'): string {
  const plain = normalised(text.replace(/^\s*[-*]\s+/, ''));
  switch (of) {
    case 'paths':
      return asPath(plain);
    case 'names':
      return plain.replace(/\(\s*\)$/, '');
    case 'lines':
      return asPath(plain.replace(/^(?:lines?\s+|L)(?=\d)/i, ''));
  }
}

function asPath(text: string): string {
  return text.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

export interface GivenPlace {
  readonly path: string;
  /** From 1, both included; undefined: none was named. */
  readonly lines: readonly [number, number] | undefined;
}

/** `{path, line}`, `{file, lines: [a, b]}`, `path:line`, `path:a-b`, `path#La-Lb`. */
export function asPlace(given: unknown): GivenPlace | undefined {
  if (Array.isArray(given)) return given.length === 1 ? asPlace(given[0]) : undefined;
  if (typeof given === 'object' && given !== null) {
    const record: Readonly<Record<string, unknown>> = { ...given };
    const file = record.path ?? record.file ?? record.filename;
    if (typeof file !== 'string') return undefined;
    const inPath = placeText(file);
    return { path: inPath.path, lines: lineRange(record.line ?? record.lines) ?? inPath.lines };
  }
  return typeof given === 'string' && given.trim() !== '' ? placeText(given) : undefined;
}

function placeText(text: string): GivenPlace {
  const plain = normalised(text);
  const [, file, first, last] = /^(.+?)(?::|#L|, ?lines? )(\d+)(?:\s*[-–]\s*L?(\d+)|:\d+)?$/i.exec(plain) ?? [];
  if (file === undefined || first === undefined) return { path: asPath(plain), lines: undefined };
  return { path: asPath(file), lines: ordered(Number(first), Number(last ?? first)) };
}

function lineRange(value: unknown): readonly [number, number] | undefined {
  if (Array.isArray(value)) {
    const [first, last] = [asNumber(value[0]), asNumber(value[value.length - 1])];
    return first === undefined || last === undefined ? undefined : ordered(first, last);
  }
  const [, from, to] = typeof value === 'string' ? (/^\s*L?(\d+)\s*[-–]\s*L?(\d+)\s*$/i.exec(value) ?? []) : [];
  if (from !== undefined && to !== undefined) return ordered(Number(from), Number(to));
  const line = asNumber(value);
  return line === undefined ? undefined : [line, line];
}

function ordered(first: number, last: number): readonly [number, number] {
  return first <= last ? [first, last] : [last, first];
}
