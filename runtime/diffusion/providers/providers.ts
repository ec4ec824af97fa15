import type { ProviderName, ProvidersParams, ProvidersResult } from '../../protocol';
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

  constructor(private readonly options: ProvidersOptions) {
    this.memory = options.folder === undefined ? undefined : new ProviderMemory(options.folder);
  }

  async list({ probe }: ProvidersParams): Promise<ProvidersResult> {
    const known = probe === 'always' ? undefined : await this.memory?.recall(await describeMachine());
    if (known) return answer(known, true);
    if (probe === 'never') return { chosen: 'cpu', providers: [], remembered: false };
    // Two who ask at once wait for the same tries.
    this.probing ??= this.probe().finally(() => (this.probing = undefined));
    return answer(await this.probing, false);
  }

  /** The provider for models whose format suits it, as far as is known; asks nothing of any driver. */
  async chosen(): Promise<ProviderName> {
    return (await this.list({ probe: 'never' })).chosen;
  }

  private async probe(): Promise<RememberedProviders> {
    const { candidates = candidateProviders(process.platform, onnxRuntimePackage()?.libraries), ...rest } =
      this.options;
    const providers = await probeProviders({ ...rest, candidates });
    const machine = await describeMachine();
    const probedAt = new Date().toISOString();
    const found = { machine, probedAt, chosen: chooseProvider(providers), providers: [...providers] };
    // What cannot be written is found out again; the answer is there all the same.
    await this.memory?.remember(found).catch(() => undefined);
    return found;
  }
}

function answer({ chosen, providers, probedAt }: RememberedProviders, remembered: boolean): ProvidersResult {
  return { chosen, providers, probedAt, remembered };
}
