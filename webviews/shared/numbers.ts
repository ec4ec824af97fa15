/** Numbers with units for people, in the language of the page. */
export class NumberTexts {
  private readonly formats = new Map<string, Intl.NumberFormat>();

  /** @param locale BCP 47 tag */
  constructor(private readonly locale: string) {}

  whole(value: number): string {
    return this.format({ maximumFractionDigits: 0 }).format(value);
  }

  /** Decimal units, as disks and hubs give them, e.g. "8.1 GB". */
  bytes(value: number): string {
    const steps = [
      { unit: 'gigabyte', size: 1e9 },
      { unit: 'megabyte', size: 1e6 },
      { unit: 'kilobyte', size: 1e3 },
    ];
    const { unit, size } = steps.find((step) => value >= step.size) ?? { unit: 'byte', size: 1 };
    const digits = value >= 1e9 || (size > 1 && value < 10 * size) ? 1 : 0;
    return this.format({ style: 'unit', unit, maximumFractionDigits: digits }).format(value / size);
  }

  /** E.g. "42 ms", "3.4 ms", "1.2 sec". */
  milliseconds(value: number): string {
    if (value >= 1000) {
      return this.format({ style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(value / 1000);
    }
    return this.format({ style: 'unit', unit: 'millisecond', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  /** A share from 0 to 1, rounded down: "100%" only when all is done. */
  percent(share: number): string {
    return this.format({ style: 'percent', maximumFractionDigits: 0 }).format(Math.floor(100 * share) / 100);
  }

  /** E.g. "1.7B". */
  compact(value: number): string {
    return this.format({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
  }

  date(iso: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium' }).format(new Date(iso));
  }

  private format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const known = this.formats.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.formats.set(key, known);
    return known;
  }
}
