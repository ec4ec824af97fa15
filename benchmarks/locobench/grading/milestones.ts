/** Milestones with weights (after SCUBA's: shares of what has to be true in the end), and the value that they make. */
import type { Milestone } from '../../core/runs/types';

/** A milestone whose weight is a share yet: shares are made to add to 1 over those that a scenario has. */
export interface Step extends Milestone {
  /** Counts only where a step that is `decisive` achieved something: keeping what worked is worth nothing if nothing was done. */
  readonly keeps?: true | undefined;
  /** What the task is about. Where none of these is measured, the sample is not. */
  readonly decisive?: true | undefined;
}

export interface Valued {
  readonly value: number;
  readonly complete: boolean;
  readonly measured: boolean;
  readonly milestones: readonly Milestone[];
}

export function valued(steps: readonly Step[]): Valued {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const decisive = steps.filter((step) => step.decisive === true && step.weight > 0);
  const known = decisive.filter(({ achieved }) => achieved !== undefined);
  const started = decisive.length === 0 || known.some(({ achieved }) => Number(achieved) > 0);
  const milestones = steps.map(({ keeps, decisive: _decisive, ...milestone }): Milestone => {
    const weight = total === 0 ? 0 : milestone.weight / total;
    if (keeps !== true || started || milestone.achieved === undefined || Number(milestone.achieved) === 0) {
      return { ...milestone, weight };
    }
    const detail = [milestone.detail, 'counts nothing, because the task itself was not begun'];
    return { ...milestone, weight, achieved: 0, detail: detail.filter((each) => each !== undefined).join('; ') };
  });
  return { ...weighted(milestones), measured: decisive.length === 0 || known.length > 0, milestones };
}

/** Weights of what was not measured go to the others. */
export function weighted(milestones: readonly Milestone[]): { readonly value: number; readonly complete: boolean } {
  const measured = milestones.filter(({ achieved, weight }) => achieved !== undefined && weight > 0);
  const weight = measured.reduce((sum, each) => sum + each.weight, 0);
  const gained = measured.reduce((sum, each) => sum + each.weight * Number(each.achieved), 0);
  const complete = measured.length > 0 && measured.every(({ achieved }) => Number(achieved) === 1);
  return { value: weight === 0 ? 0 : complete ? 1 : gained / weight, complete };
}

/** Parts of a scenario, each with milestones of its own, as one: ids are put behind the part's name. */
export function joined(
  parts: readonly { readonly name: string; readonly title: string; readonly share: number; readonly valued: Valued }[],
): Valued {
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  const milestones = parts.flatMap(({ name, title, share, valued: part }) =>
    part.milestones.map((milestone) => ({
      ...milestone,
      id: name === '' ? milestone.id : `${name}:${milestone.id}`,
      text: title === '' ? milestone.text : `${title}: ${milestone.text}`,
      weight: (milestone.weight * share) / total,
    })),
  );
  const measured = parts.filter((part) => part.valued.measured);
  const weight = measured.reduce((sum, { share }) => sum + share, 0);
  const value = weight === 0 ? 0 : measured.reduce((sum, part) => sum + part.share * part.valued.value, 0) / weight;
  return {
    value,
    complete: measured.length > 0 && measured.every((part) => part.valued.complete),
    measured: measured.length > 0,
    milestones,
  };
}
