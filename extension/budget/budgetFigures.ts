/** Money as people write it. Micro-dollars in, text out. No 'vscode'. */

/** For the status bar and for messages: cents, and more digits only below one. */
export function dollars(micro: number, locale: string): string {
  const small = micro !== 0 && Math.abs(micro) < 10_000;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: small ? 6 : 2,
  }).format(micro / 1e6);
}

/**
 * Reads an amount that a person typed: "10", "2.50", "$ 1,000.5", "2,5".
 * @returns micro-dollars, rounded down to a whole one: a budget never grows by being read; undefined when it is none
 */
export function parseDollars(typed: string): number | undefined {
  const text = typed.replace(/[\s$]/g, '').replace(/^usd|usd$/i, '');
  // A comma before exactly three digits groups thousands, any other one is a decimal comma.
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  if (!/^\d*\.?\d+$|^\d+\.$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) && value <= 1e9 ? Math.floor(value * 1e6 + 1e-6) : undefined;
}

/** A whole number of requests. */
export function parseRequests(typed: string): number | undefined {
  const text = typed.replaceAll(/[\s,]/g, '');
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Shares like "50, 80" in per cent. @returns ascending shares of 1 without doubles; undefined when one makes no sense */
export function parseShares(typed: string): readonly number[] | undefined {
  const parts = typed.split(/[\s,;%]+/).filter(Boolean);
  const shares = parts.map((part) => Number(part) / 100);
  if (shares.some((share) => !(share > 0 && share <= 1))) return undefined;
  return [...new Set(shares)].sort((one, other) => one - other);
}
