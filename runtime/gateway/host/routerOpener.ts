import { LearningRouter, openRouterStore } from '../router';
import type { RoutingPolicy } from '../protocol';

/** Until the settings come. */
const cautious: RoutingPolicy = { localOnly: true, allowedModels: [], quality: 5, defaultModel: 'local' };

/** The router with what it has learnt, opened when it is needed. A state that cannot be used is told and begun anew. */
export class RouterOpener {
  private opening: Promise<LearningRouter> | undefined;

  constructor(
    private readonly folder: string,
    private readonly tell: (message: string) => void,
  ) {}

  async open(): Promise<LearningRouter> {
    this.opening ??= this.begin();
    return this.opening;
  }

  async close(): Promise<void> {
    const router = await this.opening?.catch(() => undefined);
    router?.close();
  }

  private async begin(): Promise<LearningRouter> {
    const store = await openRouterStore(this.folder);
    for (const notice of store.notices) this.tell(notice);
    return new LearningRouter({ store, policy: cautious });
  }
}
