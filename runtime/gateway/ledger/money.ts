/** Micro-dollars as people read them: "$12.50", "$0.42", "$0.000199"; the less it is, the more digits say something. */
export function dollars(microDollars: number): string {
  const sign = microDollars < 0 ? '-' : '';
  const value = Math.abs(microDollars) / 1_000_000;
  const digits = value >= 1 ? 2 : value >= 0.01 ? 4 : 6;
  return `${sign}$${value.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}
