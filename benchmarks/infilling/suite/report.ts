/** The answer of the suite: one document for programs, tables in Markdown for readers. */
import type { Interval } from '../../core/statistics';
import type { Competitor } from './competitor';
import { compare, measure, type Comparison, type Measures, type Share } from './measures';
import type { Outcome } from './runSuite';
import type { SuiteFile, SuiteTask } from './suiteTasks';

/** A language or kind, or all of them. */
export const ALL = 'all';

export interface GroupName {
  readonly language: string;
  readonly kind: string;
}

export interface SuiteRow extends GroupName, Measures {
  readonly model: string;
}

/** The first model against another one. */
export interface SuiteComparison extends GroupName, Comparison {
  readonly first: string;
  readonly second: string;
}

export interface SuiteMachine {
  readonly cores: number;
  readonly threads: number;
  readonly node: string;
  /** Load average of the last minute at the start and at the end. Above the number of cores times are inflated. */
  readonly load: readonly [number, number];
}

export interface SuiteDocument {
  readonly format: 1;
  /** ISO 8601. */
  readonly made: string;
  readonly machine: SuiteMachine;
  readonly files: readonly SuiteFile[];
  /** Least chance with which a suggestion counts as shown. */
  readonly gate: number;
  readonly models: readonly { readonly name: string; readonly settings: Readonly<Record<string, unknown>> }[];
  readonly rows: readonly SuiteRow[];
  readonly comparisons: readonly SuiteComparison[];
}

/** Groups of tasks that figures are given for, by name; each language with each kind, and all of either and of both. */
export function groupsOf(tasks: readonly SuiteTask[]): GroupName[] {
  const languages = [ALL, ...new Set(tasks.map(({ language }) => language))];
  const kinds = [ALL, ...new Set(tasks.map(({ kind }) => kind))];
  const groups = languages.flatMap((language) => kinds.map((kind) => ({ language, kind })));
  return groups.filter((group) => tasks.some((task) => isIn(task, group)));
}

export function isIn(task: SuiteTask, { language, kind }: GroupName): boolean {
  return (language === ALL || task.language === language) && (kind === ALL || task.kind === kind);
}

/** @param outcomes for every competitor those of the same tasks in the same order; the first one is compared with the others */
export function suiteFigures(
  outcomes: ReadonlyMap<Competitor, readonly Outcome[]>,
  gate: number,
): Pick<SuiteDocument, 'models' | 'rows' | 'comparisons'> {
  const models = [...outcomes.entries()];
  const [first, ...others] = models;
  if (first === undefined) throw new RangeError('There is no competitor.');
  const groups = groupsOf(first[1].map(({ task }) => task));
  return {
    models: models.map(([{ name, settings }]) => ({ name, settings })),
    rows: groups.flatMap((group) =>
      models.map(([{ name }, all]) => ({ ...group, model: name, ...measure(within(all, group), gate) })),
    ),
    comparisons: groups.flatMap((group) =>
      others.map(([{ name }, all]) => ({
        ...group,
        first: first[0].name,
        second: name,
        ...compare(within(first[1], group), within(all, group)),
      })),
    ),
  };
}

function within(outcomes: readonly Outcome[], group: GroupName): Outcome[] {
  return outcomes.filter(({ task }) => isIn(task, group));
}

export function markdownOf(document: SuiteDocument): string {
  const { rows, comparisons } = document;
  const languages = new Set(rows.map(({ language }) => language)).size - 1;
  const kinds = new Set(rows.map(({ kind }) => kind)).size - 1;
  const part = (title: string, wanted: (group: GroupName) => boolean, names: readonly (keyof GroupName)[]) => {
    const found = rows.filter(wanted);
    return found.length === 0 ? [] : [`## ${title}`, rowTable(found, names)];
  };
  const isAll = (name: string) => name === ALL;
  return [
    '# Infilling quality suite',
    summaryOf(document),
    ...part('All tasks', ({ language, kind }) => isAll(language) && isAll(kind), []),
    ...(kinds > 1 ? part('By kind of gap', ({ language, kind }) => isAll(language) && !isAll(kind), ['kind']) : []),
    ...(languages > 1
      ? part('By language', ({ language, kind }) => !isAll(language) && isAll(kind), ['language'])
      : []),
    ...(kinds > 1 && languages > 1
      ? part('By language and kind', ({ language, kind }) => !isAll(language) && !isAll(kind), ['language', 'kind'])
      : []),
    ...(comparisons.length > 0
      ? [
          `## ${comparisons[0]!.first} against the others, on the same tasks`,
          comparisonTable(comparisons.filter(({ language, kind }) => isAll(language) && (isAll(kind) || kinds > 1))),
        ]
      : []),
  ].join('\n\n');
}

