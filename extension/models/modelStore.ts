import type { DownloadStatus, ModelListing, WorkProgress } from '../../runtime/models/protocol';
import type { MeasuredSpeed, ModelProblem, ModelWork } from '../../webviews/models/protocol';
import type { ModelFacts } from './modelFacts';

/** What a listing of the models came to. */
export type StoreState =
  /** Nobody has asked yet, or the first answer is on its way. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'failed'; readonly problem: ModelProblem }
  | { readonly kind: 'ready' };

/** 'all': models came or went. Otherwise the ids of those that look different now. */
export type StoreChange = 'all' | readonly string[];

/** What this window adds to a model's listing. */
interface Notes {
  readonly work?: ModelWork | undefined;
  readonly problem?: ModelProblem | undefined;
  readonly remark?: string | undefined;
}

export interface ModelStoreOptions {
  readonly list: () => Promise<readonly ModelListing[]>;
  /** What `whetstone.infill.model` says. */
  readonly usedModel: () => string;
  readonly speedOf: (listing: ModelListing) => MeasuredSpeed | undefined;
  /** Words for an error of `list`. */
  readonly describe: (error: unknown) => ModelProblem;
}

/** The models as tree, page and status bar show them. Asks for the list when told to, and follows what goes on. */
export class ModelStore {
  private current: StoreState = { kind: 'unread' };
  private readonly listings = new Map<string, ModelListing>();
  private readonly notes = new Map<string, Notes>();
  private readonly listeners = new Set<(change: StoreChange) => void>();
  private reading: Promise<void> | undefined;
  /** Grows with each wish for the list: one that comes while it is read needs another reading. */
  private wishes = 0;
  /** Grows when all that was known is dropped: an answer that was asked for before is of no use then. */
  private era = 0;

  constructor(private readonly options: ModelStoreOptions) {}

  get state(): StoreState {
    return this.current;
  }

  get models(): readonly ModelFacts[] {
    return [...this.listings.values()].map((listing) => this.factsOf(listing));
  }

  find(id: string): ModelFacts | undefined {
    const listing = this.listings.get(id);
    return listing && this.factsOf(listing);
  }

  /** Downloads that a process works on now. */
  get downloads(): readonly ModelFacts[] {
    return this.models.filter(({ listing }) => listing.state === 'downloading');
  }

  /** Reads the list, unless it is known already. */
  async load(): Promise<void> {
    if (this.current.kind !== 'ready') await this.refresh();
  }

  /** Reads the list anew. While one is being read, once more after it: it may have been asked for before the change. */
  refresh(): Promise<void> {
    this.wishes += 1;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** A download went on. */
  follow(status: DownloadStatus): void {
    const listing = this.listings.get(status.model);
    if (!listing) {
      // Of a model that was not there when the list was read.
      if (this.current.kind === 'ready') void this.refresh();
      return;
    }
    const changed: ModelListing = status.active
      ? { ...listing, state: 'downloading', download: status }
      : { ...listing, download: status.phase === 'done' ? undefined : status };
    this.listings.set(status.model, changed);
    // A new try: the last one's failure is of no interest any more.
    if (status.active) this.annotate(status.model, { problem: undefined, work: this.notes.get(status.model)?.work });
    this.tell([status.model]);
    // How it stands when it has ended only the manager knows.
    if (!status.active) void this.refresh();
  }

  /** Progress of work that this window asked for. */
  progress({ model, work, doneBytes, totalBytes }: WorkProgress): void {
    const current = this.notes.get(model)?.work;
    if (current?.kind !== work) return;
    this.annotate(model, { ...this.notes.get(model), work: { ...current, doneBytes, totalBytes } });
    this.tell([model]);
  }

  /** Something begins: what was said of the model before is forgotten. */
  began(model: string, work: ModelWork): void {
    this.annotate(model, { work });
    this.tell([model]);
  }

  /** It has ended: well, with something to say, or badly. */
  ended(model: string, result: { readonly problem?: ModelProblem; readonly remark?: string } = {}): void {
    this.annotate(model, result);
    this.tell([model]);
  }

  /** What the settings say has changed: another model is used. */
  touch(): void {
    this.tell([...this.listings.keys()]);
  }

  /** The list is of another folder from now on. */
  reset(): void {
    this.era += 1;
    this.wishes += 1;
    this.listings.clear();
    this.notes.clear();
    this.current = { kind: 'unread' };
    this.tell('all');
  }

  onChange(listener: (change: StoreChange) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  private async read(): Promise<void> {
    let wishes: number;
    do {
      wishes = this.wishes;
      const { era } = this;
      const listed = await this.options.list().catch((error: unknown) => this.options.describe(error));
      if (era === this.era) this.take(listed);
    } while (wishes !== this.wishes);
    this.tell('all');
  }

  private take(listed: readonly ModelListing[] | ModelProblem): void {
    this.listings.clear();
    if ('message' in listed) {
      this.current = { kind: 'failed', problem: listed };
      return;
    }
    for (const listing of listed) this.listings.set(listing.id, listing);
    this.current = { kind: 'ready' };
  }

  private factsOf(listing: ModelListing): ModelFacts {
    const used = listing.model !== undefined && listing.model === this.options.usedModel();
    return { listing, used, speed: this.options.speedOf(listing), ...this.notes.get(listing.id) };
  }

  private annotate(model: string, notes: Notes): void {
    this.notes.set(model, notes);
  }

  private tell(change: StoreChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
