/** All servers of a workspace: read from its files and the user's settings, asked for by name, kept apart from each other's faults. */
import type { McpInput, McpServerConfig, McpServerState } from '../../agent/protocol';
import type { ToolSource } from '../types';
import type { ConfigurationProblem } from './configurationFile';
import { configurationFile, configuredServers, type WantedServer } from './configuredServers';
import { consentHash, type ConfiguredServer } from './consent';
import { launchOf, type Launch } from './launch';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { McpServer, type ServerHost } from './mcpServer';
import { McpServerError } from './mcpServerError';
import { watchFiles } from '../../files';
import path from 'node:path';

export interface McpSettings {
  /** Absolute folders of the workspace; `.vscode/mcp.json` of each is read. */
  readonly roots: readonly string[];
  /** Nothing is started while it is false. */
  readonly trusted: boolean;
  readonly userServers: Readonly<Record<string, McpServerConfig>>;
  /** Hashes of configurations that the user allowed to start. */
  readonly allowed: readonly string[];
  /** No server that is elsewhere is connected to. */
  readonly localOnly: boolean;
}

export interface McpOptions extends McpSettings {
  /** @returns undefined where nobody answers */
  readonly askInput: (server: string, input: McpInput) => Promise<string | undefined>;
  readonly log: (server: string, line: string) => void;
  readonly limits?: Partial<Limits> | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

interface Entry {
  readonly server: McpServer;
  readonly key: string;
  readonly inputs: readonly McpInput[];
  /** Answers hold as long as the configuration; "restart" asks again. */
  readonly answers: Map<string, Promise<string>>;
  forbidden: string | undefined;
  /** Of the configuration, when it was looked at last. */
  hash: string | undefined;
}

/** Reads the configuration; starts nothing. */
export async function openMcpServers(options: McpOptions): Promise<McpServers> {
  const servers = new McpServers(options);
  await servers.reload();
  return servers;
}

export class McpServers {
  private settings: McpSettings;
  private entries = new Map<string, Entry>();
  private found: readonly ConfigurationProblem[] = [];
  private mistakes: readonly ToolSource[] = [];
  private reading: Promise<void> = Promise.resolve();
  private unwatch: () => void;
  private readonly listeners = new Set<() => void>();
  private readonly limits: Limits;
  private disposed = false;

  /** Of `openMcpServers`. */
  constructor(private readonly options: McpOptions) {
    this.settings = options;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.unwatch = this.watch();
  }

  states(): readonly McpServerState[] {
    return [...this.entries.values()].map(({ server, forbidden, hash }) => ({ ...server.state(forbidden), hash }));
  }

  /** What is wrong with the configuration, with places. */
  problems(): readonly ConfigurationProblem[] {
    return this.found;
  }

  /** One for each server, the same as long as its configuration is; one without tools for each file with mistakes. */
  sources(): readonly ToolSource[] {
    return [...[...this.entries.values()].map(({ server }) => server), ...this.mistakes];
  }

  /** States, problems or sources are others. @returns what ends it */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * `allow` only notes that it may be started; the hash is to be kept by the caller.
   * @param shown with `allow`: the hash in the state that the user was shown
   * @throws McpServerError, also where what was shown is not what would be allowed
   */
  async control(
    name: string,
    action: 'allow' | 'start' | 'stop' | 'restart',
    signal: AbortSignal = new AbortController().signal,
    shown?: string,
  ): Promise<{ readonly allowed: string | undefined }> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new McpServerError(`There is no server “${name}”. ${this.names()}`);
    switch (action) {
      case 'allow': {
        if (!this.settings.trusted) throw new McpServerError(NOT_TRUSTED);
        const allowed = await consentHash(entry.server.configured);
        if (shown !== undefined && shown !== allowed) {
          throw new McpServerError(`The configuration of “${name}” has changed since it was shown. Look at it again.`);
        }
        this.settings = { ...this.settings, allowed: [...this.settings.allowed, allowed] };
        await this.judge(entry);
        entry.server.tellChange();
        return { allowed };
      }
      case 'stop':
        await entry.server.stop();
        return { allowed: undefined };
      case 'restart':
        await entry.server.stop();
        entry.answers.clear();
        await entry.server.start(signal);
        return { allowed: undefined };
      case 'start':
        await entry.server.start(signal);
        return { allowed: undefined };
    }
  }

  /** Other settings of the user, or another trust. What may no longer run is stopped. */
  async configure(settings: McpSettings): Promise<void> {
    const before = this.settings.roots;
    this.settings = settings;
    this.unwatch();
    this.unwatch = this.watch();
    await this.reload();
    if (before.join('\n') === settings.roots.join('\n')) return;
    for (const { server } of this.entries.values()) server.rootsChanged();
  }

