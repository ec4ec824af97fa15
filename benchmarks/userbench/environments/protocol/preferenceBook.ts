import type { HiddenPreference } from '../../episodes/types';
import type { JudgedPreference } from '../../users';
import type { AskingTask, TaskAspect, TaskPreference } from './task';

/** A preference within its task. */
export interface BookedPreference extends TaskPreference {
  readonly aspect: TaskAspect;
  readonly judged: JudgedPreference;
}

export type RevealHow = 'active' | 'passive';

interface Reveal {
  readonly turn: number;
  readonly how: RevealHow;
}

const booked = new WeakMap<AskingTask, readonly BookedPreference[]>();

/** What the user has told of its preferences, how often it tried to, and how long nothing was asked. */
export class PreferenceBook {
  private readonly all: readonly BookedPreference[];
  private open: readonly BookedPreference[];
  private readonly told: BookedPreference[] = [];
  private readonly reveals = new Map<string, Reveal>();
  /** Turns with the user, since the last question about a preference, that asked for none. */
  idle = 0;
  /** Reveals that were tried; those whose words never came are among them. */
  readonly attempted = { active: 0, passive: 0 };
  readonly delivered = { active: 0, passive: 0 };

  constructor(task: AskingTask) {
    this.all = bookedOf(task);
    this.open = this.all;
  }

  get remaining(): readonly BookedPreference[] {
    return this.open;
  }

  get elicited(): readonly BookedPreference[] {
    return this.told;
  }

  /** Without those that went with an answered aspect. */
  get total(): number {
    return this.open.length + this.told.length;
  }

  get ratio(): number {
    return this.total === 0 ? 0 : this.told.length / this.total;
  }

  reveal(preference: BookedPreference, how: RevealHow, turn: number): void {
    this.open = this.open.filter((each) => each !== preference);
    this.told.push(preference);
    this.delivered[how] += 1;
    this.reveals.set(preference.id, { turn, how });
  }

  /** An aspect is settled: what was not revealed of it counts no more. */
  drop(aspectKey: string): void {
    this.open = this.open.filter(({ label }) => label !== aspectKey);
  }

  /** All of the task, with what was revealed when. */
  hidden(): readonly HiddenPreference[] {
    return this.all.map(({ id, aspect, topic, explicit }) => {
      const reveal = this.reveals.get(id);
      return { id, aspect: aspect.key, topic, explicit, revealedAt: reveal?.turn, how: reveal?.how };
    });
  }
}

function bookedOf(task: AskingTask): readonly BookedPreference[] {
  const known = booked.get(task);
  if (known !== undefined) return known;
  const made = task.aspects.flatMap((aspect) =>
    aspect.preferences.map((preference) => {
      const { id, label, topic, explicit, terms, values } = preference;
      return { ...preference, aspect, judged: { id, aspect: aspect.key, label, topic, explicit, terms, values } };
    }),
  );
  booked.set(task, made);
  return made;
}
