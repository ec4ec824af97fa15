/**
 * Milliseconds that a Retry-After header asks for: whole seconds, or a date (RFC 9110, 10.2.3).
 * @returns undefined without a header or with one that makes no sense
 */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // `Date.parse` alone takes "-1" for a year.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
