import type { SampleFilter, SampleRow } from '../protocol';
import type { Ask } from '../questions';

/** Rows asked for at once. */
const pageRows = 200;
/** Pages kept: those that were looked at last. */
const mostPages = 40;

export type PagedFilter = Omit<SampleFilter, 'offset' | 'limit'>;

interface Options {
  readonly ask: Ask;
  /** Rows came, or their number changed. */
  readonly onChange: () => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * The samples that a filter lets through, in pages that are asked for when they are needed. Rows that were there stay until newer
 * ones come, so that a list that is looked at during a run does not flicker.
 */
export class SamplePages {
  private pages = new Map<number, readonly SampleRow[]>();
  private readonly asked = new Set<number>();
  private stale = new Set<number>();
  private filter: PagedFilter | undefined;
  private version = 0;
  /** Rows that the filter lets through; undefined: not known yet. */
  total: number | undefined;
  /** Samples of the run. */
  all = 0;

  constructor(private readonly options: Options) {}

  /** Another filter: everything is asked for anew. */
  use(filter: PagedFilter): void {
    this.filter = filter;
    this.version += 1;
    this.pages.clear();
    this.asked.clear();
    this.stale.clear();
    this.total = undefined;
    this.need(0, 1);
  }

  /** The samples have changed: what is looked at is asked for again, the rest when it is looked at. */
  renew(): void {
    this.stale = new Set(this.pages.keys());
    if (this.total === undefined) this.need(0, 1);
  }

  row(index: number): SampleRow | undefined {
    return this.pages.get(Math.floor(index / pageRows))?.[index % pageRows];
  }

  /** Rows from `start` up to, not including, `end` are about to be shown. */
  need(start: number, end: number): void {
    for (let page = Math.floor(start / pageRows); page * pageRows < Math.max(end, start + 1); page += 1) {
      if (!this.pages.has(page) || this.stale.has(page)) void this.load(page);
    }
  }

  /** @returns the row at an index, asked for if it is not there */
  async fetch(index: number): Promise<SampleRow | undefined> {
    if (!this.row(index)) await this.load(Math.floor(index / pageRows));
    return this.row(index);
  }

  private async load(page: number): Promise<void> {
    const { filter, version } = this;
    if (!filter || this.asked.has(page)) return;
    this.asked.add(page);
    try {
      const answer = await this.options.ask('listSamples', { ...filter, offset: page * pageRows, limit: pageRows });
      if (version !== this.version) return;
      this.stale.delete(page);
      // Looked at last comes last.
      this.pages.delete(page);
      this.pages.set(page, answer.rows);
      for (const oldest of this.pages.keys()) {
        if (this.pages.size <= mostPages) break;
        this.pages.delete(oldest);
      }
      this.total = answer.total;
      this.all = answer.all;
      this.options.onChange();
    } catch (error) {
      if (version === this.version) this.options.onProblem(error);
    } finally {
      if (version === this.version) this.asked.delete(page);
    }
  }
}
