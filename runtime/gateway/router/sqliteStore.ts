import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { moveAside } from '../../store/moveAside';
import { openDatabase, type DatabaseOptions } from '../../store/openDatabase';
import { RuntimeError } from '../../runtimeError';
import { MemoryStore } from './memoryStore';
import { decisionFrom, featuresBlobs, labelFrom } from './routerRows';
import {
  STATE_VERSION,
  type LabelledDecision,
  type RouterStore,
  type StoredDecision,
  type StoredLabel,
} from './routerState';

/** Labels that a router learns from, and how long a decision waits for one. */
const LABELS = 3_000;
const DECISION_MS = 30 * 24 * 3_600_000;
const BUSY_MS = 1_000;

const MIGRATIONS = [
  `CREATE TABLE decisions (
     id TEXT PRIMARY KEY, at INTEGER NOT NULL, task_type TEXT NOT NULL, model TEXT NOT NULL, mode TEXT NOT NULL,
     propensity REAL NOT NULL, local_models TEXT NOT NULL, chances TEXT NOT NULL,
     indices BLOB NOT NULL, grams BLOB NOT NULL, shape BLOB NOT NULL) STRICT;
   CREATE INDEX decisions_at ON decisions (at);
   CREATE TABLE labels (
     number INTEGER PRIMARY KEY AUTOINCREMENT, writer TEXT NOT NULL,
     decision TEXT NOT NULL REFERENCES decisions ON DELETE CASCADE, model TEXT NOT NULL,
     event TEXT NOT NULL, success INTEGER NOT NULL, weight REAL NOT NULL, at INTEGER NOT NULL,
     UNIQUE (decision, model)) STRICT;
   CREATE TABLE small (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
];

/**
 * Opens `router.db` in the state folder. The state is a help, not a book: one that is damaged is put aside and the router
 * begins with its priors; one that cannot be written to is not used. Both are told in `notices`.
 */
export async function openRouterStore(folder: string): Promise<RouterStore> {
  const options: DatabaseOptions = {
    file: path.join(folder, `router-${STATE_VERSION}.db`),
    what: 'what the router has learnt',
    repair: 'delete it',
    applicationId: 0x57_68_52_74,
    migrations: MIGRATIONS,
    busyMs: BUSY_MS,
  };
  try {
    return new SqliteStore(await openChecked(options), []);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (error.kind !== 'store-corrupt') {
      return new MemoryStore([
        `${error.message} The router begins with its priors and forgets when it ends. ${error.action}`,
      ]);
    }
    const kept = moveAside(options.file);
    const notice = `What the router had learnt was damaged. The file was kept as ${kept}; the router begins with its priors.`;
    return new SqliteStore(await openDatabase(options), [notice]);
  }
}

async function openChecked(options: DatabaseOptions): Promise<DatabaseSync> {
  const database = await openDatabase(options);
  try {
    const answer = database.prepare('PRAGMA quick_check(1)').get();
    if (answer?.quick_check === 'ok') return database;
  } catch {
    // Pages that cannot be read at all.
  }
  database.close();
  throw new RuntimeError('store-corrupt', `${options.file} is damaged.`, 'Delete it.');
}

/** Reads at once, writes a moment later and all together, so that no decision waits for the disk. */
class SqliteStore implements RouterStore {
  private readonly writer = crypto.randomUUID();
  private readonly waiting: (() => void)[] = [];
  private readonly fresh = new Map<string, StoredDecision>();
  private scheduled: NodeJS.Immediate | undefined;
  private seen: number;
  private readonly statements: Readonly<Record<'decision' | 'addDecision' | 'addLabel' | 'newLabels', StatementSync>>;
  readonly notices: string[];

  constructor(
    private readonly database: DatabaseSync,
    notices: readonly string[],
  ) {
    this.notices = [...notices];
    // The last moments may be lost in a power cut; the ledger has what matters.
    database.exec('PRAGMA synchronous = NORMAL');
    database.prepare('DELETE FROM decisions WHERE at < ?').run(Date.now() - 6 * DECISION_MS);
    this.statements = {
      decision: database.prepare('SELECT * FROM decisions WHERE id = ?'),
      addDecision: database.prepare('INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      addLabel: database.prepare(
        `INSERT INTO labels (writer, decision, model, event, success, weight, at)
         SELECT ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM decisions WHERE id = ?)
         ON CONFLICT (decision, model) DO UPDATE
         SET event = excluded.event, success = excluded.success, weight = excluded.weight, at = excluded.at`,
      ),
      newLabels: database.prepare(
        `SELECT labels.number, labels.event, labels.success, labels.weight, labels.at AS label_at, labels.model AS label_model,
                labels.writer, decisions.* FROM labels JOIN decisions ON decisions.id = labels.decision
         WHERE labels.number > ? ORDER BY labels.number DESC LIMIT ${LABELS}`,
      ),
    };
    this.seen = 0;
  }

  decision(id: string): StoredDecision | undefined {
    const fresh = this.fresh.get(id);
    if (fresh !== undefined) return fresh;
    const row = this.attempt(() => this.statements.decision.get(id));
    return row === undefined ? undefined : decisionFrom(row);
  }

  addDecision(decision: StoredDecision): void {
    this.fresh.set(decision.id, decision);
    this.later(() => {
      const { id, at, taskType, model, mode, propensity, localModels, chances, features } = decision;
      const columns = [id, at, taskType, model, mode, propensity, JSON.stringify(localModels), JSON.stringify(chances)];
      this.statements.addDecision.run(...columns, ...featuresBlobs(features));
    });
  }

  addLabel({ decision, model, event, success, weight, at }: StoredLabel): void {
    const columns = [this.writer, decision, model, event, success ? 1 : 0, weight, at, decision];
    this.later(() => this.statements.addLabel.run(...columns));
  }

  labels(): readonly LabelledDecision[] {
    this.flush();
    return this.read(0).map(({ label }) => label);
  }

  newLabels(): readonly LabelledDecision[] {
    return this.read(this.seen).flatMap(({ label, writer }) => (writer === this.writer ? [] : [label]));
  }

  get(name: string): unknown {
    const row = this.attempt(() => this.database.prepare('SELECT value FROM small WHERE name = ?').get(name));
    try {
      return typeof row?.value === 'string' ? JSON.parse(row.value) : undefined;
    } catch {
      return undefined;
    }
  }

  set(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.later(() => this.database.prepare('INSERT OR REPLACE INTO small VALUES (?, ?)').run(name, text));
  }

  reset(): void {
    this.waiting.length = 0;
    this.fresh.clear();
    this.attempt(() => this.database.exec('DELETE FROM labels; DELETE FROM decisions; DELETE FROM small'));
  }

  close(): void {
    this.flush();
    this.database.close();
  }

  private read(after: number): readonly { readonly label: LabelledDecision; readonly writer: string }[] {
    const rows = this.attempt(() => this.statements.newLabels.all(after)) ?? [];
    rows.reverse();
    const labels = rows.map((row) => labelFrom(row));
    this.seen = labels.reduce((most, { number }) => Math.max(most, number), this.seen);
    return labels;
  }

  private later(write: () => void): void {
    this.waiting.push(write);
    this.scheduled ??= setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.scheduled !== undefined) clearImmediate(this.scheduled);
    this.scheduled = undefined;
    if (this.waiting.length === 0) return;
    const writes = this.waiting.splice(0);
    this.fresh.clear();
    this.attempt(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        for (const write of writes) write();
        this.database.exec('COMMIT');
      } catch (error) {
        this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** What the disk refuses is told once and costs what would have been learnt, never a decision. */
  private attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const notice = `The router's state could not be read or written (${text}). It goes on without.`;
      if (!this.notices.includes(notice)) this.notices.push(notice);
      return undefined;
    }
  }
}
