import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RuntimeError } from '../../../../runtime/runtimeError';
import { databaseError, type DatabaseName } from '../../../../runtime/store/databaseError';
import type { GroupCommit } from '../../../../runtime/store/groupCommit';
import type { LogSync } from '../../../../runtime/store/logSync';
import type { ProcessOwner } from '../../../../runtime/store/processOwner';
import { StoreWatch } from '../../../../runtime/store/storeWatch';
import type { SampleFilter, SamplePage } from '../../../host/protocol';
import type { RunRecord, RunState, SampleDetail, SampleJob, SampleOutcome, SampleRecord, Scenario } from '../types';
import { AnswerCache } from './answerCache';
import { EarlierSamples } from './earlierSamples';
import { packDetail, unpackDetail, unpackResult } from './details';
import { insertRun, type NewRun } from './insertRun';
import { writeOutcome } from './writeOutcome';
import { beginAnew, type Anew } from './beginAnew';
import { scenarioRow } from './scenarioRows';
import { busy, noRun, noSample } from './storeErrors';
import { requestCollector } from './requestCollector';
import { glanceAt, type RunGlance } from './runGlance';
import { runKey, runRecordOf, runSelect } from './runRows';
import { SamplePages } from './samplePages';
import { jobOf, jobSelect, recordOf, sampleSelect } from './sampleRows';

export interface RunStoreParts {
  readonly name: DatabaseName;
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  readonly log: LogSync | undefined;
  readonly commits: GroupCommit<undefined>;
  readonly owner: ProcessOwner;
  readonly now: () => number;
}

/** What another window or command wants of the process that works on a run. */
export type RunWish = 'pause' | 'stop';

const ownedRow = z.object({ run: z.number(), owner: z.string().nullable(), state: z.string() });
const wishRow = z.object({ wish: z.enum(['pause', 'stop']).nullable() });

/**
 * Evaluations on the disk: runs, samples, what is kept of each, and answers that were paid. What a method has said is durable. Any number
 * of processes may have it open; a run is worked on by one of them at a time.
 */
export class RunStore {
  readonly answers: AnswerCache;
  readonly earlier: EarlierSamples;
  private readonly pages: SamplePages;
  private readonly watching: StoreWatch;
  /** Ids of runs that this process works on. */
  private readonly claimed = new Set<string>();
  private closed = false;

  constructor(private readonly parts: RunStoreParts) {
    const { reader, commits, writer, now } = parts;
    this.earlier = new EarlierSamples(reader);
    this.pages = new SamplePages(reader);
    this.watching = new StoreWatch(reader);
    this.answers = new AnswerCache({ reader, writer, now, write: (work) => commits.do(work) });
  }

  /** @throws RuntimeError; nothing is kept then */
  async create(run: NewRun): Promise<RunRecord> {
    await this.write(() => insertRun(this.parts.writer, run, this.parts.now()));
    return this.run(run.id);
  }

  /** @throws RuntimeError bad-request when there is no such run */
  async run(id: string): Promise<RunRecord> {
    return this.read(() => runRecordOf(this.parts.reader, this.found(id), this.isHeld));
  }

  /** Newest first. */
  async runs(benchmark?: string): Promise<readonly RunRecord[]> {
    return this.read(() =>
      this.parts.reader
        .prepare(`${runSelect} ORDER BY created DESC, run DESC`)
        .all()
        .map((row) => runRecordOf(this.parts.reader, row, this.isHeld))
        .filter(({ configuration }) => benchmark === undefined || configuration.benchmark === benchmark),
    );
  }

  /**
   * Makes this process the one that works on the run; samples that a dead one had begun wait again.
   * @throws RuntimeError in-use while another process, or another runner of this one, works on it
   */
  async claim(id: string): Promise<void> {
    const { owner, writer } = this.parts;
    const mine = { claimed: false };
    const work = () => {
      const held = ownedRow.parse(this.found(id, writer));
      this.requireFree(id, held);
      if (held.owner !== null && held.owner !== owner.token) owner.forget(held.owner);
      writer
        .prepare("UPDATE runs SET owner = ?, wish = NULL, state = 'running', ended = NULL, reason = NULL WHERE run = ?")
        .run(owner.token, held.run);
      writer
        .prepare("UPDATE samples SET state = 'waiting', started = NULL WHERE run = ? AND state = 'running'")
        .run(held.run);
      // Inside the transaction, so that a second claim in the same one finds it.
      mine.claimed = true;
      this.claimed.add(id);
    };
    try {
      await this.write(work);
    } catch (error) {
      if (mine.claimed) this.claimed.delete(id);
      throw error;
    }
  }

