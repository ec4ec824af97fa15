import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageTypes, type PageName } from './pageTypes';
import { webviewPage } from './webviewPage';

export interface PagePanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly page: PageName;
  /** Folder of webviews/ that has the page's main.ts; default: the page's own name. */
  readonly bundle?: PageName | undefined;
  /** Title of the tab, translated. */
  readonly title: string;
}

/** Messages are told apart by their type. */
interface Message {
  readonly type: string;
}

/** What every page says when its script has started. */
interface Ready {
  readonly type: 'ready';
}

/** Of the messages of a page, those that ask for something. */
export type PageRequest<FromPage extends Message> = Exclude<FromPage, Ready>;

/**
 * A page of webviews/ in a tab: one panel, made when first asked for, restored with the window, under a policy that lets
 * nothing but the page's own files in. It holds no state of its own: VS Code throws a hidden page away, and the page says
 * 'ready' whenever it is (re)created and is sent everything.
 * @typeParam ToPage messages to the page, of its protocol.ts
 * @typeParam Request messages of the page besides 'ready'
 */
export abstract class PagePanel<ToPage extends Message, Request extends Message> implements vscode.Disposable {
  private readonly serializer: vscode.Disposable;
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  /** What a page that is not ready yet shall show. */
  private waiting: ToPage[] = [];

  constructor(private readonly page: PagePanelOptions) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(pageTypes[page.page], {
      deserializeWebviewPanel: async (panel) => this.attach(panel),
    });
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Opens the page, or brings it to the front. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const { page, title } = this.page;
    const options = this.webviewOptions();
    this.attach(vscode.window.createWebviewPanel(pageTypes[page], title, vscode.ViewColumn.Active, options));
  }

  dispose(): void {
    this.serializer.dispose();
    this.panel?.dispose();
  }

  /** The page is there and shows nothing yet: send it everything. What was left for it with `tell` follows. */
  protected abstract onReady(): void;

  /** The page asks for something. */
  protected abstract onRequest(message: Request): void;

  /** For what `onReady` sends anyway: a page that is hidden or not ready does not get it. */
  protected send(message: ToPage): void {
    if (this.visible && this.ready) void this.panel?.webview.postMessage(message);
  }

  /** For what must not get lost: kept until the page is there. */
  protected tell(message: ToPage): void {
    if (this.ready) this.send(message);
    else this.waiting.push(message);
  }

  private get pages(): vscode.Uri {
    return vscode.Uri.joinPath(this.page.extensionUri, 'dist', 'webviews');
  }

  private webviewOptions(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.pages] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    const { extensionUri, page, bundle = page, title } = this.page;
    this.panel?.dispose();
    this.panel = panel;
    this.ready = false;
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.ready = false;
      this.waiting = [];
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away, and says 'ready' again when it is shown.
      if (!panel.visible) this.ready = false;
    });
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.options = this.webviewOptions();
    panel.webview.onDidReceiveMessage((message: Request | Ready) => this.receive(message));
    panel.webview.html = webviewPage({
      locale: vscode.env.language,
      title,
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(24).toString('base64'),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, `${bundle}.js`)).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, `${bundle}.css`)).toString(),
    });
  }

  private receive(message: Request | Ready): void {
    if (!isReady(message)) {
      this.onRequest(message);
      return;
    }
    this.ready = true;
    this.onReady();
    for (const waiting of this.waiting.splice(0)) this.send(waiting);
  }
}

function isReady(message: Message): message is Ready {
  return message.type === 'ready';
}
