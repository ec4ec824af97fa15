import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { ToolDefinition } from '../../gateway/types';
import { RuntimeError } from '../../runtimeError';
import { databaseError, type DatabaseName } from '../../store/databaseError';
import { rollBack } from '../../store/migrate';
import type { ProcessOwner } from '../../store/processOwner';
import type { AgentTask, RunStatus, TraceRun, TraceStep } from '../types';
import { StoreWatch } from '../../store/storeWatch';
import { addStep, noTotals } from './totals';
import { callRowSchema, readDefinition, readRun, readStep, readThoughts, type RunRow, type Thought } from './traceRows';
import { withoutKnownSecrets } from './withoutKnownSecrets';

export interface StoreParts {
  readonly database: DatabaseSync;
  readonly owner: ProcessOwner;
  readonly name: DatabaseName;
  readonly now: () => number;
}

/** All that is kept of a run. */
export interface StoredRun extends Omit<RunRow, 'owner'> {
  readonly steps: readonly TraceStep[];
  /** By the index of the step. */
  readonly thoughts: ReadonlyMap<number, readonly Thought[]>;
  /** As models were shown them, in the order in which they first were. */
  readonly tools: readonly ToolDefinition[];
  /** Calls that have begun and have no step: whether they are being asked about, or were let go. */
  readonly begun: ReadonlyMap<string, 'asking' | 'running'>;
}

/** Steps as they are made: the index is given here. */
export type NewStep = TraceStep extends infer Step ? (Step extends TraceStep ? Omit<Step, 'index'> : never) : never;

const runColumns = 'id, started, ended, status, owner, problem, title, system, task, totals';

/**
 * Traces in SQLite. What a method has written is on the disk when it returns, so a process that is killed loses nothing but the
 * step that it was at. Made by `openTraces`.
 */
export class TraceStore {
  private readonly statements = new Map<string, StatementSync>();
  private readonly watching: StoreWatch;

  constructor(private readonly parts: StoreParts) {
    this.watching = new StoreWatch(parts.database);
  }

