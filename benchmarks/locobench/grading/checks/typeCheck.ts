/** Type check of a state against its base: only new errors count. */
import type { CommandLimits, CommandSandbox, FileBroughtIn } from '../../../../runtime/tools/sandbox';
import type { FileChange, ToolCommand } from '../../scenarios';
import type { Checkout } from '../checkout/checkouts';
import { inCheckout } from '../checkout/inCheckout';
import { newErrors, readTypeErrors, type TypeErrors } from './typeErrors';

export type TypeCheckOutcome =
  | { readonly kind: 'checked'; readonly errors: readonly string[]; readonly log: string }
  | { readonly kind: 'not-measured'; readonly reason: string; readonly log: string }
  /** The answer made the checker hang or grow; its fault, because the base did not. */
  | { readonly kind: 'limit'; readonly reason: string; readonly log: string };

/** A state of the repository: what differs from the snapshot, and the key that says so. */
export interface TypedState {
  readonly key: string;
  readonly changes: readonly FileChange[];
}

interface TypeCheckPlace {
  readonly sandbox: CommandSandbox;
  readonly checkout: Checkout;
  readonly tool: ToolCommand;
}

interface Checked {
  readonly errors: TypeErrors;
  readonly code: number | undefined;
  readonly ended: string;
  readonly log: string;
}

/** The check of the snapshot, with what the checker remembers of it. */
interface FirstCheck {
  readonly checked: Checked;
  readonly buildInfo: Buffer | undefined;
}

const MEBIBYTE = 1024 * 1024;
export const TYPE_CHECK_LIMITS: Partial<CommandLimits> = {
  wallMs: 300_000,
  cpuSeconds: 600,
  memoryBytes: 6144 * MEBIBYTE,
  outputBytes: 16 * MEBIBYTE,
  changesBytes: 64 * MEBIBYTE,
};

/** tsc remembers here what it checked; the file of the snapshot saves most of the work for each state. */
const BUILD_INFO = '.whetstone.tsbuildinfo';
/** States whose errors are kept. */
const MOST_KEPT = 500;

/** Checks a state once, however many answers start from it or come to it. */
export class TypeChecker {
  private readonly first = new Map<string, Promise<FirstCheck>>();
  /** Oldest first. */
  private readonly known = new Map<string, Promise<Checked>>();

  constructor(private readonly limits: Partial<CommandLimits> = {}) {}

  async check(
    place: TypeCheckPlace,
    base: TypedState,
    state: TypedState,
    signal: AbortSignal,
  ): Promise<TypeCheckOutcome> {
    // Shared by samples, so no one's cancellation ends it.
    const before = await (this.kept(place, base) ??
      this.keep(place, base, this.run(place, base, new AbortController().signal)));
    signal.throwIfAborted();
    const missing = notUsable(before, place.tool);
    if (missing !== undefined) return { kind: 'not-measured', reason: missing, log: before.log };
    const after = await (this.kept(place, state) ?? this.run(place, state, signal));
    signal.throwIfAborted();
    if (after.ended === 'set-up')
      return { kind: 'not-measured', reason: 'the sandbox could not be set up', log: after.log };
    if (after.ended !== 'exit') {
      return { kind: 'limit', reason: `it was ended, because it reached a limit (${after.ended})`, log: after.log };
    }
    if (this.kept(place, state) === undefined) void this.keep(place, state, Promise.resolve(after));
    const errors = newErrors(before.errors, after.errors);
    // It fails, and says so in a form that nobody can read.
    const unread = errors.length === 0 && before.code === 0 && after.code !== 0 && after.errors.total === 0;
    return {
      kind: 'checked',
      errors: unread ? [`it ends with status ${after.code ?? 'unknown'}`] : errors,
      log: after.log,
    };
  }

  private kept(place: TypeCheckPlace, { key }: TypedState): Promise<Checked> | undefined {
    return this.known.get(`${keyOf(place)} ${key}`);
  }

  /** What did not end by itself says nothing for good. */
  private keep(place: TypeCheckPlace, { key }: TypedState, checking: Promise<Checked>): Promise<Checked> {
    const whole = `${keyOf(place)} ${key}`;
    this.known.set(whole, checking);
    checking.then(
      ({ ended }) => ended === 'exit' || this.known.delete(whole),
      () => this.known.delete(whole),
    );
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KEPT && oldest !== undefined) this.known.delete(oldest);
    return checking;
  }

  private async run(place: TypeCheckPlace, { changes }: TypedState, signal: AbortSignal): Promise<Checked> {
    if (!isPlainTsc(place.tool.words)) return (await this.runOnce(place, changes, undefined, signal)).checked;
    const key = keyOf(place);
    const first = this.first.get(key) ?? this.runOnce(place, [], undefined, new AbortController().signal);
    this.first.set(key, first);
    first.then(
      ({ checked: { ended } }) => ended !== 'set-up' || this.first.delete(key),
      () => this.first.delete(key),
    );
    const { checked, buildInfo } = await first;
    signal.throwIfAborted();
    return changes.length === 0 ? checked : (await this.runOnce(place, changes, buildInfo, signal)).checked;
  }

  private async runOnce(
    { sandbox, checkout, tool }: TypeCheckPlace,
    changes: readonly FileChange[],
    buildInfo: Buffer | undefined,
    signal: AbortSignal,
  ): Promise<FirstCheck> {
    const incremental = isPlainTsc(tool.words);
    const info = tool.folder === '.' ? BUILD_INFO : `${tool.folder}/${BUILD_INFO}`;
    const files: FileBroughtIn[] = incremental && buildInfo !== undefined ? [{ path: info, content: buildInfo }] : [];
    const words = incremental ? [...tool.words, '--incremental', '--tsBuildInfoFile', BUILD_INFO] : tool.words;
    const limits = { ...TYPE_CHECK_LIMITS, ...this.limits };
    const outcome = await inCheckout(
      { ...{ sandbox, checkout, changes, files, words, limits }, subfolder: tool.folder },
      signal,
    );
    signal.throwIfAborted();
    const output = `${outcome.stdout}\n${outcome.stderr}`;
    const written = outcome.changes.find(({ path }) => path === info)?.change;
    const checked = {
      errors: readTypeErrors(output, checkout.folder),
      code: outcome.code,
      ended: outcome.ended,
      log: output.trim().slice(0, 20_000),
    };
    return { checked, buildInfo: written?.kind === 'written' ? written.content : undefined };
  }
}

function keyOf({ checkout, tool }: TypeCheckPlace): string {
  return `${checkout.folder} ${tool.words.join(' ')}`;
}

/** Not with `-b`: projects that refer to others keep their own files of this kind. */
function isPlainTsc(words: readonly string[]): boolean {
  const tsc = words.some((word) => word === 'tsc' || word.endsWith('/tsc'));
  return tsc && !words.some((word) => word === '-b' || word === '--build' || word.startsWith('--incremental'));
}

function notUsable(base: Checked, tool: ToolCommand): string | undefined {
  if (base.ended !== 'exit') return `${tool.title} did not end on the code as it was (${base.ended})`;
  if (base.code !== 0 && base.errors.total === 0) {
    return `${tool.title} does not run here (status ${base.code ?? 'unknown'}): ${base.log.split('\n').at(-1) ?? ''}`;
  }
  return undefined;
}
