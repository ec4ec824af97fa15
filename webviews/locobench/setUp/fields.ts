import { element } from '../../shared/dom';

type Input = HTMLInputElement;

/** A field under its label. */
export function field(label: string, control: HTMLElement, detail?: string): HTMLElement {
  return element(
    'label',
    { class: 'field' },
    element('span', {}, label),
    control,
    ...(detail === undefined ? [] : [element('span', { class: 'detail' }, detail)]),
  );
}

export function textField(value: string, placeholder: string, onInput: (value: string) => void): Input {
  const made = element('input', { type: 'text', value, placeholder, spellcheck: 'false' });
  made.addEventListener('input', () => onInput(made.value.trim()));
  return made;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
  /** What an empty field means; without it a field must not be empty. */
  readonly empty?: string;
}

/** @param onInput gets undefined for an empty field, NaN for what is no number of the range */
export function numberField(
  value: number | undefined,
  range: NumberRange,
  onInput: (value: number | undefined) => void,
): Input {
  const { min, max, step, empty } = range;
  const made = element('input', {
    type: 'number',
    ...{ min, max, step, value: value ?? '', placeholder: empty, required: empty === undefined },
  });
  made.addEventListener('input', () => {
    const valid = made.validity.valid && (made.value !== '' || empty !== undefined);
    made.setAttribute('aria-invalid', String(!valid));
    onInput(!valid ? NaN : made.value === '' ? undefined : made.valueAsNumber);
  });
  return made;
}

export function selectField<Value extends string>(
  options: readonly (readonly [value: Value, label: string])[],
  value: Value,
  onChange: (value: Value) => void,
): HTMLSelectElement {
  const made = element(
    'select',
    {},
    ...options.map(([each, label]) => element('option', { value: each, selected: each === value }, label)),
  );
  made.addEventListener('change', () => {
    const chosen = options.find(([each]) => each === made.value);
    if (chosen) onChange(chosen[0]);
  });
  return made;
}

/** A check box with its label, and a line that says more. */
export function checkBox(
  label: string,
  checked: boolean,
  onChange: (checked: boolean) => void,
  options: { readonly detail?: string; readonly focus?: string; readonly disabled?: boolean } = {},
): HTMLElement {
  const { detail, focus, disabled } = options;
  const box = element('input', { type: 'checkbox', checked, disabled, 'data-focus': focus });
  box.addEventListener('change', () => onChange(box.checked));
  return element(
    'label',
    { class: 'check' },
    box,
    element(
      'span',
      {},
      element('span', { class: 'check-label' }, label),
      ...(detail === undefined ? [] : [element('span', { class: 'detail' }, detail)]),
    ),
  );
}

/** Check boxes under one heading. */
export function checkGroup(label: string, ...boxes: readonly HTMLElement[]): HTMLElement {
  return element(
    'fieldset',
    { class: 'checks' },
    element('legend', {}, label),
    element('div', { class: 'check-list' }, ...boxes),
  );
}
