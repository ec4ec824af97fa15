/** What VS Code gives a page; may be asked for once only. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The three things that a page and its panel agree on. */
export interface PanelProtocol {
  /** Messages of the extension, told apart by `type`. */
  readonly incoming: { readonly type: string };
  /** Messages to the extension. */
  readonly outgoing: unknown;
  /** What getState and setState keep over a reload. */
  readonly state: unknown;
}

/** The page's end of the line to its panel: typed messages both ways, and the state that outlives a reload. */
export class PanelConnection<Protocol extends PanelProtocol> {
  private readonly api = acquireVsCodeApi();

  send(message: Protocol['outgoing']): void {
    this.api.postMessage(message);
  }

  onMessage(listener: (message: Protocol['incoming']) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const { data } = event;
      // Page and extension are built together: what has a type is one of the protocol's messages.
      if (typeof data === 'object' && data !== null && 'type' in data) {
        listener(data as Protocol['incoming']);
      }
    });
  }

  /** The kept state; undefined at the first start, and when another version of the page kept something else. */
  loadState(isState: (value: unknown) => value is Protocol['state']): Protocol['state'] | undefined {
    const state = this.api.getState();
    return isState(state) ? state : undefined;
  }

  saveState(state: Protocol['state']): void {
    this.api.setState(state);
  }
}
