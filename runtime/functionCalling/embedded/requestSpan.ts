import type { Json } from '../../gateway/types';

export type SpanKind = 'number' | 'quoted' | 'name' | 'phrase' | 'date' | 'time' | 'list' | 'object' | 'code';

/** A piece of a request that may be an argument. */
export interface RequestSpan {
  readonly kind: SpanKind;
  /** Places in the request, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** As it is written there, without quotes. */
  readonly text: string;
  /** Numbers, lists and objects: what they mean. */
  readonly value: Json;
  /** Numbers: the word or sign behind (or the currency before), lower case. */
  readonly unit?: string;
}
