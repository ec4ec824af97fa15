import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { z } from 'zod';

/** What a saved conversation is only right for. */
export interface ModelIdentity {
  /** GGUF file. */
  readonly file: string;
  /** Version of llama.cpp: another one may lay its memory out differently. */
  readonly release: string;
}

/** Beyond this the oldest conversations of all models are removed. */
const mostBytes = 4 * 2 ** 30;
const oldestMs = 14 * 24 * 3600_000;
/** Of the model file's head, whose text is what tells two models of one size apart. */
const headBytes = 2 ** 20;

const entrySchema = z.object({
  version: z.literal(1),
  identity: z.string(),
  /** File with the state, beside this one. */
  state: z.string().regex(/^[\w.-]+$/),
  bytes: z.number().int().positive(),
  tokens: z.array(z.number().int().min(0)).min(1),
});
type Entry = z.infer<typeof entrySchema>;

/** A conversation as it was saved. */
export interface SavedState {
  readonly tokens: readonly number[];
  readonly file: string;
}

/**
 * Evaluated conversations as files, so that one goes on after its process was ended, without being read again from its beginning.
 * A state is used only with the model file that it was made with (size, time and head are compared), and only when it is whole.
 * It holds what was said: files can be read by their owner alone.
 */
export class SavedStates {
  private constructor(
    private readonly folder: string,
    private readonly identity: string,
    private readonly prefix: string,
  ) {}

  static async open(folder: string, { file, release }: ModelIdentity): Promise<SavedStates> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { size, mtimeMs } = await stat(file);
    const identity = hash(JSON.stringify([file, release, size, mtimeMs, await headOf(file)]));
    const states = new SavedStates(folder, identity, hash(file).slice(0, 12));
    await states.prune();
    return states;
  }

  /** Replaces what was saved of a conversation. A crash meanwhile leaves the old or the new one. */
  async save(conversation: string, sequence: LlamaContextSequence): Promise<void> {
    const name = this.nameOf(conversation);
    const before = await this.entry(name);
    const state = `${name}-${randomUUID().slice(0, 8)}.state`;
    const file = path.join(this.folder, state);
    const tokens = sequence.contextTokens.map(Number);
    try {
      // Made by us first, so that nobody else can read it.
      await (await open(file, 'w', 0o600)).close();
      const { fileSize } = await sequence.saveStateToFile(file);
      const entry: Entry = { version: 1, identity: this.identity, state, bytes: fileSize, tokens };
      const draft = path.join(this.folder, `${state}.draft`);
      await writeFile(draft, JSON.stringify(entry), { mode: 0o600 });
      await rename(draft, path.join(this.folder, `${name}.json`));
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    if (before) await rm(path.join(this.folder, before.state), { force: true });
  }

  /** @returns undefined when there is none that is whole and was made with this model */
  async find(conversation: string): Promise<SavedState | undefined> {
    const entry = await this.entry(this.nameOf(conversation));
    if (entry?.identity !== this.identity) return undefined;
    const file = path.join(this.folder, entry.state);
    const size = await stat(file).then(
      (found) => found.size,
      () => undefined,
    );
    return size === entry.bytes ? { tokens: entry.tokens, file } : undefined;
  }

  /** @returns whether the sequence holds the conversation now; else it is empty, and the file is gone */
  async load(conversation: string, { file, tokens }: SavedState, sequence: LlamaContextSequence): Promise<boolean> {
    try {
      await sequence.loadStateFromFile(file, { acceptRisk: true });
      if (sameTokens(sequence.contextTokens, tokens)) return true;
    } catch {
      // It is read again from its beginning.
    }
    await sequence.clearHistory();
    await this.forget(conversation);
    return false;
  }

  async forget(conversation: string): Promise<void> {
    const name = this.nameOf(conversation);
    const entry = await this.entry(name);
    if (entry) await rm(path.join(this.folder, entry.state), { force: true });
    await rm(path.join(this.folder, `${name}.json`), { force: true });
  }

  /** Removes what was made with another version of this model's file, what is old, what is left over, and what is too much. */
  private async prune(): Promise<void> {
    const names = await readdir(this.folder);
    const entries = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => ({ name, entry: await this.entry(name.slice(0, -5)) })),
    );
    const kept = new Set<string>();
    let bytes = 0;
    const aged = await Promise.all(
      entries.map(async (each) => ({ ...each, at: (await stat(path.join(this.folder, each.name))).mtimeMs })),
    );
    for (const { name, entry, at } of aged.sort((a, b) => b.at - a.at)) {
      const stale = !entry || (name.startsWith(this.prefix) && entry.identity !== this.identity);
      bytes += stale ? 0 : entry.bytes;
      if (!stale && bytes <= mostBytes && Date.now() - at < oldestMs) kept.add(name).add(entry.state);
    }
    // What another process is writing at the moment is younger than this.
    const young = Date.now() - 60_000;
    for (const name of names.filter((each) => !kept.has(each) && /\.(json|state|draft)$/.test(each))) {
      const file = path.join(this.folder, name);
      const written = await stat(file).catch(() => undefined);
      const ours = name.startsWith(this.prefix) && name.endsWith('.json');
      if (ours || (written && written.mtimeMs < young)) await rm(file, { force: true });
    }
  }

  private nameOf(conversation: string): string {
    return `${this.prefix}-${hash(conversation).slice(0, 20)}`;
  }

  private async entry(name: string): Promise<Entry | undefined> {
    try {
      const parsed: unknown = JSON.parse(await readFile(path.join(this.folder, `${name}.json`), 'utf8'));
      return entrySchema.safeParse(parsed).data;
    } catch {
      return undefined;
    }
  }
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return hash(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function hash(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}

function sameTokens(a: readonly Token[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, index) => Number(token) === b[index]);
}
