/**
 * Entry of the process that downloads one model, bundled to dist/runtime/downloadHost.cjs. It belongs to no window: the
 * request comes on standard input, which is closed then, and everything else goes over the files of the models folder.
 */
import { constants, setPriority } from 'node:os';
import type { z } from 'zod';
import { runDownload } from '../downloads/runDownload';
import { toErrorData } from '../errorData';
import { RuntimeError } from '../../runtimeError';
import { exitBusy, exitFailed, requestSchema } from './request';

const largestRequest = 65_536;

async function readRequest(): Promise<z.infer<typeof requestSchema>> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > largestRequest) throw new Error('The request is too long.');
  }
  return requestSchema.parse(JSON.parse(text));
}

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed here: the conversion then competes with the editor.
  }
  try {
    const status = await runDownload(await readRequest(), {
      signal: stop.signal,
      log: (message) => console.error(`${new Date().toISOString()} ${message}`),
    });
    return status.phase === 'failed' ? exitFailed : 0;
  } catch (error) {
    if (error instanceof RuntimeError && error.kind === 'in-use') return exitBusy;
    // The starter reads this line: there may be no journal to write it to.
    console.error(JSON.stringify(toErrorData(error)));
    return exitFailed;
  }
}

void main().then((code) => process.exit(code));
