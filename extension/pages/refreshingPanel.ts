import { PagePanel, type PagePanelOptions } from './pagePanel';

interface Message {
  readonly type: string;
}

/** Changes that come within this time go to the page together. Milliseconds. */
const calmMs = 400;

/** A page that is read anew when something changes, and only while somebody looks. */
export abstract class RefreshingPanel<ToPage extends Message, Request extends Message> extends PagePanel<
  ToPage,
  Request
> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loading: Promise<void> | undefined;
  private again = false;

  protected constructor(page: PagePanelOptions) {
    super(page);
  }

  /** What the page shows has changed. */
  changed(): void {
    if (!this.visible) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, calmMs);
  }

  /** Reads everything and sends it; a second wish that comes meanwhile is granted afterwards, once. */
  async refresh(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.read()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.loading = undefined;
        if (!this.again) return;
        this.again = false;
        void this.refresh();
      });
    return this.loading;
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  protected override onReady(): void {
    this.sendState();
    void this.refresh();
  }

  /** Reads everything and sends it. */
  protected abstract read(): Promise<void>;

  /** Shows why it could not be read. */
  protected abstract fail(error: unknown): void;

  /** Sends what is known now. */
  protected abstract sendState(): void;
}