  /** Reads the files again. One after the other, however often it is called. */
  reload(): Promise<void> {
    this.reading = this.reading.then(
      () => this.read(),
      () => this.read(),
    );
    return this.reading;
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.unwatch();
    this.listeners.clear();
    await this.reading.catch(() => undefined);
    const ends = [...this.entries.values()].map(({ server }) => server.retire());
    this.entries.clear();
    await Promise.allSettled(ends);
  }

  private async read(): Promise<void> {
    if (this.disposed) return;
    const { wanted, problems } = await configuredServers(this.settings);
    if (JSON.stringify(problems) !== JSON.stringify(this.found)) {
      this.found = problems;
      const files = [...new Set(problems.map(({ file }) => file))];
      this.mistakes = files.map((file) =>
        problemSource(
          file,
          problems.filter((each) => each.file === file),
        ),
      );
    }
    await this.adopt(wanted);
  }

  private async adopt(wanted: ReadonlyMap<string, WantedServer>): Promise<void> {
    const before = this.entries;
    const entries = new Map<string, Entry>();
    const gone = new Set(before.values());
    for (const [name, { server, inputs }] of wanted) {
      const key = JSON.stringify([server, inputs, this.settings.localOnly]);
      const same = before.get(name);
      const entry = same?.key === key ? same : this.entryOf(server, inputs, key);
      gone.delete(entry);
      entries.set(name, entry);
      const was = entry.forbidden;
      await this.judge(entry);
      if (entry === same && was !== entry.forbidden) entry.server.tellChange();
    }
    this.entries = entries;
    // Told before the others have ended, which may take seconds.
    this.tell();
    const ends = [...gone].map(({ server }) => server.retire());
    // What may no longer run does not go on running; it may be allowed again, so it stays.
    for (const { server, forbidden } of entries.values()) if (forbidden !== undefined) ends.push(server.halt());
    await Promise.allSettled(ends);
  }

  private entryOf(server: ConfiguredServer, inputs: readonly McpInput[] | undefined, key: string): Entry {
    const answers = new Map<string, Promise<string>>();
    const host: ServerHost = {
      limits: this.limits,
      requireAllowed: async () => {
        const forbidden = this.forbiddenFor(await consentHash(server));
        if (forbidden !== undefined) throw new McpServerError(forbidden);
      },
      launch: () => this.launch(server, inputs, answers),
      roots: () => this.settings.roots,
      log: this.options.log,
      changed: () => this.tell(),
    };
    const risks = server.from === 'user' ? (server.config.risks ?? {}) : {};
    return {
      server: new McpServer(server, risks, host),
      key,
      inputs: inputs ?? [],
      answers,
      forbidden: undefined,
      hash: undefined,
    };
  }

  private launch(
    server: ConfiguredServer,
    inputs: readonly McpInput[] | undefined,
    answers: Map<string, Promise<string>>,
  ): Promise<Launch> {
    const { roots, localOnly } = this.settings;
    const ask = async (id: string) => {
      const undeclared: McpInput | undefined = inputs ? undefined : { id, type: 'promptString', password: true };
      const input = inputs?.find((each) => each.id === id) ?? undeclared;
      if (input === undefined) {
        throw new McpServerError(`\${input:${id}} is not declared. Add an input with "id": "${id}" to "inputs".`);
      }
      const answer = await this.options.askInput(server.name, input);
      if (answer !== undefined) return answer;
      throw new McpServerError(
        `It needs “${input.description ?? id}”, which was not given. Restart it to be asked again.`,
      );
    };
    const input = (id: string) => {
      const answer = answers.get(id) ?? ask(id);
      answers.set(id, answer);
      // Who was not answered may be answered the next time.
      answer.catch(() => answers.delete(id));
      return answer;
    };
    const environment = this.options.environment ?? process.env;
    return launchOf(server, { folder: server.folder, folders: roots, environment, input }, localOnly);
  }

  private async judge(entry: Entry): Promise<void> {
    entry.hash = await consentHash(entry.server.configured);
    entry.forbidden = this.forbiddenFor(entry.hash);
  }

  private forbiddenFor(hash: string): string | undefined {
    if (!this.settings.trusted) return NOT_TRUSTED;
    if (this.settings.allowed.includes(hash)) return undefined;
    return 'The server was not allowed to start with this configuration. Look at it, and allow it.';
  }

  private names(): string {
    return this.entries.size === 0
      ? 'No server is configured.'
      : `Configured are: ${[...this.entries.keys()].join(', ')}.`;
  }

  private watch(): () => void {
    return watchFiles(this.settings.roots.map(configurationFile), () => {
      this.reload().catch((error: unknown) => this.options.log('mcp.json', String(error)));
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const NOT_TRUSTED = 'The workspace is not trusted, so that no server is started. Trust it first.';

function problemSource(file: string, problems: readonly ConfigurationProblem[]): ToolSource {
  const problem = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n');
  return { origin: { kind: 'mcp', id: file, title: path.basename(file) }, tools: async () => ({ tools: [], problem }) };
}