  /** A new run, of this process. */
  begin(run: {
    readonly id: string;
    readonly title: string;
    readonly task: AgentTask;
    readonly system: string;
  }): TraceRun {
    const { id, title, task, system } = withoutKnownSecrets(run);
    return this.write(() => {
      this.statement(
        `INSERT INTO runs (id, started, status, project, owner, title, system, task, totals)
         VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[id, this.parts.now(), task.project ?? null, this.parts.owner.token],
        ...[title, system, JSON.stringify(task), JSON.stringify(noTotals)],
      );
      return this.row(id).run;
    });
  }

  /**
   * Takes over a run that has ended without an answer.
   * @throws RuntimeError bad-request: there is no such run, it is under way, or it was answered
   */
  adopt(id: string): StoredRun {
    this.sweep();
    return this.write(() => {
      const { run } = this.row(id);
      if (run.status === 'running') {
        throw new RuntimeError('bad-request', `The run ${id} is under way.`, 'Wait for its end, or cancel it first.');
      }
      if (run.status === 'answered') {
        throw new RuntimeError('bad-request', `The run ${id} was answered.`, 'Ask something new instead.');
      }
      this.statement(`UPDATE runs SET status = 'running', owner = ?, ended = NULL, problem = NULL WHERE id = ?`).run(
        this.parts.owner.token,
        id,
      );
      return this.read(id);
    });
  }

  /** What a model is shown of tools from now on; those that were told before are not written again. */
  showTools(run: string, tools: readonly ToolDefinition[]): void {
    this.write(() => {
      const insert = this.statement(
        `INSERT OR IGNORE INTO run_tools (run, name, place, definition)
         VALUES (?, ?, (SELECT count(*) FROM run_tools WHERE run = ?), ?)`,
      );
      for (const { name, description, inputSchema } of tools) {
        insert.run(run, name, run, JSON.stringify({ name, description, inputSchema }));
      }
    });
  }

  /** @param thoughts what has to be given back to the provider of a 'model' step @returns the step as it was written down */
  append(run: string, step: NewStep, thoughts: readonly Thought[] = []): TraceStep {
    return this.write(() => {
      const { totals } = this.row(run).run;
      const index = Number(this.statement('SELECT count(*) AS n FROM steps WHERE run = ?').get(run)?.n);
      const written = withoutKnownSecrets({ ...step, index });
      this.statement('INSERT INTO steps (run, step, body, thoughts) VALUES (?, ?, ?, ?)').run(
        ...[run, index, JSON.stringify(written)],
        thoughts.length === 0 ? null : JSON.stringify(thoughts),
      );
      if (written.kind === 'tool') this.statement('DELETE FROM calls WHERE run = ? AND call = ?').run(run, written.id);
      this.statement('UPDATE runs SET totals = ? WHERE id = ?').run(JSON.stringify(addStep(totals, written)), run);
      return written;
    });
  }

  /** A call of a tool is about to be asked about or run. */
  beginCall(run: string, call: string, state: 'asking' | 'running'): void {
    this.write(() => {
      this.statement(
        'INSERT INTO calls (run, call, state) VALUES (?, ?, ?) ON CONFLICT (run, call) DO UPDATE SET state = excluded.state',
      ).run(run, call, state);
    });
  }

  finish(run: string, status: Exclude<RunStatus, 'running'>, problem?: string): TraceRun {
    return this.write(() => {
      this.statement('UPDATE runs SET status = ?, ended = ?, problem = ?, owner = NULL WHERE id = ?').run(
        ...[status, this.parts.now(), problem === undefined ? null : withoutKnownSecrets(problem), run],
      );
      return this.row(run).run;
    });
  }

  /** Newest first. */
  list(filter: {
    readonly before?: number | undefined;
    readonly limit: number;
    readonly project?: string | undefined;
  }): readonly TraceRun[] {
    this.sweep();
    const { before = Number.MAX_SAFE_INTEGER, limit, project } = filter;
    return this.reading(() =>
      this.statement(
        `SELECT ${runColumns} FROM runs WHERE started < ? AND (? IS NULL OR project = ?) ORDER BY started DESC, seq DESC LIMIT ?`,
      )
        .all(before, project ?? null, project ?? null, limit)
        .map((row) => readRun(row).run),
    );
  }

  /** @throws RuntimeError bad-request: there is no such run */
  get(id: string): StoredRun {
    this.sweep();
    return this.reading(() => this.read(id));
  }

  /** @throws RuntimeError bad-request when one is under way or unknown; then none is deleted */
  delete(ids: readonly string[]): void {
    this.sweep();
    this.write(() => {
      for (const id of ids) {
        if (this.row(id).run.status === 'running') {
          throw new RuntimeError('bad-request', `The run ${id} is under way.`, 'Cancel it first, then delete it.');
        }
        this.statement('DELETE FROM runs WHERE id = ?').run(id);
      }
    });
    this.shrink();
  }

  /** Bytes of what is kept; deleted traces take none. */
  bytes(): number {
    return this.reading(() => {
      const pragma = (name: string) => Number(Object.values(this.statement(`PRAGMA ${name}`).get() ?? {})[0]);
      return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
    });
  }

  /**
   * Deletes the oldest runs that have ended until no more than `bytes` are kept. Called only where the user has set a limit.
   * @returns how many were deleted
   */
  keepAtMost(bytes: number): number {
    let deleted = 0;
    while (this.bytes() > bytes) {
      const [oldest] = this.reading(() =>
        this.statement(`SELECT id FROM runs WHERE status <> 'running' ORDER BY started, seq LIMIT 1`).all(),
      );
      if (oldest === undefined) break;
      const { id } = z.object({ id: z.string() }).parse(oldest);
      this.write(() => this.statement('DELETE FROM runs WHERE id = ?').run(id));
      deleted += 1;
    }
    if (deleted > 0) this.shrink();
    return deleted;
  }

  /** Runs of processes that have died are interrupted. @returns how many */
  sweep(): number {
    const { owner, database } = this.parts;
    const owners = this.reading(() => this.statement('SELECT token FROM owners').all());
    const dead = owners
      .map((row) => z.object({ token: z.string() }).parse(row).token)
      .filter((token) => !owner.isAlive(token));
    if (dead.length === 0) return 0;
    const swept = this.write(() => {
      const marked = dead.map((token) =>
        Number(
          database
            .prepare(`UPDATE runs SET status = 'interrupted', owner = NULL, ended = ? WHERE owner = ?`)
            .run(this.parts.now(), token).changes,
        ),
      );
      for (const token of dead) this.statement('DELETE FROM owners WHERE token = ?').run(token);
      return marked.reduce((sum, each) => sum + each, 0);
    });
    for (const token of dead) owner.forget(token);
    return swept;
  }

  /** Calls back when anything has changed, in whichever process; at most a few times a second. @returns what ends it */
  watch(listener: () => void): () => void {
    return this.watching.add(listener);
  }

  /** Runs of this process that are still under way are interrupted. */
  close(): void {
    const { database, owner } = this.parts;
    this.watching.dispose();
    try {
      this.write(() => {
        this.statement(`UPDATE runs SET status = 'interrupted', owner = NULL, ended = ? WHERE owner = ?`).run(
          this.parts.now(),
          owner.token,
        );
        this.statement('DELETE FROM owners WHERE token = ?').run(owner.token);
      });
    } finally {
      database.close();
      owner.release();
    }
  }

  private row(id: string): RunRow {
    const row = this.statement(`SELECT ${runColumns} FROM runs WHERE id = ?`).get(id);
    if (row !== undefined) return readRun(row);
    throw new RuntimeError('bad-request', `There is no run ${id}.`, 'List the runs to see which there are.');
  }

  private read(id: string): StoredRun {
    const { run, task, system } = this.row(id);
    const all = (sql: string) => this.statement(sql).all(id);
    return {
      ...{ run, task, system },
      steps: all('SELECT body FROM steps WHERE run = ? ORDER BY step').map(readStep),
      thoughts: new Map(
        all('SELECT step, thoughts FROM steps WHERE run = ? AND thoughts IS NOT NULL').map(readThoughts),
      ),
      tools: all('SELECT definition FROM run_tools WHERE run = ? ORDER BY place').map(readDefinition),
      begun: new Map(
        all('SELECT call, state FROM calls WHERE run = ?').map((row) => {
          const { call, state } = callRowSchema.parse(row);
          return [call, state];
        }),
      ),
    };
  }

  /** Gives room back to the disk, where much is free; not while another program reads. */
  private shrink(): void {
    const { database } = this.parts;
    try {
      database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // In use elsewhere: the pages are overwritten already, and used again.
    }
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.parts.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private reading<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw databaseError(error, this.parts.name);
    }
  }

  private write<T>(work: () => T): T {
    const { database, name } = this.parts;
    let begun = false;
    try {
      database.exec('BEGIN IMMEDIATE');
      begun = true;
      const result = work();
      database.exec('COMMIT');
      this.watching.changed();
      return result;
    } catch (error) {
      if (begun) rollBack(database);
      throw databaseError(error, name);
    }
  }
}
