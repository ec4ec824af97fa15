/** What workers say of a run, where its coordinator sees it. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { workersKey } from './runKeys';

const form = z.object({ at: z.number(), models: z.array(z.string()), refusals: z.array(z.string()) });

/** `at`: when it last said so. `refusals`: why it takes no part, or not with some models. */
export type WorkerNote = z.output<typeof form>;

/** Workers say it anew this often. */
export const NOTE_MS = 5_000;
const KEPT_SECONDS = 24 * 3600;

export async function writeNote(
  redis: Redis,
  run: string,
  worker: string,
  note: { readonly models: readonly string[]; readonly refusals: readonly string[] },
): Promise<void> {
  const key = workersKey(run);
  await redis.hset(key, worker, JSON.stringify({ at: Date.now(), ...note }));
  await redis.expire(key, KEPT_SECONDS);
}

export async function removeNote(redis: Redis, run: string, worker: string): Promise<void> {
  await redis.hdel(workersKey(run), worker);
}

/** By worker; what cannot be read is left out. */
export async function readNotes(redis: Redis, run: string): Promise<ReadonlyMap<string, WorkerNote>> {
  const notes = new Map<string, WorkerNote>();
  for (const [worker, text] of Object.entries(await redis.hgetall(workersKey(run)))) {
    const note = form.safeParse(jsonOf(text));
    if (note.success) notes.set(worker, note.data);
  }
  return notes;
}

/** Tells changes in words: who takes part, who does not and why, who has gone. */
export class WorkerWatch {
  private readonly said = new Map<string, string>();
  private readonly heard = new Map<string, number>();

  constructor(private readonly log: (message: string) => void) {}

  /** @param now of this machine's clock; those of workers are not compared with it */
  see(notes: ReadonlyMap<string, WorkerNote>, now: number): void {
    for (const [worker, { at, models, refusals }] of notes) {
      const beat = `${worker} ${at}`;
      if (!this.heard.has(beat)) {
        for (const key of this.heard.keys()) if (key.startsWith(`${worker} `)) this.heard.delete(key);
        this.heard.set(beat, now);
      }
      const silent = now - (this.heard.get(beat) ?? now) > 3 * NOTE_MS;
      this.say(worker, silent ? 'does not answer any more' : wordsOf(models, refusals));
    }
    for (const worker of this.said.keys()) if (!notes.has(worker)) this.say(worker, 'has left');
  }

  private say(worker: string, words: string): void {
    if (this.said.get(worker) === words) return;
    this.said.set(worker, words);
    this.log(`Worker ${worker} ${words}.`);
  }
}

function wordsOf(models: readonly string[], refusals: readonly string[]): string {
  const part = models.length === 0 ? 'takes no part' : `works on ${models.join(', ')}`;
  return refusals.length === 0 ? part : `${part} (${refusals.join(' ').replace(/\.$/, '')})`;
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
