import { NumberTexts } from './numbers';

/** Money, shares and times for people, in the language of the page. Money comes in micro-dollars. */
export class MoneyTexts extends NumberTexts {
  private readonly collected = new Map<number, Intl.NumberFormat>();
  private readonly moment: Intl.DateTimeFormat;
  private readonly dayOnly: Intl.DateTimeFormat;

  constructor(private readonly language: string) {
    super(language);
    this.moment = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
    this.dayOnly = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  }

  /** Cents, and for less than a dollar as many digits as it takes to tell small amounts apart. */
  dollars(micro: number): string {
    const size = Math.abs(micro);
    const digits = micro === 0 || size >= 1_000_000 ? 2 : size >= 10_000 ? 4 : 6;
    const format =
      this.collected.get(digits) ??
      new Intl.NumberFormat(this.language, {
        style: 'currency',
        currency: 'USD',
        minimumFractionDigits: 2,
        maximumFractionDigits: digits,
      });
    this.collected.set(digits, format);
    return format.format(micro / 1e6);
  }

  /** Of a column of small amounts: four decimals each, so that digits stand below each other; nothing is $0.00. */
  fourDecimals(micro: number): string {
    if (Math.abs(micro) < 50) return this.dollars(micro);
    return this.format({
      style: 'currency',
      currency: 'USD',
      minimumFractionDigits: 4,
      maximumFractionDigits: 4,
    }).format(micro / 1e6);
  }

  /** With its sign, also a plus. */
  difference(micro: number): string {
    return micro > 0 ? `+${this.dollars(micro)}` : this.dollars(micro).replace('-', '−');
  }

  /** A share from 0 to 1, to the nearest whole per cent. */
  share(value: number): string {
    return new Intl.NumberFormat(this.language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  }

  decimal(value: number): string {
    return new Intl.NumberFormat(this.language, { maximumSignificantDigits: 3 }).format(value);
  }

  time(at: number): string {
    return this.moment.format(at);
  }

  /** Date and time without seconds. */
  minute(at: number): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  }

  dayOf(at: number): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium' }).format(at);
  }

  /** @param day YYYY-MM-DD */
  shortDay(day: string): string {
    const date = new Date(`${day}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? day : this.dayOnly.format(date);
  }
}
