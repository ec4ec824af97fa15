import { element } from '../../shared/dom';
import { section, type ViewParts } from '../parts';
import type { LocoData, SetUpState } from '../protocol';
import { checkBox, field, numberField, textField } from './fields';
import { isQueueAddress, workerCommand } from './startParams';

/** Step 3: how often, how long, how dear. */
export class RunForm {
  readonly element: HTMLElement;
  private readonly fields = element('div', { class: 'form' });
  private made: boolean | undefined;

  constructor(
    private readonly parts: ViewParts,
    private readonly changed: () => void,
  ) {
    this.element = section('run-title', parts.strings.setUp.runTitle, this.fields);
  }

  update({ localOnly }: LocoData): void {
    // Made once: what is being written stays.
    if (this.made === localOnly) return;
    this.made = localOnly;
    this.fields.replaceChildren(...this.controls(localOnly));
  }

  private set(changes: Partial<SetUpState>): void {
    this.parts.save({ setUp: { ...this.parts.state().setUp, ...changes } });
    this.changed();
  }

  private controls(localOnly: boolean): readonly HTMLElement[] {
    const { strings, state } = this.parts;
    const { setUp } = strings;
    const now = state().setUp;
    // What is no number is left as it was: the field says so, and the estimate stays that of the last good one.
    const good = (value: number | undefined, use: (value: number) => Partial<SetUpState>): void => {
      if (value !== undefined && !Number.isNaN(value)) this.set(use(value));
    };
    const optional = (value: number | undefined, use: (value: number | undefined) => Partial<SetUpState>): void => {
      if (value === undefined || !Number.isNaN(value)) this.set(use(value));
    };
    const halfWidth = field(
      setUp.halfWidth,
      numberField(now.halfWidth, { min: 0.5, max: 50, step: 0.5 }, (value) =>
        good(value, (width) => ({ halfWidth: width })),
      ),
      setUp.stopEarlyText,
    );
    halfWidth.hidden = !now.stopEarly;
    return [
      element(
        'div',
        { class: 'field-row' },
        field(
          setUp.budget,
          numberField(now.budget, { min: 0, max: 100_000, step: 'any', empty: setUp.noBudget }, (value) =>
            optional(value, (budget) => ({ budget })),
          ),
        ),
        field(
          setUp.repeats,
          numberField(now.repeats, { min: 1, max: 20, step: 1 }, (value) => good(value, (repeats) => ({ repeats }))),
        ),
        field(
          setUp.maxOutput,
          numberField(now.maxOutputTokens, { min: 16, max: 200_000, step: 1 }, (value) =>
            good(value, (maxOutputTokens) => ({ maxOutputTokens })),
          ),
        ),
        field(
          setUp.temperature,
          numberField(now.temperature, { min: 0, max: 2, step: 'any', empty: setUp.providerDefault }, (value) =>
            optional(value, (temperature) => ({ temperature })),
          ),
        ),
      ),
      checkBox(setUp.localOnly, localOnly || now.localOnly, (on) => this.set({ localOnly: on }), {
        disabled: localOnly,
        ...(localOnly ? { detail: setUp.localOnlyForced } : {}),
      }),
      checkBox(setUp.stopEarly, now.stopEarly, (on) => {
        halfWidth.hidden = !on;
        this.set({ stopEarly: on });
      }),
      halfWidth,
      element(
        'details',
        { open: now.queue !== '' || now.name !== '' },
        element('summary', {}, setUp.more),
        element(
          'div',
          { class: 'form' },
          checkBox(setUp.cache, now.cache, (cache) => this.set({ cache })),
          field(
            setUp.runName,
            textField(now.name, setUp.runNamePlaceholder, (name) => this.set({ name })),
          ),
          ...this.queueFields(now.queue),
        ),
      ),
    ];
  }

  private queueFields(address: string): readonly HTMLElement[] {
    const { setUp } = this.parts.strings;
    const command = element('code', {});
    const machines = element('p', { class: 'detail' }, setUp.queueMachines, ' ', command);
    const show = (queue: string) => {
      machines.hidden = !isQueueAddress(queue);
      command.textContent = workerCommand(queue);
    };
    show(address);
    const input = textField(address, 'redis://127.0.0.1:6379', (queue) => {
      show(queue);
      this.set({ queue });
    });
    return [field(setUp.queue, input, setUp.queueText), machines];
  }
}
