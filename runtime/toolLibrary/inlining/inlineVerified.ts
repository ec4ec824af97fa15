/** Inlining that is put to the test: every tool whose code it changes answers as before, or its calls stay. */
import type { CommandSandbox } from '../../tools/sandbox';
import { ownName } from '../merging';
import type { CoverageEntry, ToolCollection, ToolRecord, Verification } from '../types';
import { verifyCandidate, type VerifyOptions } from '../verification';
import { inlineAdapters } from './inlineAdapters';
import type { InlineOptions, Inlining } from './types';

export interface VerifiedInlineOptions extends Omit<InlineOptions, 'root' | 'keep'> {
  /** The tools of the workspace as they are on the disk. */
  readonly collection: ToolCollection;
  /** Of the arguments that tools are called with. */
  readonly seed: number;
  /** Whether the workspace's own type checker and tests may be run, in the sandbox. */
  readonly consent?: VerifyOptions['consent'];
  readonly sandbox?: CommandSandbox;
  /** Default: `python3` of PATH. */
  readonly python?: VerifyOptions['python'];
  readonly progress?: (done: string) => void;
}

export interface VerifiedInlining extends Inlining {
  /** Of the tools whose code changed, and of one tool of every other file that changed. */
  readonly verifications: readonly Verification[];
  /** Tools whose code changed and that were not run, and why. */
  readonly notRun: readonly { readonly tool: string; readonly reason: string }[];
}

/** What failed is left out, and the rest put to the test again. */
const MOST_ROUNDS = 6;

/**
 * Inlines, and compares in the sandbox what changed with what it was.
 * @throws as `inlineAdapters` and `verifyCandidate`
 */
export async function inlineVerified(options: VerifiedInlineOptions): Promise<VerifiedInlining> {
  const { collection, seed, consent, sandbox, python, signal, progress } = options;
  const keep = new Map<string, string>();
  for (let round = 0; ; round += 1) {
    const done = await inlineAdapters({ ...options, root: collection.root, keep });
    const tools = changedTools(collection.tools, options.texts, done);
    progress?.(`${done.inlined.length} calls rewritten; comparing ${tools.length} tools with what they were`);
    const verifications =
      tools.length === 0
        ? []
        : await verifyCandidate({
            ...{
              collection,
              candidate: { texts: done.texts },
              entries: tools.map(asBefore),
              seed,
              consent,
              sandbox,
              python,
              signal,
            },
            library: new Map(tools.map((tool) => [ownName(tool), tool])),
            mutants: 0,
          });
    const failed = verifications.flatMap((each, at) => {
      const tool = tools[at];
      return each.verdict === 'rejected' && tool !== undefined ? [{ tool, reason: failureOf(each) }] : [];
    });
    if (failed.length === 0) return { ...done, verifications, notRun: notRun(verifications) };
    for (const { tool, reason } of failed) {
      const path = tool.source?.path ?? '';
      const owner = (tool.source?.access ?? tool.name).split('.')[0] ?? tool.name;
      // Where its own calls stay already, it is another change of its file; in the end nothing of the file changes.
      const own = `${path}#${owner}`;
      keep.set(keep.has(own) || round >= MOST_ROUNDS / 2 ? `${path}#*` : own, reason);
    }
    if (round === MOST_ROUNDS) for (const path of done.texts.keys()) keep.set(`${path}#*`, 'it could not be verified');
  }
}

/** Tools whose own code or helpers changed, and one of each other file: whether it still loads. */
function changedTools(
  tools: readonly ToolRecord[],
  before: ReadonlyMap<string, string>,
  { texts, removed }: Inlining,
): readonly ToolRecord[] {
  const gone = new Set(removed.map(({ path, name }) => `${path}#${name}`));
  return [...texts].flatMap(([path, after]) => {
    const own = tools.filter(
      ({ source, name }) => source?.path === path && source.access !== undefined && !gone.has(`${path}#${name}`),
    );
    const isChanged = ({ source }: ToolRecord): boolean => !after.includes(source?.text ?? '');
    const changed = new Set(own.filter(isChanged).map(({ name }) => name));
    const changedHelpers = own.filter(({ dependencies }) =>
      dependencies.helpers.some((name) => changed.has(name) || !sameDeclaration(name, before.get(path) ?? '', after)),
    );
    const found = own.filter((each) => isChanged(each) || changedHelpers.includes(each));
    const runnable = own.filter(({ effects, parameters }) => effects.length === 0 && parameters.length > 0);
    return found.length > 0 ? found : runnable.slice(0, 1);
  });
}

/** Whether the lines that begin with a name at the top of a file are the same in both: cheap, and wrong only towards more comparing. */
function sameDeclaration(name: string, before: string, after: string): boolean {
  const at = new RegExp(
    `^(?:export |async |def |class |function |const |let |var )*${name.replaceAll('$', '\\$')}\\b[^]*?(?=^\\S|(?![^]))`,
    'm',
  );
  return at.exec(before)?.[0] === at.exec(after)?.[0];
}

function asBefore(tool: ToolRecord): CoverageEntry {
  const values = Object.fromEntries(tool.parameters.map(({ name }) => [name, { from: name }]));
  return { tool: tool.id, outcome: 'merged', into: ownName(tool), arguments: values };
}

function failureOf({ steps }: Verification): string {
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return failed === undefined ? 'it answers otherwise' : `${failed.step}: ${failed.detail}`;
}

function notRun(verifications: readonly Verification[]): VerifiedInlining['notRun'] {
  return verifications.flatMap(({ tool, verdict, steps }) =>
    verdict === 'unverified' ? [{ tool, reason: steps.find(({ step }) => step === 'property')?.detail ?? '' }] : [],
  );
}
