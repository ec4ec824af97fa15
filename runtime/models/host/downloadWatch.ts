import { setTimeout as sleep } from 'node:timers/promises';
import type { IdleTimer } from '../../host/idleTimer';
import type { ModelManager } from '../modelManager';
import type { DownloadStatus } from '../protocol';

const pollMs = 250;
/** While nothing is downloaded: how soon a download that another window starts is noticed. */
const restMs = 2000;

/** Tells of the downloads of a models folder, whichever process works on them. */
export class DownloadWatch {
  private readonly known = new Map<string, string>();
  private readonly ended = new AbortController();
  private looking = false;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param idle told that there is work while something is downloaded */
  constructor(
    private readonly manager: ModelManager,
    private readonly listener: (status: DownloadStatus) => void,
    private readonly idle: IdleTimer,
  ) {}

  /**
   * Looks now, and goes on while something is downloaded; after that looks now and then.
   * @param started a model whose download was begun: its end is told even where it had come before the first look
   */
  async look(started?: string): Promise<void> {
    if (started !== undefined) this.known.set(started, '');
    this.again = true;
    if (this.looking) return;
    this.looking = true;
    clearTimeout(this.timer);
    try {
      while (this.again && !this.ended.signal.aborted) {
        this.again = false;
        await this.idle.during(() => this.follow());
      }
    } finally {
      this.looking = false;
      if (!this.ended.signal.aborted) this.timer = setTimeout(() => void this.glance(), restMs);
    }
  }

  dispose(): void {
    this.ended.abort();
    clearTimeout(this.timer);
  }

  /** Does not count as work unless it finds some. */
  private async glance(): Promise<void> {
    const active = (await this.statuses()).some((status) => status.active);
    if (active) await this.look();
    else if (!this.ended.signal.aborted && !this.looking) this.timer = setTimeout(() => void this.glance(), restMs);
  }

  private async follow(): Promise<void> {
    while (!this.ended.signal.aborted) {
      const statuses = await this.statuses();
      for (const status of statuses) this.tell(status);
      if (!statuses.some(({ active }) => active)) return;
      await sleep(pollMs, undefined, { signal: this.ended.signal }).catch(() => undefined);
    }
  }

  private tell(status: DownloadStatus): void {
    const text = JSON.stringify(status);
    const before = this.known.get(status.model);
    this.known.set(status.model, text);
    // What had ended before anybody looked is no news.
    if (before !== undefined ? before !== text : status.active) this.listener(status);
  }

  private async statuses(): Promise<readonly DownloadStatus[]> {
    return this.manager.downloads().catch(() => []);
  }
}
