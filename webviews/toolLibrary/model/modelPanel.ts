import { button, element, fill } from '../../shared/dom';
import { keepingFocus } from '../../shared/keepingFocus';
import type { ViewParts } from '../parts';
import type { LibraryData, LibraryEstimate, ModelChoice } from '../protocol';
import { estimateText } from './estimateText';
import { workView } from './workView';

/** Milliseconds without a change before the estimate is asked for. */
const pauseMs = 250;
const micro = 1_000_000;

/** Joining related tools with a model: which one, what it would take, and what it did. */
export class ModelPanel {
  readonly element: HTMLElement;
  private readonly controls = element('div', { class: 'acts-row' });
  private readonly said = element('div', { class: 'estimate', role: 'status' });
  private readonly acts = element('div', { class: 'acts-row' });
  private readonly work = element('div', {});
  private models: readonly ModelChoice[] | undefined;
  private asked = '';
  private known: LibraryEstimate | undefined;
  private timer: number | undefined;
  private data: LibraryData | undefined;

  constructor(private readonly parts: ViewParts) {
    const { model: words } = parts.strings;
    this.element = element(
      'details',
      { class: 'model-panel', open: parts.state().model !== undefined },
      element('summary', { 'data-focus': 'model-panel' }, words.title),
      element('p', { class: 'detail' }, words.text),
      this.controls,
      this.said,
      this.acts,
      this.work,
    );
  }

  update(data: LibraryData): void {
    this.data = data;
    if (JSON.stringify(data.models) !== JSON.stringify(this.models)) {
      this.models = data.models;
      keepingFocus(this.controls, () => this.controls.replaceChildren(...this.makeControls(data.models)));
    }
    const work = data.library.summary?.model;
    this.work.replaceChildren(...(work === undefined ? [] : [workView(work, this.parts)]));
    this.renew();
  }

  /** What the extension says of what was asked for; an answer to an earlier question is passed over. */
  estimated(estimate: LibraryEstimate): void {
    const { model, candidates } = this.parts.state();
    if (estimate.model !== model || estimate.candidates !== candidates) return;
    this.known = estimate;
    this.show();
  }

  private get chosen(): ModelChoice | undefined {
    const { model } = this.parts.state();
    return this.models?.find(({ id }) => id === model);
  }

  private makeControls(models: readonly ModelChoice[]): readonly HTMLElement[] {
    const { strings, state, save, send } = this.parts;
    const { model: words, acts } = strings;
    if (models.length === 0) {
      return [
        element('span', { class: 'detail' }, words.noModels),
        button(acts.addModel, () => send({ type: 'act', act: 'addModel' }), { class: 'secondary' }),
      ];
    }
    const name = ({ title, place, priced }: ModelChoice): string =>
      fill(words.choice, title, [words[place], ...(priced ? [] : [words.priceUnknown])].join(', '));
    const { model } = state();
    const choice = element(
      'select',
      { 'data-focus': 'model' },
      element('option', { value: '', selected: !models.some(({ id }) => id === model) }, words.none),
      ...models.map((each) => element('option', { value: each.id, selected: each.id === model }, name(each))),
    );
    choice.addEventListener('change', () => {
      save({ model: choice.value === '' ? undefined : choice.value });
      this.renew();
    });
    const candidates = element('input', {
      ...{ type: 'number', min: 1, max: 5, step: 1, value: state().candidates, 'data-focus': 'candidates' },
    });
    candidates.addEventListener('input', () => {
      if (!candidates.validity.valid || candidates.value === '') return;
      save({ candidates: candidates.valueAsNumber });
      this.renew();
    });
    const limit = element('input', {
      ...{ type: 'number', min: 0, step: 'any', value: state().limit ?? '', placeholder: words.noLimit },
      'data-focus': 'limit',
    });
    limit.addEventListener('input', () => {
      if (!limit.validity.valid) return;
      save({ limit: limit.value === '' ? undefined : limit.valueAsNumber });
      this.show();
    });
    return [
      element('label', { class: 'range' }, words.choose, choice),
      element('label', { class: 'range' }, words.candidates, candidates),
      element('label', { class: 'range' }, words.limit, limit),
    ];
  }

  /** Something that the estimate depends on may have changed. */
  private renew(): void {
    const { state, send } = this.parts;
    const { candidates } = state();
    const model = this.chosen?.id;
    const groups = this.data?.library.groups?.groups.map(({ id }) => id);
    const { inventory, summary } = this.data?.library ?? {};
    const key = JSON.stringify([model, candidates, groups, inventory?.taken, summary?.merged, summary?.model]);
    if (key === this.asked) return;
    this.asked = key;
    this.known = undefined;
    window.clearTimeout(this.timer);
    this.show();
    if (model !== undefined) {
      this.timer = window.setTimeout(() => send({ type: 'estimate', model, candidates }), pauseMs);
    }
  }

  private show(): void {
    const { parts, known } = this;
    const { strings, state, send } = parts;
    const { chosen } = this;
    if (chosen === undefined) {
      this.said.replaceChildren();
      this.acts.replaceChildren();
      return;
    }
    const { candidates, limit: dollars, acceptWeak } = state();
    const limit = dollars === undefined ? undefined : Math.round(dollars * micro);
    const good = known !== undefined && 'estimate' in known && known.estimate.problem === undefined;
    this.said.replaceChildren(
      ...(known === undefined
        ? [element('p', { class: 'detail' }, strings.model.estimating)]
        : estimateText(known, limit, parts)),
    );
    keepingFocus(this.acts, () =>
      this.acts.replaceChildren(
        button(
          strings.model.merge,
          () => send({ type: 'merge', acceptWeak, asked: { model: chosen.id, candidates, limit } }),
          { disabled: !good, 'data-focus': 'merge-with-model' },
        ),
        button(strings.model.nameGroups, () => send({ type: 'nameGroups', model: chosen.id, limit }), {
          ...{ class: 'secondary', disabled: !chosen.priced, 'data-focus': 'name-groups' },
        }),
        button(strings.acts.setBudget, () => send({ type: 'act', act: 'setBudget' }), {
          ...{ class: 'secondary', 'data-focus': 'set-budget' },
        }),
      ),
    );
  }
}
