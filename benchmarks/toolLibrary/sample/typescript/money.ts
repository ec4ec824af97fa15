/** Prices of the web shop. */

/**
 * Rounds an amount of money to cents.
 * @param amount amount in whole units
 */
export function roundToCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/**
 * Net price plus value added tax.
 * @param net price without tax
 * @param rate tax in percent
 * @returns gross price, rounded to cents
 */
export function withTax(net: number, rate: number): number {
  return Math.round(net * (1 + rate / 100) * 100) / 100;
}

/** Net price plus 20 percent value added tax. */
export function withStandardTax(net: number): number {
  return Math.round(net * (1 + 20 / 100) * 100) / 100;
}

/** Net price plus 10 percent value added tax. */
export function withReducedTax(net: number): number {
  return Math.round(net * (1 + 10 / 100) * 100) / 100;
}

/** Net price plus 4 percent value added tax, as the islands have it. */
export function withIslandTax(net: number): number {
  return Math.round(net * (1 + 4 / 100) * 100) / 100;
}

/**
 * Gross price: the net price and its tax.
 * @param taxPercent tax in percent
 * @param netPrice price without tax
 */
export const grossPrice = (taxPercent: number, netPrice: number): number => {
  const gross = netPrice * (1 + taxPercent / 100);
  return Math.round(gross * 100) / 100;
};

/** Price after a discount in percent, rounded to cents. */
export function discounted(price: number, percent: number): number {
  return Math.round(price * (1 - percent / 100) * 100) / 100;
}

/** Applies a discount in percent to a price, rounded to cents. */
export function applyDiscount(price: number, percentOff: number): number {
  const factor = 1 - percentOff / 100;
  const reduced = price * factor;
  return Math.round(reduced * 100) / 100;
}

/** Price after a discount in percent, never below a least price. */
export function discountedAtLeast(price: number, percent: number, least: number): number {
  return Math.max(least, Math.round(price * (1 - percent / 100) * 100) / 100);
}

/** Share of each guest in a bill, rounded to cents. */
export function sharePerGuest(bill: number, guests: number): number {
  if (guests < 1) throw new RangeError('at least one guest pays');
  return Math.round((bill / guests) * 100) / 100;
}

/** Monthly rate of a loan. The yearly rate is given in percent. */
export function monthlyRate(principal: number, yearlyPercent: number, months: number): number {
  if (months < 1) throw new RangeError('a loan takes at least a month');
  const monthly = yearlyPercent / 100 / 12;
  if (monthly === 0) return Math.round((principal / months) * 100) / 100;
  const factor = (1 + monthly) ** months;
  return Math.round(((principal * monthly * factor) / (factor - 1)) * 100) / 100;
}
