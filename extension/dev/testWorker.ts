/**
 * Runs files of tests with mocha, one after the other, as it is told over IPC. Modules that several files need are loaded
 * once. It is started by `npm test`, with a loader for TypeScript.
 */
import { readFileSync } from 'node:fs';
import Mocha from 'mocha';
import { z } from 'zod';
import { endOfFile, toWorker, type FromWorker } from './jobs/workerMessages';
import { failureLine } from './parts/part';

const { EVENT_TEST_BEGIN, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;
const { timeout } = z.object({ timeout: z.number() }).parse(JSON.parse(readFileSync('.mocharc.json', 'utf8')));

const send = (message: FromWorker): void => void process.send?.(message);

/** Mocha's usual report, with the failures behind the tests of their file. */
class FileReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(EVENT_TEST_BEGIN, (test: Mocha.Test) => send({ type: 'begun', title: test.fullTitle() }));
    runner.on(EVENT_TEST_PASS, (test: Mocha.Test) => send({ type: 'passed', title: test.fullTitle() }));
    runner.on(EVENT_TEST_PENDING, (test: Mocha.Test) => send({ type: 'skipped', title: test.fullTitle() }));
    // A failing hook arrives here as well, and counts like a test.
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Runnable, error: unknown) =>
      send({ type: 'failed', title: failureLine(test.fullTitle(), error) }),
    );
  }

  override epilogue(): void {
    if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
  }
}

let current: string | undefined;
let last = 'the first file';

async function run(file: string): Promise<void> {
  current = file;
  const mocha = new Mocha({ reporter: FileReporter, timeout, forbidOnly: true, color: false }).addFile(file);
  try {
    await mocha.loadFilesAsync();
    await new Promise<void>((resolve) => void mocha.run(() => resolve()));
  } catch (error) {
    console.error(error);
    send({ type: 'failed', title: failureLine(`${file} cannot be loaded`, error) });
  }
  last = file;
  current = undefined;
  process.stdout.write(endOfFile);
  process.stderr.write(endOfFile);
  send({ type: 'ended' });
}

// Mocha lets these pass; thrown, they are the failure of the test that runs.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
// While mocha runs it has a listener of its own, and blames the test that runs.
process.on('uncaughtException', (error) => {
  if (current !== undefined) return;
  console.error(error);
  send({ type: 'failed', title: `after ${last}: ${error.message}` });
});
process.on('message', (value) => {
  const message = toWorker.parse(value);
  if ('file' in message) void run(message.file);
  else process.exit(0);
});
// Without `npm test` there is nobody to tell.
process.on('disconnect', () => process.exit(1));