function summaryOf({ made, machine, files, gate, rows }: SuiteDocument): string {
  const sets = files.map(({ name, sha256, tasks }) => `${name} (${tasks} tasks, sha256 ${sha256.slice(0, 8)})`);
  return [
    `${rows[0]?.n ?? 0} tasks of ${sets.join(', ')}. ${made.slice(0, 10)}, Node ${machine.node}, ${machine.cores} cores, ` +
      `${machine.threads} threads, load average ${machine.load.map((load) => load.toFixed(1)).join(' to ')}.`,
    'Shares in per cent, 95 % intervals in brackets; edit similarity times 100. ' +
      `Shown, exact and valid of shown: at a chance of at least ${gate}. Times begin with a cold context.`,
  ].join('\n');
}

/** A column that is left out when no row has anything in it. */
interface Column {
  readonly title: string;
  readonly cell: (row: SuiteRow) => string | undefined;
}

const share = (title: string, of: (row: SuiteRow) => Share | undefined): Column => ({
  title,
  cell: (row) => of(row) && percentWithInterval(of(row)!),
});

const COLUMNS: readonly Column[] = [
  { title: 'n', cell: ({ n }) => String(n) },
  share('exact match', ({ exactMatch }) => exactMatch),
  { title: 'edit similarity', cell: ({ editSimilarity }) => percentWithInterval(editSimilarity) },
  { title: 'characters right', cell: ({ kept }) => plain(kept) },
  share('pass@1', ({ passAt1 }) => passAt1),
  share('valid syntax', ({ syntaxValid }) => syntaxValid),
  { title: 'empty', cell: ({ empty }) => percent(empty.mean) },
  share('shown', ({ coverage }) => coverage),
  share('exact of shown', ({ precision }) => precision),
  share('valid of shown', ({ shownValid }) => shownValid),
  { title: 'passes', cell: ({ forwardPasses }) => (forwardPasses === 0 ? undefined : forwardPasses.toFixed(1)) },
  { title: 'ms p50 / p95', cell: ({ msP50, msP95 }) => `${msP50.toFixed(0)} / ${msP95.toFixed(0)}` },
  {
    title: 'ms for other files p50 / p95',
    cell: ({ contextMs }) => contextMs && `${contextMs.p50.toFixed(0)} / ${contextMs.p95.toFixed(0)}`,
  },
];

function rowTable(rows: readonly SuiteRow[], names: readonly (keyof GroupName)[]): string {
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== undefined));
  return table(
    [...names, 'model', ...columns.map(({ title }) => title)],
    rows.map((row) => [...names.map((name) => row[name]), row.model, ...columns.map(({ cell }) => cell(row) ?? '')]),
    names.length + 1,
  );
}

function comparisonTable(comparisons: readonly SuiteComparison[]): string {
  return table(
    [
      'kind',
      'against',
      'exact match, points',
      'times',
      'only first / only second',
      'p',
      'edit similarity, points',
      'characters right',
      'time, times',
    ],
    comparisons.map(({ kind, second, exactMatch, editSimilarity, kept, time }) => [
      kind,
      second,
      percentWithInterval(exactMatch.difference),
      timesOf(exactMatch.ratio),
      `${exactMatch.wins} / ${exactMatch.losses}`,
      exactMatch.p < 0.001 ? '< 0.001' : exactMatch.p.toFixed(3),
      percentWithInterval(editSimilarity.difference),
      plain(kept.difference),
      plain(time.ratio),
    ]),
    2,
  );
}

function timesOf({ mean, low, high }: Comparison['exactMatch']['ratio']): string {
  const times = (value: number | null) => (value === null ? '∞' : value.toFixed(2));
  return mean === null ? '' : `${times(mean)} (${times(low)} to ${times(high)})`;
}

function plain({ mean, low, high }: Interval): string {
  return `${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function percentWithInterval({ mean, low, high }: Interval): string {
  return `${percent(mean)} (${percent(low)} to ${percent(high)})`;
}

/** @param left how many columns are text, which begins at the left */
function table(head: readonly string[], rows: readonly (readonly string[])[], left: number): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${head.map((_, index) => (index < left ? '---' : '--:')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
