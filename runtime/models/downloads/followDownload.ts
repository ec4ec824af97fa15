import { setTimeout as sleep } from 'node:timers/promises';
import type { DownloadStatus } from '../protocol';
import { isEnd, type DownloadJournal } from './downloadJournal';
import { holder } from '../../files';

const pollMs = 250;

/**
 * Watches a download that another process works on, until it ends or that process is gone.
 * @param signal ends the watching, not the download
 * @returns its last status; `phase` is no end when its process was lost
 */
export async function followDownload(
  journal: DownloadJournal,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onStatus?: ((status: DownloadStatus) => void) | undefined;
  } = {},
): Promise<DownloadStatus | undefined> {
  let last = '';
  for (;;) {
    const held = (await holder(journal.lock)) !== undefined;
    const status = await journal.readStatus();
    const text = JSON.stringify(status);
    if (status && text !== last) options.onStatus?.(status);
    last = text;
    // A process that has begun a moment ago still shows the end of the try before it.
    if (!held) return status;
    if (status && isEnd(status.phase)) await waitForRelease(journal);
    await sleep(pollMs, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/**
 * Asks the process that works on a download to stop, and waits until it has.
 * @returns false when there is none
 */
export async function stopDownload(journal: DownloadJournal, timeoutMs = 15_000): Promise<boolean> {
  if (!(await holder(journal.lock))) return false;
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    // Again and again: a process that has just begun clears what it finds.
    await journal.requestCancel();
    await sleep(pollMs);
    if (!(await holder(journal.lock))) break;
  }
  await journal.clearCancel();
  return true;
}

/** The lock goes right after the last status. */
async function waitForRelease(journal: DownloadJournal): Promise<void> {
  for (let tries = 0; tries < 10 && (await holder(journal.lock)); tries++) await sleep(20);
}
