const steps = [
  { unit: 'gigabyte', bytes: 1e9 },
  { unit: 'megabyte', bytes: 1e6 },
  { unit: 'kilobyte', bytes: 1e3 },
] as const;

/** A number of bytes for people, in decimal units as disks and hubs give them, e.g. "8.1 GB". @param locale BCP 47 tag */
export function sizeText(bytes: number, locale: string): string {
  const { unit, bytes: size } = steps.find((step) => bytes >= step.bytes) ?? { unit: 'byte', bytes: 1 };
  const digits = bytes >= 1e9 || (unit !== 'byte' && bytes < 10 * size) ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(bytes / size);
}

/** A share from 0 to 1, e.g. "42%"; never "100%" before all is done. */
export function percentText(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(Math.floor(100 * share) / 100);
}
