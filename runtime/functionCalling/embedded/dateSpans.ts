import type { RequestSpan } from './requestSpan';

const months = 'january february march april may june july august september october november december'.split(' ');
const month = `(?:${months.map((name) => `${name}|${name.slice(0, 3)}\\.?`).join('|')}|sept\\.?)`;
const day = '\\d{1,2}(?:st|nd|rd|th)?';
const dates = new RegExp(
  [
    '\\d{4}-\\d{1,2}-\\d{1,2}',
    '\\d{4}/\\d{1,2}/\\d{1,2}',
    '\\d{1,2}[./]\\d{1,2}[./]\\d{4}',
    `(?<![a-z])${month} ${day}(?:,? \\d{4})?(?!\\d)`,
    `${day} (?:of )?${month},?(?: \\d{4})?(?![a-z\\d])`,
    `(?<![a-z])${month},? \\d{4}(?!\\d)`,
    '\\b(?:today|tomorrow|tonight|yesterday)\\b',
    '\\b(?:(?:next|last|this|coming) )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b',
    '\\b(?:next|last|this) (?:week|weekend|month|year|quarter)\\b',
  ].join('|'),
  'gi',
);
const times =
  /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap](?:\.m\.|m\b))?|\b\d{1,2}\s?[ap](?:\.m\.|m\b)|\b(?:noon|midnight)\b/gi;

/** Days and times of day as people write them. */
export function dateSpans(request: string): readonly RequestSpan[] {
  const spans = (kind: 'date' | 'time', pattern: RegExp) =>
    [...request.matchAll(pattern)].map((match): RequestSpan => {
      const [text] = match;
      return { kind, start: match.index, end: match.index + text.length, text, value: text };
    });
  return [...spans('date', dates), ...spans('time', times)];
}

/** @returns YYYY-MM-DD; undefined where day, month or year is not said, or which is which is not clear */
export function isoDate(text: string): string | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return joined(iso[1]!, iso[2]!, iso[3]!);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (american !== null) return joined(american[3]!, american[1]!, american[2]!);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted !== null) return joined(dotted[3]!, dotted[2]!, dotted[1]!);
  const named = months.findIndex((name) => new RegExp(`\\b${name.slice(0, 3)}`, 'i').test(text));
  const year = /\b\d{4}\b/.exec(text)?.[0];
  const dayOf = /\b(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(text)?.[1];
  return named < 0 || year === undefined || dayOf === undefined ? undefined : joined(year, String(named + 1), dayOf);
}

function joined(year: string, monthNumber: string, dayNumber: string): string | undefined {
  if (Number(monthNumber) > 12 || Number(dayNumber) > 31) return undefined;
  return `${year}-${monthNumber.padStart(2, '0')}-${dayNumber.padStart(2, '0')}`;
}

/** 24 hours, HH:MM. */
export function clockTime(text: string): string | undefined {
  if (/noon/i.test(text)) return '12:00';
  if (/midnight/i.test(text)) return '00:00';
  const match = /^(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s?([ap])?/i.exec(text);
  if (match === null) return undefined;
  const half = match[3]?.toLowerCase();
  const hour = (Number(match[1]) % (half === undefined ? 24 : 12)) + (half === 'p' ? 12 : 0);
  return `${String(hour).padStart(2, '0')}:${match[2] ?? '00'}`;
}
