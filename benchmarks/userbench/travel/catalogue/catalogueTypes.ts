/** What people may want of a journey: topics of an aspect, values of a topic, and how people hint at them. Types only. */

export interface CatalogueTopic {
  /** `subcategory` of the published form, in plain words. */
  readonly name: string;
  /**
   * `exclusive`: an option has one value of it, shown in `field`. `extra`: an option has any number of its values, each free of charge or for
   * a fee.
   */
  readonly kind: 'exclusive' | 'extra';
  /** Field of an option that shows it; extras stand among what is free or what costs a fee. */
  readonly field: string;
  /** Words of a question about it. */
  readonly terms: readonly string[];
  readonly values: readonly CatalogueValue[];
  /** Exclusive: what options may have that nobody in the catalogue wants. */
  readonly others?: readonly string[] | undefined;
}

export interface CatalogueValue {
  readonly explicit: string;
  /** How an option shows it; any of these. */
  readonly shows: readonly string[];
  /** Extra: dollars where it is not free, of a whole booking (`units` says what options make of it). */
  readonly fee?: readonly [number, number] | undefined;
  /** Words that name the value: no implicit statement holds one. */
  readonly names: readonly string[];
  /** Stems by which a rule tells statements of this value from those of the aspect's others. */
  readonly clues: readonly string[];
  /** Motives or past experience that hint at it, in a user's words. */
  readonly implicit: readonly string[];
}
