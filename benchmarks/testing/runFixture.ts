/** Runs of the real command line on questions, with a provider on 127.0.0.1 that is told how to behave. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../../runtime/gateway/testing/fakeProvider';
import { squareOf, writeQuestions, writeSettings } from '../core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine, type Finished } from './commandLine';

const counts = z.object({
  waiting: z.number(),
  running: z.number(),
  scored: z.number(),
  error: z.number(),
  refused: z.number(),
  skipped: z.number(),
});
const answerForm = z.object({
  run: z.object({ id: z.string(), state: z.string(), spent: z.number(), reason: z.string().optional(), counts }),
  models: z.array(z.object({ model: z.string(), n: z.number(), value: z.number().nullable(), errors: z.number() })),
});

export type RunAnswer = z.infer<typeof answerForm>;

/** A command that is under way. */
export interface Started {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Exit status, null after a signal that was not caught, and what it printed. */
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
}

export class RunFixture {
  /** The answer to each request, from 0; default: every question as its model answers it. */
  script: (request: FakeRequest, index: number) => FakeAnswer = (request) => squareOf(request);

  private constructor(
    readonly folder: string,
    readonly provider: FakeProvider,
    /** Of the gateway: the provider with the models `fake/right` and `fake/wrong`. */
    readonly settings: string,
    /** A set of questions. */
    readonly set: string,
    /** State folder of the commands. */
    readonly state: string,
  ) {}

  /** @param state default: a folder of the fixture */
  static async start(questions: number, state?: string): Promise<RunFixture> {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-runs-'));
    const set = await writeQuestions(path.join(folder, 'set'), questions);
    const provider = await startFakeProvider((request, index) => fixture.script(request, index));
    const settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin);
    const fixture = new RunFixture(folder, provider, settings, set, state ?? path.join(folder, 'state'));
    return fixture;
  }

  async close(): Promise<void> {
    await this.provider.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Arguments that begin a run of the set. */
  begin(...models: readonly string[]): readonly string[] {
    return ['--scenarios', this.set, ...models.flatMap((model) => ['--model', model])];
  }

  /** `whetstone locobench …` to its end. */
  command(...args: readonly string[]): Promise<Finished> {
    return runCommandLine(['locobench', ...args], { env: this.env() });
  }

  /** `whetstone locobench run … --json` to its end. @param status that it has to end with */
  async run(status: number, ...args: readonly string[]): Promise<RunAnswer> {
    const finished = await this.command('run', '--config', this.settings, '--json', ...args);
    assert.equal(finished.status, status, finished.stderr);
    return answerForm.parse(JSON.parse(finished.stdout));
  }

  /** The same, not waited for. */
  async start(...args: readonly string[]): Promise<Started> {
    const line = [await bundledCommandLine(), 'locobench', 'run', '--config', this.settings, '--json', ...args];
    const child = spawn(process.execPath, line, { env: this.env(), stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return {
      kill: (signal) => void child.kill(signal),
      ended: new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (status) => resolve({ status, stdout, stderr }));
      }),
    };
  }

  /** Id of the newest run. */
  async newest(): Promise<string> {
    const { stdout } = await this.command('runs', '--json');
    const { runs } = z.object({ runs: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(stdout));
    return runs[0]?.id ?? assert.fail('There is no run.');
  }

  private env(): NodeJS.ProcessEnv {
    return { ...process.env, WHETSTONE_HOME: this.state, TZ: 'UTC' };
  }
}

export function readRunAnswer(text: string): RunAnswer {
  return answerForm.parse(JSON.parse(text));
}
