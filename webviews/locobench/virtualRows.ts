import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';

export interface VirtualRowsOptions {
  /** Scrolls. */
  readonly scroller: HTMLElement;
  /** Becomes as tall as all rows together; rows are put into it. */
  readonly body: HTMLElement;
  /** Makes the row at an index; asked again when it is shown again or `renew` was called. */
  readonly make: (index: number) => HTMLElement;
  /** Rows from `start` up to, not including, `end` are shown now. */
  readonly onRange?: (start: number, end: number) => void;
  /** Height of what stands above the rows and stays there. Pixels. */
  readonly headHeight?: () => number;
}

/** Guess before a row was measured. Pixels. */
const firstHeight = 24;
const overscan = 30;

/**
 * Rows of one height, of which only those near what is visible are in the page. The height is measured, because it follows font and zoom.
 */
export class VirtualRows {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly made = new Map<number, HTMLElement>();
  private height = firstHeight;
  private count = 0;

  constructor(private readonly options: VirtualRowsOptions) {
    this.virtualizer = new Virtualizer(this.virtualOptions());
    this.virtualizer._didMount();
    this.virtualizer._willUpdate();
    // The height of a row changes with the zoom, which changes the size of everything.
    new ResizeObserver(() => requestAnimationFrame(() => this.measure())).observe(options.scroller);
  }

  /** Rows that fit. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.options.scroller.clientHeight / this.height) - 2);
  }

  setCount(count: number): void {
    if (count === this.count) return;
    this.count = count;
    for (const [index, row] of this.made) {
      if (index < count) continue;
      row.remove();
      this.made.delete(index);
    }
    this.refresh();
  }

  /** What rows show has changed. */
  renew(): void {
    for (const [index, row] of this.made) {
      const fresh = this.options.make(index);
      if (fresh.isEqualNode(row)) continue;
      this.put(fresh, index);
      row.replaceWith(fresh);
      this.made.set(index, fresh);
    }
    this.render();
  }

  scrollTo(index: number): void {
    const { scroller, headHeight } = this.options;
    const head = headHeight?.() ?? 0;
    const top = index * this.height;
    const seen = scroller.clientHeight - head;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.height > scroller.scrollTop + seen) scroller.scrollTop = top + this.height - seen;
    this.virtualizer.scrollOffset = scroller.scrollTop;
    this.render();
  }

  top(): void {
    this.options.scroller.scrollTop = 0;
  }

  private virtualOptions(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    const { scroller } = this.options;
    return {
      count: this.count,
      overscan,
      getScrollElement: () => scroller,
      estimateSize: () => this.height,
      scrollToFn: elementScroll,
      // Not within the observer's own turn: rows that are put in then may change the size that it observes.
      observeElementRect: (instance, tell) =>
        observeElementRect(instance, (rect) => requestAnimationFrame(() => tell(rect))),
      observeElementOffset,
      onChange: () => this.render(),
    };
  }

  private refresh(): void {
    this.virtualizer.setOptions(this.virtualOptions());
    this.virtualizer.measure();
    this.virtualizer._willUpdate();
    this.render();
  }

  private render(): void {
    const { body, make, onRange } = this.options;
    const items = this.virtualizer.getVirtualItems();
    const first = items[0]?.index ?? 0;
    const end = (items.at(-1)?.index ?? -1) + 1;
    body.style.height = `${this.count * this.height}px`;
    for (const [index, row] of this.made) {
      if (index >= first && index < end) continue;
      row.remove();
      this.made.delete(index);
    }
    const added = document.createDocumentFragment();
    for (let index = first; index < end; index += 1) {
      if (this.made.has(index)) continue;
      const row = make(index);
      this.put(row, index);
      this.made.set(index, row);
      added.append(row);
    }
    if (added.childElementCount > 0) {
      body.append(added);
      this.measure();
    }
    onRange?.(first, end);
  }

  private put(row: HTMLElement, index: number): void {
    row.style.transform = `translateY(${index * this.height}px)`;
  }

  private measure(): void {
    const [row] = this.made.values();
    // Not by its rectangle: far down, the place of a row takes away from the precision of its size.
    const height = row ? parseFloat(getComputedStyle(row).height) : 0;
    if (!(height > 0) || Math.abs(height - this.height) < 0.01) return;
    this.height = height;
    for (const [index, each] of this.made) this.put(each, index);
    this.refresh();
  }
}
