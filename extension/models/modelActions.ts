import * as vscode from 'vscode';
import type { WeightPrecision } from '../../runtime/models/protocol';
import type { ShownLicence } from '../../webviews/models/protocol';
import { commandReference, runCommand } from '../contributions/commandRegistry';
import { readSetting, writeSetting } from '../contributions/configuration';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import type { RuntimeService } from '../runtimeService';
import type { HubToken } from './hubToken';
import type { ModelFacts } from './modelFacts';
import { describeProblem } from './modelProblem';
import type { ModelsClient } from './modelsClient';
import type { ModelStore } from './modelStore';
import { measureSpeed, type SpeedRecord } from './modelSpeed';
import { sizeText } from './sizes';

export interface ModelActionsOptions {
  readonly store: ModelStore;
  readonly client: () => Promise<ModelsClient>;
  readonly runtime: RuntimeService;
  readonly token: HubToken;
  readonly speeds: SpeedRecord;
  /** Whether the user sees the page, and with it what failed. */
  readonly pageVisible: () => boolean;
  readonly showLicence: (licence: ShownLicence) => void;
  /** A download was begun from this window. */
  readonly onBegun: (model: string) => void;
}

/** How long a removal waits for the model's own process to end. */
const removeTries = 20;
const removePauseMs = 250;

/** What can be done with one model. Failures end here: on the model's row, and in a message where the page is not seen. */
export class ModelActions {
  private readonly cancels = new Map<string, () => void>();
  /** Precisions that were chosen before a licence had to be read. */
  private readonly chosen = new Map<string, WeightPrecision>();

  constructor(private readonly options: ModelActionsOptions) {}

  /** Begins a download, or goes on with one; asks for the licence first where that is needed. */
  async download(id: string, precision?: WeightPrecision): Promise<void> {
    if (readSetting('whetstone.privacy.localOnly')) {
      await this.fail(id, localOnlyProblem());
      return;
    }
    const facts = await this.facts(id);
    this.chosen.delete(id);
    if (facts?.listing.licence?.needsAcceptance && !facts.listing.licence.accepted) {
      if (precision !== undefined) this.chosen.set(id, precision);
      await this.showLicence(id, true);
      return;
    }
    if (facts && facts.listing.state !== 'partial' && !(await this.confirmSize(facts))) return;
    await this.during(id, 'start', async (client) => {
      const token = await this.options.token.get();
      // One that is partly here goes on as it was begun.
      const advised = facts?.listing.state === 'partial' ? undefined : facts?.listing.fit.precision;
      await client.download({ model: id, precision: precision ?? advised, token });
      this.options.onBegun(id);
      return undefined;
    });
  }

  /** Calls off a download or what else is done with the model. */
  async cancel(id: string): Promise<void> {
    const cancel = this.cancels.get(id);
    if (cancel) {
      cancel();
      return;
    }
    await this.attempt(id, async () => (await this.options.client()).cancel({ model: id }));
  }

