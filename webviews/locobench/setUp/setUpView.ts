import { element } from '../../shared/dom';
import { notice } from '../../shared/notice';
import type { Shown, View, ViewParts } from '../parts';
import type { GenerateSetProgress, IndexProgress, LocoAct, LocoData } from '../protocol';
import { AskingForm } from './askingForm';
import { EstimatePanel } from './estimatePanel';
import { ModelPicker } from './modelPicker';
import { OtherSetSection } from './otherSetSection';
import { RunForm } from './runForm';
import { SetSection } from './setSection';

/** Three steps on one page: scenarios, models, the run with what it would take. */
export class SetUpView implements View {
  readonly element = element('div', { class: 'set-up' });
  private readonly sets: SetSection | OtherSetSection;
  private readonly asking: AskingForm;
  private readonly models: ModelPicker;
  private readonly form: RunForm;
  private readonly estimate: EstimatePanel;
  private shown: string | undefined;
  private data: LocoData | undefined;

  constructor(private readonly parts: ViewParts) {
    const changed = (): void => this.changed();
    this.sets = parts.benchmark === 'locobench' ? new SetSection(parts, changed) : new OtherSetSection(parts, changed);
    this.asking = new AskingForm(parts, changed);
    this.models = new ModelPicker(parts, changed);
    this.form = new RunForm(parts, changed);
    this.estimate = new EstimatePanel(parts, { leaveOut: (model) => this.models.leaveOut(model) });
  }

  update({ data }: Shown): void {
    if (this.shown !== data.workspace) {
      this.shown = data.workspace;
      this.element.replaceChildren(
        // Trips and tools need no folder.
        ...(data.workspace === 'ready' || this.parts.benchmark !== 'locobench'
          ? [
              this.sets.element,
              ...(this.parts.benchmark === 'locobench' ? [] : [this.asking.element]),
              this.models.element,
              element('div', { class: 'run-columns' }, this.form.element, this.estimate.element),
            ]
          : [this.withoutWorkspace(data.workspace)]),
      );
    }
    this.data = data;
    this.sets.update(data);
    this.asking.update(data);
    this.models.update(data);
    this.form.update(data);
    this.estimate.update(data);
  }

  indexing(progress: IndexProgress): void {
    if (this.sets instanceof SetSection) this.sets.indexing(progress);
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.sets.making(progress);
  }

  private changed(): void {
    if (this.data) this.asking.update(this.data);
    this.estimate.renew();
  }

  private withoutWorkspace(workspace: 'none' | 'untrusted'): HTMLElement {
    const { strings, send } = this.parts;
    const act: LocoAct = workspace === 'none' ? 'openFolder' : 'manageTrust';
    return notice({
      title: workspace === 'none' ? strings.noFolderTitle : strings.untrustedTitle,
      text: workspace === 'none' ? strings.noFolderText : strings.untrustedText,
      action: strings.acts[act],
      onAction: () => send({ type: 'act', act }),
    });
  }
}
