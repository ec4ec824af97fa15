import { element } from '../../shared/dom';
import { Renewed, section, type ViewParts } from '../parts';
import type { AskingChoice, LocoData, ModelChoice, OtherSetKind } from '../protocol';
import { field, numberField, selectField } from './fields';

/** How an episode goes: only what the chosen set knows. */
export class AskingForm {
  readonly element: HTMLElement;
  private readonly fields = element('div', { class: 'form' });
  private readonly drawn = new Renewed(this.fields);

  constructor(
    private readonly parts: ViewParts,
    private readonly changed: () => void,
  ) {
    this.element = section('asking-title', parts.strings.setUp.other.optionsTitle, this.fields);
  }

  update({ otherSets, models }: LocoData): void {
    const { set } = this.parts.state().setUp;
    const { kind, dialogues = 0 } = otherSets.find(({ folder }) => folder === set) ?? {};
    this.element.hidden = kind === undefined;
    if (kind !== undefined) {
      const { way } = this.parts.state().setUp.asking;
      this.drawn.renew([kind, way, dialogues > 0, models.map(({ id }) => id)], () => [
        this.row(kind, models, dialogues > 0),
      ]);
    }
  }

  private row(kind: OtherSetKind, models: readonly ModelChoice[], hasDialogues: boolean): HTMLElement {
    const { other } = this.parts.strings.setUp;
    const { asking } = this.parts.state().setUp;
    const priced = models.filter((model) => model.priced).map(({ id, title }) => [id, title] as const);
    const select = <Key extends 'choices' | 'mode' | 'setting'>(
      label: string,
      key: Key,
      names: Readonly<Record<AskingChoice[Key], string>>,
    ): HTMLElement =>
      field(
        label,
        selectField(
          // Object.entries forgets which keys they are.
          Object.entries(names) as [AskingChoice[Key], string][],
          asking[key],
          (value) => this.set({ [key]: value }),
        ),
      );
    const role = (label: string, key: 'user' | 'judge', none: string, detail: string): HTMLElement =>
      field(
        label,
        selectField([['', none] as const, ...priced], asking[key], (id) => this.set({ [key]: id })),
        detail,
      );
    if (kind === 'mcp') {
      const { tools } = this.parts.strings.setUp;
      const way = hasDialogues ? (asking.way ?? 'task') : 'task';
      return element(
        'div',
        { class: 'field-row top' },
        ...(hasDialogues
          ? [
              field(
                tools.way,
                selectField(
                  [['task', tools.ways.task] as const, ['dialogue', tools.ways.dialogue] as const],
                  way,
                  (chosen) => this.set({ way: chosen }),
                ),
                tools.wayText,
              ),
            ]
          : []),
        ...(way === 'dialogue' ? [role(other.user, 'user', other.rules, other.userText)] : []),
        role(other.judge, 'judge', other.noJudge, other.judgeText),
      );
    }
    return element(
      'div',
      { class: 'field-row top' },
      ...(kind === 'travel' ? [select(other.choices, 'choices', other.choiceModes)] : []),
      ...(kind === 'workspace'
        ? [select(other.mode, 'mode', other.modes), select(other.setting, 'setting', other.settings)]
        : []),
      field(
        other.turns,
        numberField(asking.turns, { min: 1, max: 200, step: 1 }, (turns) => {
          if (turns !== undefined && !Number.isNaN(turns)) this.set({ turns });
        }),
      ),
      role(other.user, 'user', other.rules, other.userText),
    );
  }

  private set(changes: Partial<AskingChoice>): void {
    const { state, save } = this.parts;
    const { setUp } = state();
    save({ setUp: { ...setUp, asking: { ...setUp.asking, ...changes } } });
    this.changed();
  }
}
