import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import type { ModelAnswer } from '../types';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export interface AnswerCacheParts {
  readonly reader: DatabaseSync;
  readonly writer: DatabaseSync;
  readonly now: () => number;
  readonly write: <Answer>(work: () => Answer) => Promise<Answer>;
}

/** Answers that were paid, by the content of what was asked (`answerKey.ts`). They outlive the runs that they were for. */
export class AnswerCache {
  private readonly find: StatementSync;
  private readonly store: StatementSync;
  private readonly has: StatementSync;

  constructor(private readonly parts: AnswerCacheParts) {
    this.find = parts.reader.prepare('SELECT body FROM answers WHERE key = ?');
    this.has = parts.reader.prepare('SELECT 1 FROM answers WHERE key = ?');
    this.store = parts.writer.prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)');
  }

  holds(key: string): boolean {
    return this.has.get(key) !== undefined;
  }

  async get(key: string): Promise<ModelAnswer | undefined> {
    const row = this.find.get(key);
    if (row === undefined) return undefined;
    const { body } = z.object({ body: z.instanceof(Uint8Array) }).parse(row);
    // Written by `put` into our own database, whose form the application id and the version vouch for.
    return JSON.parse((await expand(body)).toString('utf8')) as ModelAnswer;
  }

  /** @returns once it is on the disk */
  async put(key: string, answer: ModelAnswer): Promise<void> {
    const body = await compress(JSON.stringify(answer));
    await this.parts.write(() => this.store.run(key, this.parts.now(), answer.model, body));
  }
}
