/** What a user may want, by aspect. Types only. */
import type { Place } from '../templates';
import type { AspectKey, Predicate, Subject } from '../types';

/** Topic -> value of everything that a template leaves open. */
export type Design = Readonly<Record<string, string>>;

export interface TopicValue {
  readonly value: string;
  /** What is wanted, plainly; goes on after “I want”. */
  readonly explicit: string;
  /** Motives and past experience; no value's name, none of its terms. */
  readonly implicit: readonly string[];
  /** Word stems that tell the statements of this value from those of the others: for the forced choice. */
  readonly cues: readonly string[];
  /** How the value is called when somebody asks for it. */
  readonly terms: readonly string[];
}

export interface Topic {
  readonly id: string;
  readonly aspect: AspectKey;
  readonly title: string;
  readonly scope: 'script' | 'python' | 'both';
  /** Words of questions about it. */
  readonly terms: readonly string[];
  readonly values: readonly TopicValue[];
  predicates(value: string, context: TopicContext): readonly Predicate[];
}

/** What a task's predicates are about. */
export interface TopicContext {
  readonly place: Place;
  readonly subject: Subject;
  /** Words of the thing, e.g. `time`, `span`. */
  readonly nouns: readonly string[];
  /** Of a name that begins with what is done. */
  readonly verbs: readonly string[];
  /** Of the setting whose default is in question, with forms: `part|parts`. */
  readonly setting: readonly string[];
  /** Numbers that count as a low, middling and high default, both ends included. */
  /** Words of a flag of the command line. */
  readonly flag?: readonly string[] | undefined;
  readonly ranges: Readonly<Record<'small' | 'middle' | 'large', readonly [number, number]>>;
}
