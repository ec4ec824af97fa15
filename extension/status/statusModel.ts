import type { RuntimeState } from '../runtimeProcess/client';

/** Something went wrong: what, and what to do. */
export interface Problem {
  readonly message: string;
  readonly action: string;
}

/** What is known about the suggestions right now. */
export interface StatusFacts {
  /** Setting of the active document, or of all without one. */
  readonly enabled: boolean;
  readonly activeLanguage: string | undefined;
  /** VS Code's own `editor.inlineSuggest.enabled`. */
  readonly editorShows: boolean;
  readonly runtime: RuntimeState;
  readonly modelLoading: boolean;
  readonly thinking: boolean;
  readonly problem: Problem | undefined;
  /** Milliseconds since 1970; undefined when not snoozed from here. */
  readonly snoozedUntil: number | undefined;
  /** VS Code does not ask although someone types. */
  readonly notAsked: boolean;
  /** Wall time of the last answer, milliseconds. */
  readonly latencyMs: number | undefined;
  readonly model: string | undefined;
  /** What runs the model, where that is not the processor. */
  readonly runsOn: string | undefined;
  /** What the user is told once, e.g. that the processor took over from a GPU. */
  readonly notice: string | undefined;
  /** Title of the model that is being downloaded. */
  readonly downloading: string | undefined;
  /** Whole per cent of it; undefined while nobody knows how much it is. */
  readonly downloadPercent: number | undefined;
}

export type Status =
  | { readonly kind: 'off'; readonly why: 'setting' | 'editor' }
  | { readonly kind: 'error'; readonly problem: Problem }
  | { readonly kind: 'snoozed'; readonly until: number | undefined }
  | { readonly kind: 'loading' }
  | { readonly kind: 'downloading'; readonly title: string; readonly percent: number | undefined }
  | { readonly kind: 'thinking' }
  | { readonly kind: 'ready' };

/** The one state that the status bar shows: what the user decided first, then what is wrong, then what is going on. */
export function statusOf(facts: StatusFacts, now: number): Status {
  if (!facts.editorShows) return { kind: 'off', why: 'editor' };
  if (!facts.enabled) return { kind: 'off', why: 'setting' };
  const problem = facts.problem ?? (facts.runtime.kind === 'failed' ? facts.runtime : undefined);
  if (problem) return { kind: 'error', problem: { message: problem.message, action: problem.action } };
  if (facts.snoozedUntil !== undefined && facts.snoozedUntil > now)
    return { kind: 'snoozed', until: facts.snoozedUntil };
  if (facts.notAsked) return { kind: 'snoozed', until: undefined };
  if (facts.modelLoading || facts.runtime.kind === 'starting') return { kind: 'loading' };
  // It takes minutes or hours: thinking would only make the icon flicker meanwhile.
  if (facts.downloading !== undefined)
    return { kind: 'downloading', title: facts.downloading, percent: facts.downloadPercent };
  return facts.thinking ? { kind: 'thinking' } : { kind: 'ready' };
}
