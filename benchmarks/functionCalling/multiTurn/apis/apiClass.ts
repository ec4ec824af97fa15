/** What the classes of the leaderboard's multi-turn dialogues have in common. */
import { PyError } from '../python/pyError';
import { asNumber } from '../python/pyNumbers';
import { pyRepr } from '../python/pyText';
import { isTruthy, type PyDict, type PyNumber, type PyValue } from '../python/pyValue';

export type ParameterType = 'string' | 'integer' | 'float' | 'boolean' | 'dict' | 'strings' | 'floats';

export interface Parameter {
  readonly type: ParameterType;
  /** Makes the value of an argument that is left out; undefined: it must be given. */
  readonly fallback?: (() => PyValue) | undefined;
}

/** A method that a model may call. */
export interface ApiMethod {
  readonly about: string;
  /** In the order of positional arguments. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly run: (given: Given) => PyValue;
  /** Only data of 2025's first half calls it; it is not offered to models. */
  readonly old?: true;
}

/** One object of a class, with its state. */
export interface ApiObject {
  readonly methods: Readonly<Record<string, ApiMethod>>;
  /** All public attributes by name: what is compared. */
  readonly attributes: () => Readonly<Record<string, PyValue>>;
}

export interface ApiClass {
  readonly name: string;
  /** The leaderboard's file of its function descriptions. */
  readonly descriptionFile: string;
  /** What its functions are about, for descriptions. */
  readonly about: string;
  /** @param config of this class in `initial_config`, the object's own */
  readonly create: (config: PyDict, circumstances: Circumstances) => ApiObject;
}

/** What a dialogue's objects have in common. */
export interface Circumstances {
  /** Of the long-context category. */
  readonly filler: Filler | undefined;
  /** `echo` makes a file that is not there: until October 2025 it did. */
  readonly echoCreates: boolean;
}

export const usualCircumstances: Circumstances = { filler: undefined, echoCreates: false };

/** What the long-context category puts in between; by the names of the leaderboard's constants. */
export type Filler = (name: FillerName) => PyValue;

export const fillerNames = [
  'WATCH_LIST_EXTENSION',
  'TRANSACTION_HISTORY_EXTENSION',
  'MA_5_EXTENSION',
  'MA_20_EXTENSION',
  'ORDER_DETAIL_EXTENSION',
  'TECHNOLOGY_EXTENSION',
  'AUTOMOBILE_EXTENSION',
  'BOOKING_RECORD_EXTENSION',
  'CREDIT_CARD_EXTENSION',
  'CAR_STATUS_METADATA_EXTENSION',
  'INTERMEDIARY_CITIES',
  'LONG_WEATHER_EXTENSION',
  'PARKING_BRAKE_INSTRUCTION',
  'FILE_CONTENT_EXTENSION',
  'FILES_TAIL_USED',
  'POPULATE_FILE_EXTENSION',
] as const;

export type FillerName = (typeof fillerNames)[number];

/** The arguments of one call, defaults filled in. */
export class Given {
  constructor(private readonly values: ReadonlyMap<string, PyValue>) {}

  value(name: string): PyValue {
    return this.values.get(name) ?? null;
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value === 'string') return value;
    throw new PyError('TypeError', `${name} must be a string, not ${pyRepr(value)}`);
  }

  number(name: string): PyNumber {
    return asNumber(this.value(name), name);
  }

  integer(name: string): bigint {
    const value = this.value(name);
    if (typeof value === 'bigint') return value;
    if (typeof value === 'boolean') return BigInt(value);
    throw new PyError('TypeError', `'${typeof value}' object cannot be interpreted as an integer`);
  }

  truthy(name: string): boolean {
    return isTruthy(this.value(name));
  }

  /** Characters of a string, as Python walks it. */
  items(name: string): readonly PyValue[] {
    const value = this.value(name);
    if (Array.isArray(value)) return value;
    if (typeof value === 'string') return Array.from(value);
    throw new PyError('TypeError', `${name} is not iterable`);
  }
}

export function required(type: ParameterType): Parameter {
  return { type };
}

export function optional(type: ParameterType, fallback: () => PyValue): Parameter {
  return { type, fallback };
}

/** A result with these members. */
export function result(members: Readonly<Record<string, PyValue>>): PyDict {
  return new Map(Object.entries(members));
}

export function failure(error: PyValue): PyDict {
  return result({ error });
}
