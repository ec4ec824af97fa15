import { button, element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { confirmInPlace, problemText, Renewed, section, type ViewParts } from '../parts';
import type { GenerateSetProgress, LocoData, OtherSet } from '../protocol';
import { OtherSetForm } from './otherSetForm';
import { ToolSetForm } from './toolSetForm';

/** Step 1 of UserBench and of evaluations of tools: sets that are there, and the making of another. */
export class OtherSetSection {
  readonly element: HTMLElement;
  private readonly list = element('div', {});
  private readonly listed = new Renewed(this.list);
  private readonly question = element('div', {});
  private readonly form: OtherSetForm | ToolSetForm;
  private data: LocoData | undefined;

  constructor(
    private readonly parts: ViewParts,
    private readonly changed: () => void,
  ) {
    const { strings, send, benchmark } = parts;
    const made = (folder: string): void => this.choose(folder);
    this.form = benchmark === 'userbench' ? new OtherSetForm(parts, made) : new ToolSetForm(parts, made);
    this.element = section(
      'sets-title',
      strings.setUp.other.setsTitle,
      this.list,
      this.question,
      this.form.element,
      element(
        'div',
        { class: 'acts' },
        button(strings.acts.addSet, () => send({ type: 'act', act: 'addSet' }), { class: 'secondary' }),
      ),
    );
  }

  update(data: LocoData): void {
    this.data = data;
    const { state, save } = this.parts;
    const { setUp } = state();
    // A set that is gone is chosen no longer; with one set there is nothing to choose.
    if (!data.otherSets.some(({ folder }) => folder === setUp.set)) {
      save({ setUp: { ...setUp, set: data.otherSets[0]?.folder } });
    }
    this.listed.renew([data.otherSets, state().setUp.set], () => [this.table(data.otherSets)]);
    this.form.update(data);
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.form.making(progress);
  }

  private table(sets: readonly OtherSet[]): HTMLElement {
    const { strings, texts, state, benchmark } = this.parts;
    const { other, useSet, deleteSet, delete: deleteLabel } = strings.setUp;
    if (sets.length === 0) {
      return element(
        'div',
        { class: 'hint' },
        element('p', {}, element('strong', {}, other.noSetTitle)),
        element('p', {}, benchmark === 'mcpeval' ? other.noToolSetText : other.noUserSetText),
      );
    }
    const { columns } = other;
    return plainTable(
      other.setsTitle,
      [
        { label: columns.use },
        { label: columns.name },
        { label: columns.kind },
        { label: columns.scenarios, numeric: true },
        { label: columns.seed, numeric: true },
        { label: columns.created },
        { label: columns.acts },
      ],
      sets.map(({ folder, name, kind, scenarios, seed, created, made }) => {
        const radio = element('input', {
          type: 'radio',
          name: 'set',
          checked: state().setUp.set === folder,
          'aria-label': fill(useSet, name),
          'data-focus': `set-${folder}`,
        });
        radio.addEventListener('change', () => this.choose(folder));
        const remove = button(made ? deleteLabel : other.forget, () => this.askRemove(folder, name, scenarios, made), {
          class: 'link',
          'aria-label': fill(made ? deleteSet : other.forgetSet, name),
          'data-focus': `delete-${folder}`,
        });
        return [
          radio,
          element('label', { class: 'set-name' }, name),
          other.kinds[kind],
          texts.whole(scenarios),
          String(seed),
          texts.dayOf(created),
          remove,
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

  private askRemove(folder: string, name: string, scenarios: number, made: boolean): void {
    const { strings, texts, ask } = this.parts;
    const { setUp } = strings;
    const act = async (): Promise<void> => {
      try {
        await ask('removeOtherSet', { folder });
        this.question.replaceChildren();
      } catch (error) {
        this.question.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problemText(error)));
      }
    };
    if (!made) {
      void act();
      return;
    }
    confirmInPlace(
      this.question,
      fill(setUp.deleteSetQuestion, name, texts.whole(scenarios)),
      { label: setUp.delete, run: () => void act() },
      strings.cancel,
      () => {
        for (const each of this.list.querySelectorAll<HTMLElement>('[data-focus]')) {
          if (each.dataset.focus === `delete-${folder}`) each.focus();
        }
      },
    );
  }
}
