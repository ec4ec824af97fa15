import { stat } from 'node:fs/promises';
import path from 'node:path';
import { partialName, transferFile } from '../hub/fileTransfer';
import type { HubConnection } from '../hub/hubConnection';
import type { RemoteFile } from '../hub/remoteRepository';
import type { DownloadPlan } from './downloadJournal';
import type { StatusWriter } from './statusWriter';

/** The files of a plan in a folder: which are missing, and how to get them. */
export class FileSet {
  /** Bytes that are still to come; known after `missing`. */
  missingBytes = 0;
  private complete: readonly RemoteFile[] = [];
  private rest: readonly RemoteFile[] = [];

  constructor(
    private readonly connection: HubConnection,
    private readonly plan: DownloadPlan,
    private readonly folder: string,
    private readonly status: StatusWriter,
    private readonly signal: AbortSignal,
  ) {}

  /** Files that are not complete. One with its own name is: it got it when its hash was right. */
  async missing(): Promise<readonly RemoteFile[]> {
    const complete: RemoteFile[] = [];
    const rest: RemoteFile[] = [];
    this.missingBytes = 0;
    for (const file of this.plan.files) {
      if ((await sizeOf(path.join(this.folder, file.path))) === file.bytes) {
        complete.push(file);
      } else {
        rest.push(file);
        const there = await sizeOf(path.join(this.folder, partialName(file)));
        this.missingBytes += file.bytes - Math.min(there ?? 0, file.bytes);
      }
    }
    [this.complete, this.rest] = [complete, rest];
    return rest;
  }

  /**
   * Fetches what `missing` found, large files first.
   * @param parallel files at once
   * @throws the first failure; the others are stopped, and what they have got is kept
   */
  async fetch(parallel: number): Promise<void> {
    for (const file of this.complete) {
      this.status.progress(file.path, file.bytes, false);
      this.status.fileDone();
    }
    const queue = [...this.rest].sort((a, b) => b.bytes - a.bytes);
    const failed = new AbortController();
    const signal = AbortSignal.any([this.signal, failed.signal]);
    let failure: { readonly error: unknown } | undefined;
    const worker = async () => {
      for (let file = queue.shift(); file && !signal.aborted; file = queue.shift()) {
        try {
          await this.fetchOne(file, signal);
        } catch (error) {
          failure ??= { error };
          failed.abort();
        }
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
    this.signal.throwIfAborted();
    if (failure) throw failure.error;
  }

  private async fetchOne(file: RemoteFile, signal: AbortSignal): Promise<void> {
    const { repository, commit } = this.plan;
    let first = true;
    await transferFile(this.connection, { repository, commit }, file, this.folder, {
      signal,
      onBytes: (bytes) => {
        // What is there at the beginning did not come over the network.
        this.status.progress(file.path, bytes, !first);
        first = false;
      },
      onPause: (reason) => this.status.waiting(reason),
    });
    this.status.fileDone();
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}