  /** Ends the work on a claimed run, also where that cannot be written; what was under way waits again. */
  async release(id: string, state: RunState, reason: string | undefined, spent: number): Promise<RunRecord> {
    const { writer, owner, now } = this.parts;
    const work = () => {
      const run = runKey(writer, id);
      writer
        .prepare("UPDATE samples SET state = 'waiting', started = NULL WHERE run = ? AND state = 'running'")
        .run(run);
      writer
        .prepare(
          'UPDATE runs SET state = ?, reason = ?, spent = ?, ended = ?, owner = NULL, wish = NULL WHERE run = ? AND owner = ?',
        )
        .run(state, reason ?? null, spent, state === 'paused' ? null : now(), run, owner.token);
    };
    try {
      await this.write(work);
    } finally {
      this.claimed.delete(id);
    }
    return this.run(id);
  }

  /**
   * Asks the process that works on a run; it looks a few times a second. One that is paused can be stopped without.
   * @returns whether one works on it
   */
  async ask(id: string, wish: RunWish): Promise<boolean> {
    const { writer, now } = this.parts;
    return this.write(() => {
      const held = ownedRow.parse(this.found(id, writer));
      if (held.owner === null || !this.isHeld(id, held.owner)) {
        if (wish === 'stop') {
          writer
            .prepare("UPDATE runs SET state = 'stopped', reason = ?, ended = ? WHERE run = ? AND state = 'paused'")
            .run('It was stopped.', now(), held.run);
        }
        return false;
      }
      writer.prepare('UPDATE runs SET wish = ? WHERE run = ?').run(wish, held.run);
      return true;
    });
  }

  wishOf(id: string): RunWish | undefined {
    return wishRow.parse(this.parts.reader.prepare('SELECT wish FROM runs WHERE id = ?').get(id)).wish ?? undefined;
  }

  /** Another limit for the whole run, from when it is resumed. @throws RuntimeError in-use while somebody works on the run */
  async setBudget(id: string, budget: number): Promise<void> {
    const { writer } = this.parts;
    await this.write(() => {
      const held = ownedRow.parse(this.found(id, writer));
      this.requireFree(id, held);
      writer
        .prepare("UPDATE runs SET configuration = json_set(configuration, '$.budget', ?) WHERE run = ?")
        .run(budget, held.run);
    });
  }

  /** Samples of these states in the order of the plan. */
  async jobs(id: string, states: readonly SampleRecord['state'][]): Promise<readonly SampleJob[]> {
    return this.read(() =>
      this.parts.reader
        .prepare(
          `${jobSelect} WHERE samples.run = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY samples.run, idx`,
        )
        .all(runKey(this.parts.reader, id), JSON.stringify(states))
        .map((row) => jobOf(id, row)),
    );
  }

  async started(job: SampleJob, worker: string): Promise<void> {
    const { writer, now } = this.parts;
    await this.write(() =>
      writer
        .prepare(
          "UPDATE samples SET state = 'running', started = ?, worker = ? WHERE run = ? AND idx = ? AND round = ? AND state = 'waiting'",
        )
        .run(now(), worker, runKey(writer, job.run), job.index, job.round ?? 0),
    );
  }

  /**
   * Keeps a result, once: compare-and-set over round and state.
   * @returns false: there is one already, or the sample was begun anew meanwhile, or the run is gone
   */
  async finish({ record, detail }: SampleOutcome): Promise<boolean> {
    const { writer, reader } = this.parts;
    const has = reader.prepare('SELECT 1 FROM requests WHERE hash = ?');
    for (const trusted of [true, false]) {
      // A request that lies there now may go with a run that is deleted meanwhile: then it is packed again, whole.
      const packed = await packDetail(detail, (hash) => trusted && has.get(hash) !== undefined);
      const written = await this.write(() => writeOutcome(writer, record, packed));
      if (written !== 'request-gone') return written === 'written';
    }
    throw new RuntimeError('internal', 'A result could not be written.', 'Resume the run.');
  }

  /** Samples that the stop rule leaves out, those that wait. @returns how many */
  async skipWaiting(id: string, reason: string): Promise<number> {
    const { writer } = this.parts;
    return this.write(() =>
      Number(
        writer
          .prepare(
            `UPDATE samples SET state = 'skipped', reason_kind = 'stop-rule', reason = ? WHERE run = ? AND state = 'waiting'`,
          )
          .run(reason, runKey(writer, id)).changes,
      ),
    );
  }

  /**
   * Samples wait again: those named, or all that ended in an error, were refused or were not measured. One that was scored asks its model
   * again; of others what was paid is used again.
   * @returns how many
   * @throws RuntimeError in-use while somebody works on the run, bad-request for samples that are not there
   */
  async rerun(id: string, which: Anew): Promise<number> {
    const { writer } = this.parts;
    return this.write(() => {
      const held = ownedRow.parse(this.found(id, writer));
      this.requireFree(id, held);
      return beginAnew(writer, held.run, id, which);
    });
  }

  /** @throws RuntimeError in-use while somebody works on the run */
  async delete(id: string): Promise<void> {
    const { writer } = this.parts;
    const collect = requestCollector(writer);
    await this.write(() => {
      const held = ownedRow.parse(this.found(id, writer));
      this.requireFree(id, held);
      collect(held.run);
    });
  }

