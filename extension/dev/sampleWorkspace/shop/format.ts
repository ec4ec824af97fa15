/** Formats an amount of cents, e.g. 1250 as "12.50 EUR". */
export function formatPrice(cents: number, currency = 'EUR'): string {
  const amount = (cents / 100).toFixed(2);
  return `${amount} ${currency}`;
}

/** Shortens a text to at most `length` characters. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1)}…`;
}
