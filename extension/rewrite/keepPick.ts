import * as vscode from 'vscode';
import { keepSteps, sliderText } from './keepSteps';
import type { PreviewSession, PreviewState } from './previewSession';

export interface KeepPickOptions {
  readonly session: PreviewSession;
  readonly accept: () => void;
  readonly showDiff: () => void;
  readonly onClosed: () => void;
}

interface KeepItem extends vscode.QuickPickItem {
  readonly keep: number;
}

/** Passing over a position of the slider asks the model nothing. Milliseconds. */
const rest = 120;

/**
 * The slider of how much of the old text stays. VS Code has no slider in an editor; a list whose active item is previewed at once, as
 * in its own choice of colour themes, comes nearest and works by keyboard and screen reader. Enter takes what is shown, Esc gives
 * it all up.
 */
export class KeepPick implements vscode.Disposable {
  private readonly pick = vscode.window.createQuickPick<KeepItem>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chosen = false;
  private closed = false;

  constructor(private readonly options: KeepPickOptions) {
    const { session } = options;
    const { pick } = this;
    const keep = session.state.kind === 'closed' ? 0 : session.state.keep;
    pick.title = vscode.l10n.t('How Much of the Old Text Stays');
    pick.items = keepSteps.map((step) => ({
      keep: step,
      label: `${sliderText(step)}  ${vscode.l10n.t('{0} %', Math.round(step * 100))}`,
      description: describe(step),
    }));
    pick.activeItems = pick.items.filter((item) => item.keep === keep);
    // A click into the editor, to look at the preview, is no answer.
    pick.ignoreFocusOut = true;
    const another = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Another Variant (Alt+])') };
    const diff = { iconPath: new vscode.ThemeIcon('diff'), tooltip: vscode.l10n.t('Open in Diff Editor') };
    pick.buttons = [another, diff];
    pick.onDidTriggerButton((button) => {
      if (button === another) void session.another();
      else options.showDiff();
    });
    pick.onDidChangeActive(([item]) => {
      clearTimeout(this.timer);
      if (item) this.timer = setTimeout(() => void session.setKeep(item.keep), rest);
    });
    pick.onDidAccept(() => this.take());
    pick.onDidHide(() => {
      if (!this.chosen) session.close('discarded');
      this.dispose();
    });
    this.render(session.state);
    pick.show();
  }

  render(state: PreviewState): void {
    this.pick.busy = state.kind === 'asking';
    this.pick.placeholder =
      state.kind === 'same'
        ? vscode.l10n.t('Nothing changed: the model has nothing better for this share; choose another.')
        : vscode.l10n.t('Enter takes what the editor shows, Esc leaves everything as it was.');
  }

  dispose(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    this.chosen = true;
    this.pick.dispose();
    this.options.onClosed();
  }

  /** What is not there yet is not accepted unseen: it stays in the editor as a preview. */
  private take(): void {
    const [item] = this.pick.activeItems;
    const { session, accept } = this.options;
    this.chosen = true;
    clearTimeout(this.timer);
    const { state } = session;
    const seen = state.kind === 'shown' && (!item || item.keep === state.keep);
    this.pick.hide();
    if (seen) accept();
    else if (item) void session.setKeep(item.keep);
  }
}

function describe(keep: number): string {
  if (keep === 0) return vscode.l10n.t('nothing stays: written anew, of any length');
  return vscode.l10n.t('of the words stay, and all that the model has nothing clearly better for');
}
