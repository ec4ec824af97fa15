import { button, element, fill } from '../../shared/dom';
import { problemText, type ViewParts } from '../parts';
import type { GenerateSetParams, GenerateSetProgress, LocoData, TaskCategory } from '../protocol';
import { categoryText } from '../scoreTexts';
import { checkBox, checkGroup, field, numberField, textField } from './fields';
import { MakingProgress } from './makingProgress';

type Draft = Omit<GenerateSetParams, 'root'>;

/** Lengths that models differ over. Tokens. */
const lengths = [10_000, 30_000, 100_000, 300_000, 1_000_000] as const;
const mostScenarios = 10_000;
const mostSeed = 2 ** 31 - 1;

/** Makes another scenario set: what about, in which languages, how long and how many. */
export class SetForm {
  readonly element: HTMLDetailsElement;
  private readonly fields = element('div', { class: 'form' });
  private readonly problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  private readonly make: HTMLButtonElement;
  private readonly progress: MakingProgress;
  private draft: Draft | undefined;
  private underWay = false;

  constructor(
    private readonly parts: ViewParts,
    private readonly onMade: (folder: string) => void,
  ) {
    const { strings } = parts;
    this.progress = new MakingProgress(parts);
    this.make = button(strings.setUp.make, () => void this.start());
    this.element = element(
      'details',
      { class: 'new-set' },
      element('summary', {}, strings.setUp.newSet),
      this.fields,
      this.problem,
      element('div', { class: 'acts' }, this.make),
      this.progress.element,
    );
  }

  update(data: LocoData): void {
    if (data.sets.length === 0 && this.draft === undefined) this.element.open = true;
    // What is being written stays: the form is made once, when the languages are known.
    if (this.draft !== undefined || data.repository === undefined) return;
    this.draft = {
      categories: data.categories,
      languages: data.repository.languages.map(({ language }) => language),
      lengths: [10_000, 30_000, 100_000],
      ...{ count: 80, seed: 1, execute: false },
      name: data.repository.root.split(/[\\/]/).filter(Boolean).at(-1) ?? '',
    };
    this.fields.replaceChildren(...this.controls(data, this.draft));
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.underWay = progress !== undefined;
    this.make.disabled = this.underWay;
    if (progress) {
      this.element.open = true;
      this.progress.update(progress);
    } else this.progress.hide();
  }

  private controls(data: LocoData, draft: Draft): readonly HTMLElement[] {
    const { strings, texts } = this.parts;
    const { setUp } = strings;
    const toggled = <Item>(list: readonly Item[], item: Item, on: boolean): readonly Item[] =>
      on ? [...list.filter((each) => each !== item), item] : list.filter((each) => each !== item);
    const categories = data.categories.map((category: TaskCategory) =>
      checkBox(
        categoryText(category, strings),
        draft.categories.includes(category),
        (on) => this.change((now) => ({ categories: toggled(now.categories, category, on) })),
        { detail: setUp.measures[category] },
      ),
    );
    const languages = (data.repository?.languages ?? []).map(({ language, files }) =>
      checkBox(fill(setUp.languageFiles, language, texts.whole(files)), draft.languages.includes(language), (on) =>
        this.change((now) => ({ languages: toggled(now.languages, language, on) })),
      ),
    );
    const lengthBoxes = lengths.map((length) =>
      checkBox(texts.compact(length), draft.lengths.includes(length), (on) =>
        this.change((now) => ({ lengths: toggled(now.lengths, length, on).toSorted((a, b) => a - b) })),
      ),
    );
    return [
      checkGroup(setUp.categories, ...categories),
      element(
        'div',
        { class: 'check-columns' },
        checkGroup(setUp.languages, ...languages),
        checkGroup(setUp.lengths, ...lengthBoxes),
      ),
      element(
        'div',
        { class: 'field-row' },
        field(
          setUp.name,
          textField(draft.name, '', (name) => this.change(() => ({ name }))),
        ),
        field(
          setUp.count,
          numberField(draft.count, { min: 1, max: mostScenarios, step: 1 }, (count) =>
            this.change(() => ({ count: count ?? NaN })),
          ),
        ),
        field(
          setUp.seed,
          numberField(draft.seed, { min: 0, max: mostSeed, step: 1 }, (seed) =>
            this.change(() => ({ seed: seed ?? NaN })),
          ),
        ),
      ),
      checkBox(setUp.execute, draft.execute, (execute) => this.change(() => ({ execute })), {
        detail: setUp.executeText,
      }),
    ];
  }

  private change(changes: (now: Draft) => Partial<Draft>): void {
    if (!this.draft) return;
    this.draft = { ...this.draft, ...changes(this.draft) };
    this.problem.hidden = true;
  }

  private wrong(draft: Draft): string | undefined {
    const { setUp } = this.parts.strings;
    if (draft.categories.length === 0) return setUp.needCategory;
    if (draft.lengths.length === 0) return setUp.needLength;
    if (draft.name === '') return setUp.needName;
    if (Number.isNaN(draft.count)) return fill(setUp.needNumber, setUp.count, 1, mostScenarios);
    if (Number.isNaN(draft.seed)) return fill(setUp.needNumber, setUp.seed, 0, mostSeed);
    return undefined;
  }

  private async start(): Promise<void> {
    const { draft, parts } = this;
    const { strings, ask, announce, texts } = parts;
    if (!draft || this.underWay) return;
    const wrong = this.wrong(draft);
    if (wrong !== undefined) {
      this.say(wrong);
      return;
    }
    this.problem.hidden = true;
    this.making({ stage: 'index', done: 0, total: 0, admitted: 0, rejected: 0 });
    try {
      const { folder, set } = await ask('generateSet', draft);
      this.element.open = false;
      announce(fill(strings.setUp.made, texts.whole(set.scenarios.length), set.name));
      this.onMade(folder);
    } catch (error) {
      this.say(problemText(error));
    } finally {
      this.making(undefined);
    }
  }

  private say(problem: string): void {
    this.problem.textContent = problem;
    this.problem.hidden = false;
  }
}
