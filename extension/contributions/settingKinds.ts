/** The kinds of settings: each makes the JSON schema for package.json and checks values at the border. */

export type SettingScope =
  'application' | 'machine' | 'machine-overridable' | 'window' | 'resource' | 'language-overridable';

/** The part of a JSON schema that VS Code's settings page understands and that we use. */
export interface SettingSchema {
  readonly type: 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: SettingSchema;
  readonly uniqueItems?: boolean;
  readonly additionalProperties?: SettingSchema | false;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly patternProperties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
  /** Shown while settings.json is written; of parts of an object alone. */
  readonly description?: string;
}

export interface Setting<T> {
  readonly default: T;
  readonly scope: SettingScope;
  /** Markdown, English: the source of package.nls.json. */
  readonly text: string;
  /** By which the settings page finds it with `@tag:`. */
  readonly tags?: readonly 'usesOnlineServices'[];
  readonly schema: SettingSchema;
  /** Only choices: label and text of each value, in the order of `schema.enum`. */
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly text: string }[];
  /** Whether a value from settings.json, which can hold anything, is of this setting's type and range. */
  readonly accepts: (value: unknown) => value is T;
}

interface Common<T> {
  readonly default: T;
  readonly scope: SettingScope;
  readonly text: string;
  readonly tags?: readonly 'usesOnlineServices'[];
}

export function booleanSetting(options: Common<boolean>): Setting<boolean> {
  return { ...options, schema: { type: 'boolean' }, accepts: (value) => typeof value === 'boolean' };
}

export function textSetting(options: Common<string>): Setting<string> {
  return { ...options, schema: { type: 'string' }, accepts: (value) => typeof value === 'string' };
}

export function numberSetting(
  options: Common<number> & { readonly minimum: number; readonly maximum: number; readonly integer?: boolean },
): Setting<number> {
  const { minimum, maximum, integer = false, ...common } = options;
  return {
    ...common,
    schema: { type: integer ? 'integer' : 'number', minimum, maximum },
    accepts: (value): value is number =>
      typeof value === 'number' && value >= minimum && value <= maximum && (!integer || Number.isInteger(value)),
  };
}

export function choiceSetting<const V extends string>(options: {
  readonly choices: Readonly<Record<V, { readonly label: string; readonly text: string }>>;
  readonly default: NoInfer<V>;
  readonly scope: SettingScope;
  readonly text: string;
  readonly tags?: readonly 'usesOnlineServices'[];
}): Setting<V> {
  const { choices, ...common } = options;
  const listed = Object.entries<{ readonly label: string; readonly text: string }>(choices).map(([value, choice]) => ({
    value,
    label: choice.label,
    text: choice.text,
  }));
  return {
    ...common,
    schema: { type: 'string', enum: listed.map((choice) => choice.value) },
    choices: listed,
    accepts: (value): value is V => typeof value === 'string' && listed.some((choice) => choice.value === value),
  };
}

export function globListSetting(options: Common<readonly string[]>): Setting<readonly string[]> {
  return {
    ...options,
    schema: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) && value.every((glob) => typeof glob === 'string'),
  };
}

/**
 * A list of objects. Only its outline is checked here: whoever uses it parses each entry and tells what is wrong with it, so
 * that one bad entry does not hide the others.
 */
export function objectListSetting(
  options: Common<readonly object[]> & {
    readonly properties: Readonly<Record<string, SettingSchema>>;
    readonly required: readonly string[];
  },
): Setting<readonly object[]> {
  const { properties, required, ...common } = options;
  return {
    ...common,
    schema: { type: 'array', items: { type: 'object', properties, required, additionalProperties: false } },
    accepts: (value): value is readonly object[] =>
      Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null),
  };
}

/** Objects by name. As with a list, whoever uses it parses each entry and tells what is wrong with it. */
export function objectMapSetting(
  options: Common<Readonly<Record<string, object>>> & { readonly properties: Readonly<Record<string, SettingSchema>> },
): Setting<Readonly<Record<string, object>>> {
  const { properties, ...common } = options;
  return {
    ...common,
    schema: { type: 'object', additionalProperties: { type: 'object', properties, additionalProperties: false } },
    accepts: (value): value is Readonly<Record<string, object>> =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((entry) => typeof entry === 'object' && entry !== null),
  };
}

/** Numbers by name. @param options `names`: what names look like */
export function numberMapSetting(
  options: Common<Readonly<Record<string, number>>> & { readonly minimum: number; readonly names: RegExp },
): Setting<Readonly<Record<string, number>>> {
  const { minimum, names, ...common } = options;
  return {
    ...common,
    schema: {
      type: 'object',
      patternProperties: { [names.source]: { type: 'number', minimum } },
      additionalProperties: false,
    },
    accepts: (value): value is Readonly<Record<string, number>> =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(value as Record<string, unknown>).every(
        ([name, number]) => names.test(name) && typeof number === 'number' && number >= minimum,
      ),
  };
}

export function globMapSetting(
  options: Common<Readonly<Record<string, boolean>>>,
): Setting<Readonly<Record<string, boolean>>> {
  return {
    ...options,
    schema: { type: 'object', additionalProperties: { type: 'boolean' } },
    accepts: (value): value is Readonly<Record<string, boolean>> =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((on) => typeof on === 'boolean'),
  };
}
