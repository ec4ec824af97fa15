/** Type check of a state against its base: only new errors count. */
import type { CommandLimits, CommandSandbox, FileBroughtIn } from '../../../../runtime/tools/sandbox';
import type { FileChange, ToolCommand } from '../../scenarios/types';
import type { Checkout } from '../checkout/checkouts';
import { inCheckout } from '../checkout/inCheckout';
import { newErrors, readTypeErrors, type TypeErrors } from './typeErrors';

export type TypeCheckOutcome =
  | { readonly kind: 'checked'; readonly errors: readonly string[]; readonly log: string }
  | { readonly kind: 'not-measured'; readonly reason: string; readonly log: string }
  /** The answer made the checker hang or grow; its fault, because the base did not. */
  | { readonly kind: 'limit'; readonly reason: string; readonly log: string };

interface Checked {
  readonly errors: TypeErrors;
  readonly code: number | undefined;
  readonly ended: string;
  readonly log: string;
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

/** tsc remembers here what it checked; the file of the base saves most of the work for each answer. */
const BUILD_INFO = '.whetstone.tsbuildinfo';

export class TypeChecker {
  private readonly bases = new Map<string, Promise<Checked>>();

  constructor(private readonly limits: Partial<CommandLimits> = {}) {}

  async check(
    place: { readonly sandbox: CommandSandbox; readonly checkout: Checkout; readonly tool: ToolCommand },
    base: { readonly key: string; readonly changes: readonly FileChange[] },
    changes: readonly FileChange[],
    signal: AbortSignal,
  ): Promise<TypeCheckOutcome> {
    const key = `${place.checkout.folder} ${place.tool.words.join(' ')} ${base.key}`;
    // Shared by samples, so no one's cancellation ends it.
    const known = this.bases.get(key) ?? this.run(place, base.changes, undefined, new AbortController().signal);
    this.bases.set(key, known);
    known.catch(() => this.bases.delete(key));
    const before = await known;
    signal.throwIfAborted();
    const missing = notUsable(before, place.tool);
    if (missing !== undefined) return { kind: 'not-measured', reason: missing, log: before.log };
    const after = await this.run(place, changes, before.buildInfo, signal);
    if (after.ended === 'set-up')
      return { kind: 'not-measured', reason: 'the sandbox could not be set up', log: after.log };
    if (after.ended !== 'exit') {
      return { kind: 'limit', reason: `it was ended, because it reached a limit (${after.ended})`, log: after.log };
    }
    const errors = newErrors(before.errors, after.errors);
    // It fails, and says so in a form that nobody can read.
    const unread = errors.length === 0 && before.code === 0 && after.code !== 0 && after.errors.total === 0;
    return {
      kind: 'checked',
      errors: unread ? [`it ends with status ${after.code ?? 'unknown'}`] : errors,
      log: after.log,
    };
  }

  private async run(
    {
      sandbox,
      checkout,
      tool,
    }: { readonly sandbox: CommandSandbox; readonly checkout: Checkout; readonly tool: ToolCommand },
    changes: readonly FileChange[],
    buildInfo: Buffer | undefined,
    signal: AbortSignal,
  ): Promise<Checked> {
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
    return {
      errors: readTypeErrors(output, checkout.folder),
      code: outcome.code,
      ended: outcome.ended,
      log: output.trim().slice(0, 20_000),
      buildInfo: written?.kind === 'written' ? written.content : undefined,
    };
  }
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
