/** Texts of a schema's `format` or `pattern`. */
import fc from 'fast-check';
import type { JsonSchema } from '../types';

const day = fc
  .integer({ min: -400, max: 800 })
  .map((days) => new Date(Date.UTC(2024, 1, 27) + days * 86_400_000).toISOString().slice(0, 10));
const second = fc
  .integer({ min: 0, max: 86_399 })
  .map((seconds) => new Date(seconds * 1000).toISOString().slice(11, 19));

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: day,
  time: second,
  'date-time': fc.tuple(day, second).map(([date, time]) => `${date}T${time}`),
  email: fc.constantFrom('a@example.com', 'first.last@example.org', 'x+y@sub.example.net', 'A@Example.COM'),
  uri: fc.constantFrom('https://example.com', 'http://example.org:8080/a/b?c=d#e', 'ftp://example.net/file.txt'),
  url: fc.constantFrom('https://example.com', 'http://example.org:8080/a/b?c=d#e'),
  uuid: fc.uuid(),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
  hostname: fc.constantFrom('example.com', 'a.b.example.org', 'localhost'),
};

/** @returns undefined for a schema of texts of any form, and for a pattern that cannot be followed */
export function formattedText(schema: JsonSchema): fc.Arbitrary<string> | undefined {
  if (typeof schema.format === 'string' && schema.format in FORMATS) return FORMATS[schema.format];
  if (typeof schema.pattern !== 'string') return undefined;
  try {
    return fc.stringMatching(new RegExp(schema.pattern), { size: 'xsmall' });
  } catch {
    // Lookaheads and the like are beyond what texts can be made for; the function then gets texts of any form.
    return undefined;
  }
}
