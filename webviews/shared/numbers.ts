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

  /** Two units at most, e.g. "42 ms", "1.2 sec", "3 min 20 sec", "2 hr 5 min". */
  duration(milliseconds: number): string {
    if (milliseconds < 60_000) return this.milliseconds(milliseconds);
    const seconds = Math.round(milliseconds / 1000);
    const [large, small, size] =
      seconds < 3600 ? (['minute', 'second', 60] as const) : (['hour', 'minute', 3600] as const);
    const rest = Math.floor((seconds % size) / (size / 60));
    const unit = (value: number, name: string): string =>
      this.format({ style: 'unit', unit: name, maximumFractionDigits: 0 }).format(value);
    return rest === 0
      ? unit(Math.floor(seconds / size), large)
      : `${unit(Math.floor(seconds / size), large)} ${unit(rest, small)}`;
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

  protected format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const known = this.formats.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.formats.set(key, known);
    return known;
  }
}
