import { randomUUID } from 'node:crypto';
import type { RuntimeErrorData } from '../../protocol';
import type { DownloadPhase, DownloadStatus } from '../protocol';
import type { DownloadJournal, WrittenStatus } from './downloadJournal';

/** Least milliseconds between two writings of a status that is no end. */
const pauseMs = 250;
/** The speed is that of about the last seconds. */
const speedWindowMs = 3000;

/** Keeps the status of a download, writes it to the journal now and then, and tells it to whoever runs it. */
export class StatusWriter {
  private status: WrittenStatus;
  private readonly received = new Map<string, number>();
  private readonly marks: { readonly at: number; readonly bytes: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Bytes fetched by this process; never falls. */
  private fetched = 0;
  private isLeft = false;

  constructor(
    private readonly journal: DownloadJournal,
    private readonly listener: (status: DownloadStatus) => void,
  ) {
    const now = new Date().toISOString();
    this.status = {
      model: journal.model,
      phase: 'listing',
      doneBytes: 0,
      totalBytes: 0,
      doneFiles: 0,
      totalFiles: 0,
      bytesPerSecond: 0,
      pid: process.pid,
      attempt: randomUUID(),
      startedAt: now,
      updatedAt: now,
    };
  }

  /** A phase begins. */
  async begin(phase: DownloadPhase, totalBytes: number, totalFiles: number, doneFiles: number): Promise<void> {
    this.received.clear();
    this.marks.length = 0;
    const fresh = { doneBytes: 0, bytesPerSecond: 0, waiting: undefined };
    this.status = { ...this.status, ...fresh, phase, totalBytes, totalFiles, doneFiles };
    await this.write();
  }

  /** @param bytes of one file that are here; @param fetched whether they came over the network just now */
  progress(file: string, bytes: number, fetched = true): void {
    const before = this.received.get(file) ?? 0;
    this.received.set(file, bytes);
    if (fetched && bytes > before) this.fetched += bytes - before;
    this.status = { ...this.status, doneBytes: this.status.doneBytes + bytes - before, waiting: undefined };
    this.schedule();
  }

  /** Of work that knows its own totals, as the conversion does. */
  totals(doneBytes: number, totalBytes: number): void {
    this.status = { ...this.status, doneBytes, totalBytes };
    this.fetched = doneBytes;
    this.schedule();
  }

  fileDone(): void {
    this.status = { ...this.status, doneFiles: this.status.doneFiles + 1 };
    this.schedule();
  }

  waiting(reason: string): void {
    this.status = { ...this.status, waiting: reason };
    this.schedule();
  }

  async end(phase: 'done' | 'failed' | 'cancelled', error?: RuntimeErrorData): Promise<DownloadStatus> {
    this.status = { ...this.status, phase, waiting: undefined, bytesPerSecond: 0, error };
    await this.write();
    return this.current();
  }

  /** Another process has taken over: what is written there from now on is its own. */
  leaveJournal(): void {
    this.isLeft = true;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => void this.write(), pauseMs);
  }

  private write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.status = { ...this.status, bytesPerSecond: this.speed(), updatedAt: new Date().toISOString() };
    const status = this.status;
    this.listener(this.current());
    // One after the other; a full disk must not end the download by this: its own files will say so.
    this.writing = this.writing.then(() =>
      this.isLeft ? undefined : this.journal.writeStatus(status).catch(() => undefined),
    );
    return this.writing;
  }

  private speed(): number {
    const now = performance.now();
    this.marks.push({ at: now, bytes: this.fetched });
    while (this.marks.length > 2 && now - this.marks[0]!.at > speedWindowMs) this.marks.shift();
    const [first] = this.marks;
    return first && now > first.at ? Math.round(((this.fetched - first.bytes) * 1000) / (now - first.at)) : 0;
  }

  private current(): DownloadStatus {
    const { attempt: _, ...status } = this.status;
    return { ...status, active: !['done', 'failed', 'cancelled'].includes(status.phase) };
  }
}
