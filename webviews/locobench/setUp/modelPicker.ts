import { button, element, fill } from '../../shared/dom';
import { notice } from '../../shared/notice';
import { Renewed, section, type ViewParts } from '../parts';
import type { LocoData, ModelChoice } from '../protocol';
import { checkBox } from './fields';

/** With more than so many models there is a field to find one. */
const manyModels = 8;

/** Step 2: which models answer. */
export class ModelPicker {
  readonly element: HTMLElement;
  private readonly count = element('span', { class: 'count', role: 'status' });
  private readonly search: HTMLInputElement;
  private readonly toolbar: HTMLElement;
  private readonly list = element('div', {});
  private readonly listed = new Renewed(this.list);
  private models: readonly ModelChoice[] = [];

  constructor(
    private readonly parts: ViewParts,
    private readonly changed: () => void,
  ) {
    const { strings } = parts;
    this.search = element('input', { type: 'search', spellcheck: 'false' });
    this.search.addEventListener('input', () => this.show());
    this.toolbar = element(
      'div',
      { class: 'toolbar' },
      element('label', { class: 'filter' }, strings.setUp.modelsFilter, this.search),
      this.count,
    );
    this.element = section('models-title', strings.setUp.modelsTitle, this.toolbar, this.list);
  }

  update({ models }: LocoData): void {
    this.models = models;
    const known = this.chosen.filter((id) => models.some((model) => model.id === id));
    if (known.length !== this.chosen.length) this.save(known);
    this.show();
  }

  leaveOut(model: string): void {
    this.save(this.chosen.filter((id) => id !== model));
    this.listed.forget();
    this.show();
    this.changed();
  }

  private get chosen(): readonly string[] {
    return this.parts.state().setUp.models;
  }

  private save(models: readonly string[]): void {
    this.parts.save({ setUp: { ...this.parts.state().setUp, models } });
  }

  private show(): void {
    const { strings, texts } = this.parts;
    const words = this.search.value.trim().toLowerCase();
    const found = this.models.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(words));
    this.toolbar.hidden = this.models.length === 0;
    this.search.parentElement!.hidden = this.models.length <= manyModels;
    this.count.textContent = fill(
      strings.setUp.modelsChosen,
      texts.whole(this.chosen.length),
      texts.whole(this.models.length),
    );
    this.listed.renew(found, () =>
      this.models.length === 0
        ? [this.without()]
        : [element('div', { class: 'check-list models' }, ...found.map((model) => this.box(model)))],
    );
  }

  private box(model: ModelChoice): HTMLElement {
    const { strings, texts } = this.parts;
    const { setUp } = strings;
    const facts = [
      model.place === 'local' ? setUp.local : setUp.cloud,
      ...(model.contextTokens === undefined ? [] : [fill(setUp.contextOf, texts.compact(model.contextTokens))]),
      ...(model.priced ? [] : [setUp.priceUnknown]),
    ];
    return checkBox(
      model.title,
      this.chosen.includes(model.id),
      (on) => {
        const others = this.chosen.filter((id) => id !== model.id);
        this.save(on ? [...others, model.id] : others);
        this.show();
        this.changed();
      },
      { detail: facts.join(' · '), focus: `model-${model.id}` },
    );
  }

  private without(): HTMLElement {
    const { strings, send } = this.parts;
    const made = notice({
      title: strings.setUp.noModelTitle,
      text: strings.setUp.noModelText,
      action: strings.acts.downloadModel,
      onAction: () => send({ type: 'act', act: 'downloadModel' }),
    });
    made.append(
      ' ',
      button(strings.acts.addModel, () => send({ type: 'act', act: 'addModel' }), { class: 'secondary' }),
    );
    return made;
  }
}
