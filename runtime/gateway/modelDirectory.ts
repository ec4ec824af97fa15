import { GatewayError } from './gatewayError';
import type { PricedAs, Provider, ProviderModel } from './providers/provider';
import type { GatewayModel, Price } from './types';

export interface ListedModels {
  readonly provider: Provider;
  readonly models: readonly GatewayModel[];
  /** Why the list could not be asked for. */
  readonly problem: string | undefined;
}

interface Listing {
  readonly at: number;
  readonly localOnly: boolean;
  readonly list: Promise<{ readonly models: readonly ProviderModel[]; readonly problem: string | undefined }>;
}

/** After so long a list is asked for anew. */
const freshMs = 5 * 60_000;
/** After a failure sooner: a local server may have been started meanwhile. */
const freshFailureMs = 15_000;

/** Tables change prices at whole minutes of an hour or a day, so none is older than its minute. */
const minuteMs = 60_000;

/** The models of all providers, asked for once in a while. */
export class ModelDirectory {
  private readonly listings = new Map<string, Listing>();
  /** Of one minute, by model: looking into the tables takes longer than all the rest of a decision. */
  private readonly prices = new Map<string, Price | undefined>();
  private pricedIn = Number.NaN;

  /** @param priceOf of the price tables, by provider and name of the model */
  constructor(
    readonly providers: readonly Provider[],
    private readonly priceOf: (provider: PricedAs, name: string) => Price | undefined,
    private readonly now: () => number = Date.now,
  ) {}

  /** A model by its id, listed or not: undefined when its provider is not known or cannot have it. */
  find(id: string): { readonly provider: Provider; readonly model: GatewayModel } | undefined {
    const slash = id.indexOf('/');
    const provider = this.providers.find((each) => each.id === id.slice(0, slash));
    const model = slash > 0 && slash < id.length - 1 ? provider?.model(id.slice(slash + 1)) : undefined;
    return provider && model && { provider, model: this.priced(provider, model) };
  }

  async list(localOnly: boolean, signal: AbortSignal): Promise<readonly ListedModels[]> {
    return Promise.all(
      this.providers.map(async (provider) => {
        const { models, problem } = await this.listing(provider, localOnly, signal);
        return { provider, models: models.map((model) => this.priced(provider, model)), problem };
      }),
    );
  }

  private listing(provider: Provider, localOnly: boolean, signal: AbortSignal): Listing['list'] {
    const known = this.listings.get(provider.id);
    if (known?.localOnly === localOnly && this.now() - known.at < freshMs) return known.list;
    const listing: Listing = {
      at: this.now(),
      localOnly,
      list: provider.models({ localOnly, signal }).then(
        (models) => {
          if (provider.unreachable !== undefined) this.forget(provider.id, listing);
          return { models, problem: undefined };
        },
        (error: unknown) => {
          this.forget(provider.id, listing);
          return { models: [], problem: problemOf(error) };
        },
      ),
    };
    this.listings.set(provider.id, listing);
    return listing.list;
  }

  private forget(provider: string, listing: Listing): void {
    if (this.listings.get(provider) !== listing) return;
    this.listings.set(provider, { ...listing, at: this.now() - freshMs + freshFailureMs });
  }

  private priced(provider: Provider, model: ProviderModel): GatewayModel {
    return { ...model, price: provider.ownPrice(model.name) ?? this.tablePrice(provider, model) };
  }

  private tablePrice(provider: Provider, { id, name }: ProviderModel): Price | undefined {
    const minute = Math.floor(this.now() / minuteMs);
    if (minute !== this.pricedIn) this.prices.clear();
    this.pricedIn = minute;
    if (!this.prices.has(id)) this.prices.set(id, this.priceOf(provider.priced, name));
    return this.prices.get(id);
  }
}

function problemOf(error: unknown): string {
  if (error instanceof GatewayError) return `${error.message} ${error.action}`;
  return error instanceof Error ? error.message : String(error);
}