  /** @throws RuntimeError bad-request for a page of more than 1000 rows, or a search of more than 50 words */
  async samples(filter: SampleFilter): Promise<SamplePage> {
    return this.read(() => this.pages.page(filter));
  }

  /** Rows of samples in the order of the plan, with the metrics of their scores: for reports. */
  *scores(
    id: string,
  ): Generator<{ readonly record: SampleRecord; readonly metrics: Readonly<Record<string, number>> }> {
    const { reader } = this.parts;
    const rows = reader
      .prepare(
        `${sampleSelect.replace('FROM samples', ', details.metrics FROM samples')}
         LEFT JOIN details ON details.run = samples.run AND details.idx = samples.idx
         WHERE samples.run = ? ORDER BY samples.idx`,
      )
      .iterate(runKey(reader, id));
    for (const row of rows) {
      const metrics = metricsText.parse(row.metrics);
      yield { record: recordOf(id, row), metrics: metrics === null ? {} : metricsOf.parse(JSON.parse(metrics)) };
    }
  }

  /** Scenarios of a run as they were, without their content. */
  async scenarios(id: string): Promise<readonly Omit<Scenario, 'content'>[]> {
    const { reader } = this.parts;
    return this.read(() =>
      reader
        .prepare('SELECT * FROM scenarios WHERE run = ? ORDER BY ordinal')
        .all(runKey(reader, id))
        .map((row) => scenarioRow.parse(row)),
    );
  }

  /** @throws RuntimeError bad-request when there is no such sample */
  async sample(id: string, index: number): Promise<SampleDetail> {
    const { reader } = this.parts;
    const { record, body } = await this.read(() => {
      const run = runKey(reader, id);
      const row = reader.prepare(`${sampleSelect} WHERE samples.run = ? AND samples.idx = ?`).get(run, index);
      if (row === undefined) throw noSample(id, index);
      const kept = reader.prepare('SELECT body FROM details WHERE run = ? AND idx = ?').get(run, index);
      return { record: recordOf(id, row), body: kept === undefined ? undefined : blobRow.parse(kept).body };
    });
    if (body === undefined) return { record, solution: undefined, score: undefined, calls: [], log: '' };
    const request = reader.prepare('SELECT body FROM requests WHERE hash = ?');
    return { record, ...(await unpackDetail(body, (hash) => blobRow.parse(request.get(hash)).body)) };
  }

  /** What is kept of a sample without its calls. @throws RuntimeError bad-request when there is no such run */
  async result(id: string, index: number): Promise<Pick<SampleDetail, 'solution' | 'score'>> {
    const { reader } = this.parts;
    const kept = await this.read(() =>
      reader.prepare('SELECT body FROM details WHERE run = ? AND idx = ?').get(runKey(reader, id), index),
    );
    return kept === undefined ? { solution: undefined, score: undefined } : unpackResult(blobRow.parse(kept).body);
  }

  async glance(id: string): Promise<RunGlance> {
    return this.read(() => glanceAt(this.parts.reader, runKey(this.parts.reader, id)));
  }

  /** Calls back when a run was made, deleted, begun or has ended, in whichever process; not for each sample. @returns what ends it */
  watch(listener: () => void): () => void {
    const states = this.parts.reader.prepare(
      `SELECT json_group_array(json_array(run, state, owner, name)) AS all_of_them FROM runs`,
    );
    const now = () => JSON.stringify(states.get());
    let last = now();
    return this.watching.add(() => {
      const found = now();
      if (found === last) return;
      last = found;
      listener();
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.watching.dispose();
    const { commits, log, writer, reader, owner } = this.parts;
    await commits.idle();
    await log?.close();
    reader.close();
    writer.close();
    owner.release();
  }

  /** This process still lives when a release could not be written, e.g. on a full disk: then only `claimed` knows. */
  private readonly isHeld = (id: string, owner: string): boolean =>
    owner === this.parts.owner.token ? this.claimed.has(id) : this.parts.owner.isAlive(owner);

  private requireFree(id: string, { owner }: z.infer<typeof ownedRow>): void {
    if (owner !== null && this.isHeld(id, owner)) throw busy(id);
  }

  private found(id: string, database = this.parts.reader): unknown {
    const row = database.prepare(`${runSelect} WHERE id = ?`).get(id);
    if (row === undefined) throw noRun(id);
    return row;
  }

  private async write<Answer>(work: () => Answer): Promise<Answer> {
    if (this.closed) throw new RuntimeError('unavailable', 'The evaluations are closed.', 'Open them again.');
    return this.parts.commits.do(work);
  }

  private async read<Answer>(query: () => Answer): Promise<Answer> {
    try {
      return await Promise.resolve(query());
    } catch (error) {
      throw databaseError(error, this.parts.name);
    }
  }
}

const blobRow = z.object({ body: z.instanceof(Uint8Array) });
const metricsText = z.string().nullable();
const metricsOf = z.record(z.string(), z.number());
