import type { ProviderName, ProviderReport, ProvidersParams, ProvidersResult } from '../../protocol';
import { chooseProvider } from './chooseProvider';
import { describeMachine } from './machine';
import { probeProviders, type ProbeOptions } from './probeProviders';
import { ProviderMemory, type RememberedProviders } from './providerMemory';
import { candidateProviders, onnxRuntimePackage } from './providerNames';

export interface ProvidersOptions extends Pick<ProbeOptions, 'program' | 'threads' | 'programs'> {
  /** Folder where the choice is remembered; undefined: not remembered. */
  readonly folder: string | undefined;
  /** Default: what this platform may have. */
  readonly candidates?: ProbeOptions['candidates'];
}

/** Which providers run on this machine: tried once, and remembered until drivers or versions change. */
export class Providers {
  private readonly memory: ProviderMemory | undefined;
  private probing: Promise<RememberedProviders> | undefined;
  /** Providers that took a process with them, for as long as nothing is remembered in a folder. */
  private readonly excluded = new Map<ProviderName, string>();

  constructor(private readonly options: ProvidersOptions) {
    this.memory = options.folder === undefined ? undefined : new ProviderMemory(options.folder);
  }

  async list({ probe }: ProvidersParams): Promise<ProvidersResult> {
    const bad = probe === 'always' ? new Map<ProviderName, string>() : await this.bad();
    const known = probe === 'always' ? undefined : await this.memory?.recall(await describeMachine());
    if (known) return answer(known, bad, true);
    if (probe === 'never') return { chosen: 'cpu', providers: crashed(bad), remembered: bad.size > 0 };
    // Two who ask at once wait for the same tries.
    this.probing ??= this.probe(bad).finally(() => (this.probing = undefined));
    return answer(await this.probing, bad, false);
  }

  /** The provider for models whose format suits it, as far as is known; asks nothing of any driver. */
  async chosen(): Promise<ProviderName> {
    return (await this.list({ probe: 'never' })).chosen;
  }

  /** Holds against a provider that it took a process with it: it is left alone until somebody has all tried anew. */
  async exclude(name: ProviderName, reason: string): Promise<void> {
    this.excluded.set(name, reason);
    // What cannot be written is found out again.
    await this.memory?.exclude(await describeMachine(), name, reason).catch(() => undefined);
  }

  private async bad(): Promise<ReadonlyMap<ProviderName, string>> {
    const remembered = await this.memory?.bad(await describeMachine());
    return new Map([...(remembered ?? []), ...this.excluded]);
  }

  /** @param bad not tried again: they took a process with them */
  private async probe(bad: ReadonlyMap<ProviderName, string>): Promise<RememberedProviders> {
    const { candidates = candidateProviders(process.platform, onnxRuntimePackage()?.libraries), ...rest } =
      this.options;
    const machine = await describeMachine();
    const willing = candidates.filter(({ name }) => !bad.has(name));
    const tried = await probeProviders({
      ...rest,
      candidates: willing,
      onTry: async (name) => {
        if (name !== 'cpu') await this.memory?.trying(machine, name).catch(() => undefined);
      },
    });
    const providers = [...tried, ...crashed(bad)];
    const found = { machine, probedAt: new Date().toISOString(), chosen: chooseProvider(providers), providers };
    if (bad.size === 0) this.excluded.clear();
    // What cannot be written is found out again; the answer is there all the same.
    await this.memory?.remember(found).catch(() => undefined);
    return found;
  }
}

function crashed(bad: ReadonlyMap<ProviderName, string>): ProviderReport[] {
  return [...bad].map(([name, reason]) => ({ name, state: 'crashed', reason }));
}

function answer(
  { chosen, providers, probedAt }: RememberedProviders,
  bad: ReadonlyMap<ProviderName, string>,
  remembered: boolean,
): ProvidersResult {
  if (bad.size === 0) return { chosen, providers, probedAt, remembered };
  const now = [...providers.filter(({ name }) => !bad.has(name)), ...crashed(bad)];
  return { chosen: chooseProvider(now), providers: now, probedAt, remembered };
}