  /** Deletes what is here of a download. */
  async discard(id: string): Promise<void> {
    const facts = await this.facts(id);
    const discard = vscode.l10n.t('Discard');
    const question = vscode.l10n.t('Discard what was downloaded of {0}?', facts?.listing.title ?? id);
    const detail = vscode.l10n.t('{0} are deleted; a later download begins anew.', bytesOf(facts));
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, discard)) !== discard) return;
    await this.attempt(id, async () => (await this.options.client()).cancel({ model: id, discard: true }));
  }

  /** Shows the text. @param forDownload whether the download begins when it is accepted */
  async showLicence(id: string, forDownload: boolean): Promise<void> {
    await this.attempt(id, async () => {
      const { text, textSha256, name, url } = await (await this.options.client()).licence(id);
      const title = (await this.facts(id))?.listing.title ?? id;
      this.options.showLicence({ model: id, title, name, url, text, textSha256, forDownload });
    });
  }

  /** @param textSha256 of the text that was shown */
  async acceptLicence(id: string, textSha256: string): Promise<void> {
    const accepted = await this.attempt(id, async () => {
      await (await this.options.client()).acceptLicence({ model: id, textSha256 });
      await this.options.store.refresh();
    });
    if (accepted) await this.download(id, this.chosen.get(id));
  }

  async use(id: string): Promise<void> {
    await this.attempt(id, async () => {
      const model = (await this.facts(id))?.listing.model;
      if (model !== undefined) await this.choose(model);
    });
  }

  async remove(id: string): Promise<void> {
    const facts = await this.facts(id);
    if (!facts) return;
    const remove = vscode.l10n.t('Remove');
    const question = vscode.l10n.t('Remove {0}?', facts.listing.title);
    const files =
      facts.listing.origin === 'reference'
        ? vscode.l10n.t('It is only forgotten: its files stay where they are.')
        : vscode.l10n.t('{0} are deleted from this disk.', bytesOf(facts));
    const then = facts.used ? [vscode.l10n.t('Suggestions come from the embedded model again.')] : [];
    const detail = [files, ...then].join(' ');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove) {
      await this.removeUnasked(id);
    }
  }

  /** As `remove`, when the user has been asked. */
  async removeUnasked(id: string): Promise<void> {
    const used = (await this.facts(id))?.used ?? false;
    await this.during(id, 'remove', async (client) => {
      if (used) await this.choose('embedded');
      await removeWhenFree(client, id, used ? removeTries : 1);
      await this.options.speeds.drop(id);
      return undefined;
    });
  }

  async verify(id: string): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.cancels.set(id, () => source.cancel());
    await this.during(id, 'verify', async (client) => {
      const { ok, files } = await client.verify(id, source.token);
      if (ok) return vscode.l10n.t('All {0} files are as they should be.', files.length);
      const [first] = files.filter(({ problem }) => problem !== undefined);
      throw new RuntimeRequestError({
        kind: 'model-corrupt',
        message: vscode.l10n.t('{0} is damaged: {1}.', first?.name ?? id, first?.problem ?? ''),
        action: vscode.l10n.t('Remove the model and download or add it again.'),
      });
    });
    source.dispose();
  }

  /** Times it in a runtime process of its own, whose memory is given back at once. */
  async measure(id: string): Promise<void> {
    const facts = await this.facts(id);
    const model = facts?.listing.model;
    if (!facts || model === undefined) return;
    const source = new vscode.CancellationTokenSource();
    this.cancels.set(id, () => source.cancel());
    await this.during(id, 'measure', async () => {
      const runtime = await this.options.runtime.separate();
      try {
        const speed = await measureSpeed(
          { infill: (params) => runtime.infill(params, source.token), status: () => runtime.status() },
          model,
        );
        await this.options.speeds.put(facts.listing, speed);
        return undefined;
      } finally {
        await runtime.dispose();
        source.dispose();
      }
    });
  }

  async reveal(id: string): Promise<void> {
    const folder = (await this.facts(id))?.listing.folder;
    if (folder === undefined) return;
    try {
      await runCommand('revealFileInOS', vscode.Uri.file(folder));
    } catch {
      // A window without a desktop, e.g. in a browser or over SSH.
      const copy = vscode.l10n.t('Copy Path');
      if ((await vscode.window.showInformationMessage(folder, copy)) === copy)
        await vscode.env.clipboard.writeText(folder);
    }
  }

  /** Calls off what runs here. */
  dispose(): void {
    for (const cancel of this.cancels.values()) cancel();
  }

  /**
   * Makes another model write the suggestions; the process ends, so that the old one's memory is given back.
   * @param model a folder of a model, or a GGUF file
   */
  async choose(model: string): Promise<void> {
    await writeSetting('whetstone.infill.model', model);
    (await this.options.runtime.current)?.restart();
    this.options.store.touch();
  }

  private async facts(id: string): Promise<ModelFacts | undefined> {
    await this.options.store.load();
    return this.options.store.find(id);
  }

  private async confirmSize({ listing }: ModelFacts): Promise<boolean> {
    const { verdict, memoryNeeded, memoryTotal } = listing.fit;
    if (verdict !== 'too-large' || memoryNeeded === undefined) return true;
    const download = vscode.l10n.t('Download');
    const [needed, total] = [memoryNeeded, memoryTotal].map((bytes) => sizeText(bytes, vscode.env.language));
    const question = vscode.l10n.t('{0} does not fit into the memory of this machine.', listing.title);
    const detail = vscode.l10n.t(
      'It needs {0} of {1}. Suggestions would be very slow, or fail.',
      needed ?? '',
      total ?? '',
    );
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, download)) === download;
  }

  /** Work that is shown on the model's row. @param work gives what there is to say afterwards */
  private async during(
    id: string,
    kind: 'start' | 'verify' | 'measure' | 'remove',
    work: (client: ModelsClient) => Promise<string | undefined>,
  ): Promise<void> {
    const { store, client } = this.options;
    store.began(id, { kind, cancellable: this.cancels.has(id) });
    try {
      const remark = await work(await client());
      store.ended(id, remark ? { remark } : {});
    } catch (error) {
      await this.fail(id, error);
    } finally {
      this.cancels.delete(id);
    }
  }

  /** @returns whether it went well */
  private async attempt(id: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.options.store.ended(id);
      return true;
    } catch (error) {
      await this.fail(id, error);
      return false;
    }
  }

  private async fail(id: string, error: unknown): Promise<void> {
    const { store, pageVisible } = this.options;
    if (error instanceof RequestCancelledError) {
      store.ended(id);
      return;
    }
    const problem = describeProblem(error);
    store.ended(id, { problem });
    if (pageVisible()) return;
    const title = store.find(id)?.listing.title ?? id;
    const show = commandReference('whetstone.models.show', vscode.l10n.t('Show Models'));
    const text = `${title}: ${problem.message} ${problem.action}`;
    // Not waited for: the message may stand for as long as nobody looks.
    void vscode.window.showErrorMessage(text, show.title).then((chosen) => {
      if (chosen === show.title) void runCommand('whetstone.models.show', { id });
    });
  }
}

function localOnlyProblem(): RuntimeRequestError {
  return new RuntimeRequestError({
    kind: 'network',
    message: vscode.l10n.t('Nothing is downloaded, because "whetstone.privacy.localOnly" is on.'),
    action: vscode.l10n.t('Turn the setting off, or add the model from a folder.'),
  });
}

function bytesOf(facts: ModelFacts | undefined): string {
  return sizeText(facts?.listing.bytes ?? 0, vscode.env.language);
}

/** The process that had it loaded has just been ended, and takes a moment to go. */
async function removeWhenFree(client: ModelsClient, id: string, tries: number): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await client.remove(id);
      return;
    } catch (error) {
      if (!(error instanceof RuntimeRequestError) || error.kind !== 'in-use' || left <= 1) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, removePauseMs));
  }
}
