/** Dates in texts, so that "June 1", "1st of June", "06-01" and "2026-06-01" are one, and "June 1 to 3" are two. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const day = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;

const until = String.raw`\s*(?:-|–|—|to|until|till|through)\s*`;
const year = String.raw`(?:,?\s+\d{4}\b)?`;

const withYear = /\b\d{4}[-/](\d{1,2})[-/](\d{1,2})\b/gu;
const monthFirstRange = new RegExp(
  String.raw`\b${month}\s+${day}${until}${day}(?!\s*(?:of\s+)?${month})\b${year}`,
  'giu',
);
const dayFirstRange = new RegExp(String.raw`\b${day}${until}${day}\s+(?:of\s+)?${month}${year}(?![a-z])`, 'giu');
const monthFirst = new RegExp(String.raw`\b${month}\s+${day}\b${year}`, 'giu');
const dayFirst = new RegExp(String.raw`\b${day}\s+(?:of\s+)?${month}${year}(?![a-z])`, 'giu');
const numeric = /\b(\d{1,2})[-/](\d{1,2})\b(?![-/]\d)/gu;

/**
 * Puts every date of a text in one form that is a single word, e.g. `date0601` for the first of June. Years are dropped: tasks lie within
 * one. Of two numbers the first is the month.
 */
export function withPlainDates(text: string): string {
  return text
    .replace(withYear, (whole, m: string, d: string) => written(Number(m), Number(d)) ?? whole)
    .replace(monthFirstRange, (whole, m: string, d: string, e: string) => both(monthOf(m), d, e) ?? whole)
    .replace(dayFirstRange, (whole, d: string, e: string, m: string) => both(monthOf(m), d, e) ?? whole)
    .replace(monthFirst, (whole, m: string, d: string) => written(monthOf(m), Number(d)) ?? whole)
    .replace(dayFirst, (whole, d: string, m: string) => written(monthOf(m), Number(d)) ?? whole)
    .replace(numeric, (whole, m: string, d: string) => written(Number(m), Number(d)) ?? whole);
}

export const plainDate = /\bdate\d{4}\b/gu;

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function both(m: number, first: string, last: string): string | undefined {
  const from = written(m, Number(first));
  const to = written(m, Number(last));
  return from === undefined || to === undefined ? undefined : `${from}${to}`;
}

function written(m: number, d: number): string | undefined {
  if (m < 1 || m > 12 || d < 1 || d > 31) return undefined;
  return ` date${String(m).padStart(2, '0')}${String(d).padStart(2, '0')} `;
}
