import { button, element, fill } from '../../shared/dom';
import { everySample } from '../pageState';
import type { ViewParts } from '../parts';
import type { LocoStrings, SampleQuery } from '../protocol';
import { categoryText } from '../scoreTexts';

export interface FilterChoices {
  readonly models: readonly string[];
  readonly categories: readonly string[];
  readonly languages: readonly string[];
}

type Choice = readonly [value: string, label: string];

/** Milliseconds without a key before the text is searched for. */
const typingMs = 200;

/** What is listed: visible at all times, with how many are left and a way back to all of them. */
export class SampleFilters {
  readonly element: HTMLElement;
  private readonly count = element('span', { class: 'count' });
  private readonly clear: HTMLButtonElement;
  private readonly search: HTMLInputElement;
  private readonly show: HTMLSelectElement;
  private readonly since: HTMLSelectElement;
  private readonly model = element('select', {});
  private readonly category = element('select', {});
  private readonly language = element('select', {});
  private timer: number | undefined;
  private choices: FilterChoices | undefined;

  constructor(
    private readonly parts: ViewParts,
    private readonly onChange: (query: SampleQuery) => void,
  ) {
    const { strings } = parts;
    const { samples } = strings;
    this.search = element('input', { type: 'search', spellcheck: 'false', placeholder: samples.searchPlaceholder });
    this.search.addEventListener('input', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.change({ text: this.search.value.trim() }), typingMs);
    });
    this.show = this.select(Object.entries(samples.shows));
    this.show.addEventListener('change', () =>
      this.change({ show: this.show.value as keyof LocoStrings['samples']['shows'] }),
    );
    this.since = this.select(Object.entries(samples.sinces));
    this.since.addEventListener('change', () =>
      this.change({ since: this.since.value as keyof LocoStrings['samples']['sinces'] }),
    );
    for (const name of ['model', 'category', 'language'] as const) {
      this[name].addEventListener('change', () => this.change({ [name]: this[name].value || undefined }));
    }
    this.clear = button(samples.clear, () => this.reset(), { class: 'secondary' });
    this.element = element(
      'div',
      { class: 'toolbar filters', role: 'search', 'aria-label': samples.filters },
      element('label', { class: 'range search' }, samples.search, this.search),
      element('label', { class: 'range' }, samples.show, this.show),
      element('label', { class: 'range' }, samples.model, this.model),
      element('label', { class: 'range' }, samples.category, this.category),
      element('label', { class: 'range' }, samples.language, this.language),
      element('label', { class: 'range' }, samples.since, this.since),
      element('span', { class: 'shown' }, this.count, this.clear),
    );
  }

  /** @param shown how many the filters let through; undefined: not known yet */
  update(choices: FilterChoices, shown: number | undefined, all: number): void {
    const { strings, texts, state } = this.parts;
    const { query } = state();
    if (JSON.stringify(choices) !== JSON.stringify(this.choices)) {
      this.choices = choices;
      const { any } = strings.samples;
      this.renew(this.model, [['', any], ...choices.models.map((model): Choice => [model, model])]);
      this.renew(this.category, [
        ['', any],
        ...choices.categories.map((category): Choice => [category, categoryText(category, strings)]),
      ]);
      this.renew(this.language, [['', any], ...choices.languages.map((language): Choice => [language, language])]);
      this.language.parentElement!.hidden = choices.languages.length < 2;
      this.model.parentElement!.hidden = choices.models.length < 2;
    }
    this.show.value = query.show;
    this.since.value = query.since;
    this.model.value = query.model ?? '';
    this.category.value = query.category ?? '';
    this.language.value = query.language ?? '';
    // What is being typed is ahead of what is searched for.
    if (document.activeElement !== this.search) this.search.value = query.text;
    const count =
      shown === undefined ? strings.waiting : fill(strings.samples.shown, texts.whole(shown), texts.whole(all));
    if (this.count.textContent !== count && shown !== undefined) this.parts.announce(count);
    this.count.textContent = count;
    this.clear.hidden = !isFiltered(query);
  }

  reset(): void {
    const { sort, descending } = this.parts.state().query;
    window.clearTimeout(this.timer);
    this.search.value = '';
    this.onChange({ ...everySample, sort, descending });
    // The button that was pressed is gone now.
    this.search.focus();
  }

  private change(changes: Partial<SampleQuery>): void {
    this.onChange({ ...this.parts.state().query, ...changes });
  }

  private select(choices: readonly Choice[]): HTMLSelectElement {
    const made = element('select', {});
    this.renew(made, choices);
    return made;
  }

  private renew(select: HTMLSelectElement, choices: readonly Choice[]): void {
    select.replaceChildren(...choices.map(([value, label]) => element('option', { value }, label)));
  }
}

/** Whether anything is left out. */
export function isFiltered(query: SampleQuery): boolean {
  const { sort: _sort, descending: _descending, ...filters } = query;
  return Object.entries(filters).some(([name, value]) => value !== everySample[name as keyof SampleQuery]);
}
