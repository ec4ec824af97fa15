/** Templates: what a user wishes, and every way it can be done. Types only. */
import type { Design, TopicContext } from '../preferences/types';
import type { AspectKey, FileChange, Predicate } from '../types';
import type { Place } from './place';

/** What a rendered file is for: cards of an aspect show the files that the aspect is about. */
export type FileRole = 'source' | 'test' | 'docs' | 'manifest';

export interface RenderedFile extends FileChange {
  readonly role: FileRole;
}

/** Same design, written with more ado: what makes a satisfying design other than the best one. */
export type Variant = 'plain' | 'longer' | 'longest' | 'dependency';

export interface Template {
  readonly name: string;
  /** Aspects it has something to ask about. */
  readonly aspects: readonly AspectKey[];
  /** Topics it has, in order; a subset of its aspects' topics. */
  readonly topics: readonly string[];
  /**
   * The template at a place.
   * @returns undefined where the place does not suit it
   */
  at(place: Place, random: (below: number) => number): TemplateAtPlace | undefined;
}

export interface TemplateAtPlace {
  readonly place: Place;
  readonly title: string;
  readonly openingMessage: string;
  readonly context: TopicContext;
  /** What has to be there whatever is preferred. */
  readonly gate: readonly Predicate[];
  /** What has to be seen by running it. */
  readonly behaviour: readonly Predicate[];
  /** Only these values of a topic suit it; absent: all of them. */
  readonly suits?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * The change that a design makes.
   * @param design a value for every topic of the template
   * @param aspects those the task has; tests and documentation are only written where they are among them
   */
  render(design: Design, aspects: ReadonlySet<AspectKey>, variant: Variant, texts: Texts): readonly RenderedFile[];
}

/** Texts of the repository as it is. */
export type Texts = (path: string) => string | undefined;
