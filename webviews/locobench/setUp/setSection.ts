import { button, element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { confirmInPlace, problemText, Renewed, section, type ViewParts } from '../parts';
import type { GenerateSetProgress, IndexProgress, LocoData, SetSummary } from '../protocol';
import { categoryText } from '../scoreTexts';
import { RejectLog } from './rejectLog';
import { SetForm } from './setForm';

/** Step 1: the repository, its scenario sets, and the making of another. */
export class SetSection {
  readonly element: HTMLElement;
  private readonly repository = element('p', { class: 'detail', role: 'status' });
  private readonly list = element('div', {});
  private readonly listed = new Renewed(this.list);
  private readonly question = element('div', {});
  private readonly rejects = element('div', {});
  private readonly form: SetForm;
  private data: LocoData | undefined;

  constructor(
    private readonly parts: ViewParts,
    private readonly changed: () => void,
  ) {
    this.form = new SetForm(parts, (set) => this.choose(set));
    this.element = section(
      'sets-title',
      parts.strings.setUp.setsTitle,
      this.repository,
      this.list,
      this.question,
      this.rejects,
      this.form.element,
    );
  }

  update(data: LocoData): void {
    this.data = data;
    const { state, save } = this.parts;
    const { setUp } = state();
    // A set that is gone is chosen no longer; with one set there is nothing to choose.
    if (!data.sets.some(({ folder }) => folder === setUp.set)) {
      save({ setUp: { ...setUp, set: data.sets[0]?.folder } });
    }
    if (data.repository) this.repository.textContent = this.repositoryText(data.repository);
    else if (this.repository.textContent === '') this.repository.textContent = this.parts.strings.setUp.indexing;
    this.listed.renew([data.sets, this.parts.state().setUp.set], () => [this.setTable(data.sets)]);
    this.form.update(data);
  }

  indexing({ stage, done, total }: IndexProgress): void {
    const { strings, texts } = this.parts;
    const { setUp } = strings;
    const share = total > 0 ? `, ${texts.percent(done / total)}` : '';
    this.repository.textContent = `${setUp.indexing}: ${setUp.indexStages[stage]}${share}`;
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.form.making(progress);
  }

  private repositoryText(repository: NonNullable<LocoData['repository']>): string {
    const { strings, texts } = this.parts;
    const { setUp } = strings;
    const languages = repository.languages.slice(0, 3).map(({ language }) => language);
    return [
      fill(setUp.repository, texts.whole(repository.files), texts.whole(repository.lines), languages.join(', ')),
      repository.commit === undefined ? setUp.noCommit : fill(setUp.commit, repository.commit.slice(0, 7)),
      ...(repository.dirty > 0 ? [fill(setUp.dirty, texts.whole(repository.dirty))] : []),
      ...(repository.history === 'shallow' ? [setUp.shallow] : []),
    ].join(' · ');
  }

  private setTable(sets: readonly SetSummary[]): HTMLElement {
    const { strings, texts, state } = this.parts;
    const { setUp } = strings;
    if (sets.length === 0) {
      return element(
        'div',
        { class: 'hint' },
        element(
          'div',
          {},
          element('p', {}, element('strong', {}, setUp.noSetTitle)),
          element('p', {}, setUp.noSetText),
        ),
      );
    }
    const { setColumns: columns } = setUp;
    return plainTable(
      setUp.setsTable,
      [
        { label: setUp.use },
        { label: columns.name },
        { label: columns.scenarios, numeric: true },
        { label: columns.categories },
        { label: columns.lengths, numeric: true },
        { label: columns.rejects, numeric: true },
        { label: columns.created },
        { label: columns.acts },
      ],
      sets.map(({ folder, set }) => {
        const tokens = set.scenarios.map((scenario) => scenario.tokens);
        const rejected = set.rejects.reduce((sum, { count }) => sum + count, 0);
        const radio = element('input', {
          type: 'radio',
          name: 'set',
          checked: state().setUp.set === folder,
          'aria-label': fill(setUp.useSet, set.name),
          'data-focus': `set-${folder}`,
        });
        radio.addEventListener('change', () => this.choose(folder));
        const categories = [...new Set(set.scenarios.map(({ category }) => category))];
        return [
          radio,
          element('label', { class: 'set-name' }, set.name),
          texts.whole(set.scenarios.length),
          categories.map((category) => categoryText(category, strings)).join(', '),
          tokens.length === 0
            ? strings.none
            : fill(setUp.range, texts.compact(Math.min(...tokens)), texts.compact(Math.max(...tokens))),
          rejected === 0
            ? texts.whole(0)
            : button(texts.whole(rejected), () => this.showRejects(folder, set.name), {
                class: 'link',
                'aria-label': fill(setUp.rejectsOf, set.name),
                'data-focus': `rejects-${folder}`,
              }),
          texts.dayOf(set.created),
          button(setUp.delete, () => this.askDelete(folder, set.name, set.scenarios.length), {
            class: 'link',
            'aria-label': fill(setUp.deleteSet, set.name),
            'data-focus': `delete-${folder}`,
          }),
        ];
      }),
    );
  }

  private choose(folder: string): void {
    const { state, save } = this.parts;
    save({ setUp: { ...state().setUp, set: folder } });
    if (this.data) this.update(this.data);
    this.changed();
  }

  private showRejects(folder: string, name: string): void {
    const log = new RejectLog(this.parts, folder, name, () => {
      this.rejects.replaceChildren();
      this.focus(`rejects-${folder}`);
    });
    this.rejects.replaceChildren(log.element);
    log.focus();
  }

  private askDelete(folder: string, name: string, scenarios: number): void {
    const { strings, texts, ask } = this.parts;
    const { setUp } = strings;
    const act = async (): Promise<void> => {
      try {
        await ask('deleteSet', { folder });
        this.rejects.replaceChildren();
      } catch (error) {
        this.question.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problemText(error)));
      }
    };
    confirmInPlace(
      this.question,
      fill(setUp.deleteSetQuestion, name, texts.whole(scenarios)),
      { label: setUp.delete, run: () => void act() },
      strings.cancel,
      () => this.focus(`delete-${folder}`),
    );
  }

  private focus(key: string): void {
    for (const each of this.list.querySelectorAll<HTMLElement>('[data-focus]')) {
      if (each.dataset.focus === key) each.focus();
    }
  }
}
