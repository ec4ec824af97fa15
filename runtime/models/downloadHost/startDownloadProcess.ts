import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../../runtimeError';
import { DownloadJournal } from '../downloads/downloadJournal';
import type { DownloadRequest } from '../downloads/runDownload';
import { folderFailure, ModelsFolder } from '../modelsFolder';
import type { DownloadStatus } from '../protocol';
import { exitBusy } from './request';

export interface ProcessOptions {
  /** Absolute path of downloadHost.cjs. */
  readonly entry: string;
  /** Options of Node before the entry; default: none, whatever this process has. */
  readonly execArgv?: readonly string[] | undefined;
}

/** Longest time until a process has taken the lock. Milliseconds. */
const startMs = 20_000;
const pollMs = 50;

/**
 * Starts the process that downloads a model, and leaves it alone: it goes on when this one ends.
 * @returns as soon as it is at work, or another one is
 * @throws RuntimeError crashed when it does not start
 */
export async function startDownloadProcess(request: DownloadRequest, options: ProcessOptions): Promise<DownloadStatus> {
  const folder = new ModelsFolder(request.modelsFolder);
  const journal = new DownloadJournal(folder, request.model);
  try {
    await folder.prepare();
    await journal.prepare();
  } catch (error) {
    throw folderFailure(error, folder.root);
  }
  const before = (await journal.readWrittenStatus())?.attempt;
  const log = await open(journal.log, 'a');
  let exit: number | string | undefined;
  try {
    const child = spawn(process.execPath, [...(options.execArgv ?? []), options.entry], {
      cwd: path.dirname(options.entry),
      detached: true,
      windowsHide: true,
      // The request comes by a pipe and not by the command line or the environment: both can be seen by others.
      stdio: ['pipe', log.fd, log.fd],
    });
    child.once('exit', (code, signal) => (exit = code ?? signal ?? 'unknown'));
    child.once('error', (error) => (exit = error.message));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(JSON.stringify(request));
    child.unref();
  } finally {
    await log.close();
  }
  const deadline = Date.now() + startMs;
  for (;;) {
    const written = await journal.readWrittenStatus();
    const status = await journal.readStatus();
    // Its own status, also when it has failed by now; or that of the one that was there first.
    if (status && written?.attempt !== before) return status;
    if (exit === exitBusy && status) return status;
    if ((exit !== undefined && exit !== exitBusy) || Date.now() > deadline) throw notStarted(exit, journal.log);
    await sleep(pollMs);
  }
}

function notStarted(exit: number | string | undefined, log: string): RuntimeError {
  const how = exit === undefined ? `it was not at work within ${startMs / 1000} s` : `it ended with ${exit}`;
  return new RuntimeError('crashed', `The download did not start: ${how}.`, `Try again; ${log} may say more.`);
}
