/** Times a model on this machine by a short infill, and remembers the figures. */
import type { InfillParams, InfillResult, RuntimeStatus } from '../../runtime/protocol';
import type { ModelListing } from '../../runtime/models/protocol';
import type { MeasuredSpeed } from '../../webviews/models/protocol';

/** What a measurement asks; a runtime client has it. */
export interface SpeedSource {
  infill(params: InfillParams): Promise<InfillResult>;
  status(): Promise<RuntimeStatus | undefined>;
}

/** Context of a file of usual length; how many tokens that is depends on the model, and stands beside the figures. */
const before = Array.from({ length: 12 }, (_, index) =>
  [
    `def read_table_${index}(path, separator=","):`,
    `    """Reads the rows of table ${index}; the first line names the columns."""`,
    '    with open(path, encoding="utf-8") as file:',
    '        lines = file.read().splitlines()',
    '    names = lines[0].split(separator)',
    '    return [dict(zip(names, line.split(separator))) for line in lines[1:]]',
    '',
    '',
  ].join('\n'),
).join('');
const written = 'def count_rows(path):\n    return len(read_table_1(path))';
const after = '\n\n\ndef first_row(path):\n    return read_table_2(path)[0]\n';

/** Warm suggestions that are timed at most, and the milliseconds after which no further one is begun. */
const mostRuns = 7;
const enoughMs = 15_000;

/**
 * Asks for a suggestion with an empty cache, then for one after each further typed character, as typing does.
 * @param model what `InfillParams.model` takes
 * @param now milliseconds since 1970
 */
export async function measureSpeed(source: SpeedSource, model: string, now = Date.now): Promise<MeasuredSpeed> {
  const ask = (typed: string): Promise<InfillResult> =>
    source.infill({
      model,
      session: 'whetstone:measure',
      languageId: 'python',
      prefix: before + typed,
      suffix: after,
      snippets: [],
      extent: 'line',
      alternatives: 1,
      maxTokens: 32,
      length: { kind: 'found' },
      threshold: 0.9,
      // What stands elsewhere in the text would spare passes that other code needs.
      copy: 'off',
      seed: 1,
    });
  const first = written.length - 24;
  const cold = await ask(written.slice(0, first));
  const start = now();
  const warm: InfillResult[] = [];
  for (let run = 1; run <= mostRuns; run += 1) {
    warm.push(await ask(written.slice(0, first + run)));
    if (now() - start > enoughMs) break;
  }
  const passes = warm.filter(({ forwardPasses }) => forwardPasses > 0);
  return {
    infillMs: median(warm.map(({ ms }) => ms.total)),
    coldMs: cold.ms.total,
    passMs: passes.length === 0 ? undefined : median(passes.map(({ ms, forwardPasses }) => ms.denoise / forwardPasses)),
    contextTokens: cold.contextTokens,
    runs: warm.length,
    threads: (await source.status())?.threads,
    at: new Date(now()).toISOString(),
  };
}

/** NaN for no values. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  return (low + (sorted[Math.floor(middle)] ?? low)) / 2;
}

/** Where figures are kept: VS Code's `globalState`, or a map. */
export interface SpeedMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void> | Promise<void>;
}

interface StoredSpeed extends MeasuredSpeed {
  /** Of what the figures are: another precision or another conversion is another model. */
  readonly of: string;
}

const key = 'whetstone.models.speed';

/** Figures by model; those of a model that has changed since are not given. */
export class SpeedRecord {
  constructor(private readonly memory: SpeedMemory) {}

  of(listing: ModelListing): MeasuredSpeed | undefined {
    const stored = this.all()[listing.id];
    return isSpeed(stored) && stored.of === identity(listing) ? stored : undefined;
  }

  async put(listing: ModelListing, speed: MeasuredSpeed): Promise<void> {
    await this.memory.update(key, { ...this.all(), [listing.id]: { ...speed, of: identity(listing) } });
  }

  async drop(id: string): Promise<void> {
    const { [id]: _dropped, ...others } = this.all();
    await this.memory.update(key, others);
  }

  private all(): Readonly<Record<string, unknown>> {
    const stored = this.memory.get(key);
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }
}

function identity({ model, precision, bytes }: ModelListing): string {
  return [model, precision, bytes].join(' ');
}

/** Another version may have written something else. */
function isSpeed(value: unknown): value is StoredSpeed {
  if (typeof value !== 'object' || value === null) return false;
  const numbers = ['infillMs', 'coldMs', 'contextTokens', 'runs'];
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  return numbers.every((name) => has(name, 'number')) && has('at', 'string') && has('of', 'string');
}
