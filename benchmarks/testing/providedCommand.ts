import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../../runtime/gateway/testing/fakeProvider';
import { writeSettings } from '../core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine, type Finished } from './commandLine';

type Script = (request: FakeRequest) => FakeAnswer;

interface Made {
  readonly folder: string;
  readonly provider: FakeProvider;
  readonly settings: string;
}

/** A command that has ended. */
export interface Ended extends Finished {
  /** What it printed as JSON; undefined where it printed nothing. */
  readonly json: unknown;
}

/** The `whetstone` command in a folder of its own, with a provider on 127.0.0.1 whose models are `fake/right` and `fake/wrong`. */
export class ProvidedCommand {
  /** What the provider answers; a test may set another. */
  script: Script;
  private made: Made | undefined;

  constructor(private readonly usual: Script) {
    this.script = usual;
  }

  get folder(): string {
    return this.now.folder;
  }

  get provider(): FakeProvider {
    return this.now.provider;
  }

  /** Of the gateway: the argument of `--config`. */
  get settings(): string {
    return this.now.settings;
  }

  /** A path in the folder. */
  at(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Of its processes: their state and what they write for a while are in the folder. */
  env(): NodeJS.ProcessEnv {
    return { ...process.env, WHETSTONE_HOME: this.at('state'), TMPDIR: this.at('tmp'), TZ: 'UTC' };
  }

  /** Runs it to its end. @throws AssertionError when it ends with another status, with what it printed on stderr */
  async ends(status: number, args: readonly string[], input = ''): Promise<Ended> {
    const finished = await runCommandLine(args, { env: this.env(), input });
    assert.equal(finished.status, status, `${finished.stderr}${finished.stdout.slice(0, 2_000)}`);
    const { stdout } = finished;
    return { ...finished, json: /^\s*[[{]/.test(stdout) ? (JSON.parse(stdout) as unknown) : undefined };
  }

  async begin(name: string): Promise<void> {
    await bundledCommandLine();
    this.script = this.usual;
    const folder = await mkdtemp(path.join(tmpdir(), `whetstone-${name}-`));
    await mkdir(path.join(folder, 'tmp'));
    const provider = await startFakeProvider((request) => this.script(request));
    const settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin);
    this.made = { folder, provider, settings };
  }

  async end(): Promise<void> {
    const { made } = this;
    this.made = undefined;
    await made?.provider.close();
    if (made) await rm(made.folder, { recursive: true, force: true });
  }

  private get now(): Made {
    return this.made ?? assert.fail('It is made before the first test.');
  }
}

/**
 * Gives tests a command: to be called inside `describe`.
 * @param name of its folder
 * @param script what its provider answers where a test sets nothing else
 * @param per whether each test gets a new one, or the whole suite has one
 */
export function providedCommand(name: string, script: Script, per: 'test' | 'suite' = 'test'): ProvidedCommand {
  const command = new ProvidedCommand(script);
  const [first, last] = per === 'test' ? [beforeEach, afterEach] : [before, after];
  first(() => command.begin(name));
  last(() => command.end());
  return command;
}
