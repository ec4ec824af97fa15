import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { RuntimeError } from '../../../../runtime/runtimeError';
import type { SampleFilter, SamplePage } from '../../../host/protocol';
import { runKey } from './runRows';
import { sampleCondition } from './sampleCondition';
import { sampleRowOf, sampleSelect } from './sampleRows';
import { addFold } from './sampleSearch';
import { scenarioKeys } from './scenarioBits';

const columns = {
  index: 'idx',
  scenario: 'scenario',
  model: 'model',
  value: 'value',
  cost: 'cost',
  time: 'total_ms',
  state: 'state',
  ended: 'ended',
};
const ofScenario = { category: 'category', context: 'tokens' } as const;
const largestPage = 1000;
/** Filters whose samples are remembered until something is written: one a page, and a few to go back to. */
const mostRemembered = 8;

const listRow = z.object({ list: z.string().nullable() });
const indexRow = z.object({ idx: z.number() });
const versionRow = z.object({ data_version: z.number() });
const countRow = z.object({ n: z.number() });

/** Pages of a run's samples, filtered and sorted, with exact counts. */
export class SamplePages {
  private readonly version: StatementSync;
  private readonly row: StatementSync;
  private readonly count: StatementSync;
  private readonly remembered = new Map<string, Uint32Array | undefined>();
  private seen: number | undefined;

  /** @param reader a connection that nothing is written by */
  constructor(private readonly reader: DatabaseSync) {
    addFold(reader);
    this.version = reader.prepare('PRAGMA data_version');
    this.row = reader.prepare(`${sampleSelect} WHERE samples.run = ? AND samples.idx = ?`);
    this.count = reader.prepare('SELECT coalesce(sum(samples), 0) AS n FROM counts WHERE run = ?');
  }

  /**
   * Samples without a value or a time stand last, whichever way it is sorted; equals are in the order of the plan.
   * @throws RuntimeError bad-request for a page of more than 1000 rows, a run that is not there, or a search of too many words
   */
  page(filter: SampleFilter): SamplePage {
    const { limit, offset } = filter;
    if (!(Number.isInteger(limit) && limit >= 0 && limit <= largestPage && Number.isInteger(offset) && offset >= 0)) {
      throw new RuntimeError('bad-request', `A page has from 0 to ${largestPage} samples.`, 'Ask for less at a time.');
    }
    const run = runKey(this.reader, filter.run);
    const all = countRow.parse(this.count.get(run)).n;
    const list = this.listed(run, filter);
    const indices = list?.subarray(offset, offset + limit) ?? this.ofWholeRun(run, filter);
    const rows = Array.from(indices, (index) => sampleRowOf(filter.run, this.row.get(run, index)));
    return { total: list?.length ?? all, all, rows };
  }

  /** Of most orders there is an index, and the number of all is known. */
  private ofWholeRun(run: number, { sort, descending, limit, offset }: SampleFilter): readonly number[] {
    const { by, keys } = this.order(run, sort);
    const way = descending ? 'DESC' : 'ASC';
    const order = sort === 'index' ? `idx ${way}` : `${by} ${way} NULLS LAST, idx`;
    return this.reader
      .prepare(`SELECT idx FROM samples WHERE run = ? ORDER BY ${order} LIMIT ? OFFSET ?`)
      .all(run, ...keys, limit, offset)
      .map((row) => indexRow.parse(row).idx);
  }

  /** @returns numbers of the samples that the filter lets through, sorted; undefined: all of the run */
  private listed(run: number, filter: SampleFilter): Uint32Array | undefined {
    const { data_version: version } = versionRow.parse(this.version.get());
    if (version !== this.seen) this.remembered.clear();
    this.seen = version;
    const key = JSON.stringify({ ...filter, run, offset: 0, limit: 0 });
    const list = this.remembered.has(key) ? this.remembered.get(key) : this.find(run, filter);
    // Put in again, so that the one that was not asked for longest goes first.
    this.remembered.delete(key);
    this.remembered.set(key, list);
    for (const oldest of [...this.remembered.keys()].slice(0, -mostRemembered)) this.remembered.delete(oldest);
    return list;
  }

  /** Counted and sorted in one look, to be scrolled through. */
  private find(run: number, filter: SampleFilter): Uint32Array | undefined {
    const { where, values, whole } = sampleCondition(this.reader, run, filter);
    if (whole) return undefined;
    const { by, keys } = this.order(run, filter.sort);
    const way = filter.descending ? 'DESC' : 'ASC';
    // `+`: by an index of the order each sample would be looked up by itself; looking at all in turn and sorting is quicker.
    const order = filter.sort === 'index' ? `idx ${way}` : `+${by} ${way} NULLS LAST, idx`;
    const { list } = listRow.parse(
      this.reader
        .prepare(`SELECT group_concat(idx) AS list FROM (SELECT idx FROM samples WHERE ${where} ORDER BY ${order})`)
        .get(...values, ...keys),
    );
    return Uint32Array.from(z.array(z.number()).parse(JSON.parse(`[${list ?? ''}]`)));
  }

  private order(
    run: number,
    sort: SampleFilter['sort'],
  ): { readonly by: string; readonly keys: readonly Uint8Array[] } {
    if (sort !== 'category' && sort !== 'context') return { by: columns[sort], keys: [] };
    const { width, bytes } = scenarioKeys(this.reader, run, ofScenario[sort]);
    return { by: `substr(?, scenario * ${width} + 1, ${width})`, keys: [bytes] };
  }
}
