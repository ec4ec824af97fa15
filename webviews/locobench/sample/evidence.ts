import type { Json, SampleDetailView } from '../protocol';

/** What a benchmark keeps of an answer and its grading, as far as the page knows the form; the rest is shown as JSON. */
export interface Evidence {
  readonly diff: string;
  readonly logs: readonly { readonly step: string; readonly text: string }[];
  readonly notMeasured: readonly string[];
  readonly problems: readonly { readonly path: string | undefined; readonly message: string }[];
  readonly answers: readonly (readonly [id: string, answer: string])[];
  /** null: the file is deleted. */
  readonly files: readonly { readonly path: string; readonly content: string | null }[];
}

/** Reads the answer (`grading/types.ts`: ReadAnswer) and the grade (Grade) out of what is kept of a sample. */
export function readEvidence({ score, solution, log }: Pick<SampleDetailView, 'score' | 'solution' | 'log'>): Evidence {
  const grade = objectOf(score?.evidence);
  const answer = objectOf(grade.answer ?? solution?.content);
  const logs = objects(grade.logs).flatMap(({ step, text }) =>
    typeof text === 'string' ? [{ step: typeof step === 'string' ? step : '', text }] : [],
  );
  return {
    diff: typeof grade.diff === 'string' ? grade.diff : '',
    logs: log === '' ? logs : [...logs, { step: '', text: log }],
    notMeasured: list(grade.notMeasured).filter((each) => typeof each === 'string'),
    problems: objects(answer.problems).flatMap(({ path, message }) =>
      typeof message === 'string' ? [{ path: typeof path === 'string' ? path : undefined, message }] : [],
    ),
    answers: Object.entries(objectOf(answer.answers)).map(([id, value]) => [
      id,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    files: filesOf(answer.files),
  };
}

/** A list of changes, or an object path -> content. */
function filesOf(files: Json | undefined): Evidence['files'] {
  if (isList(files)) {
    return objects(files).flatMap(({ path, content }) =>
      typeof path === 'string' && (typeof content === 'string' || content === null) ? [{ path, content }] : [],
    );
  }
  return Object.entries(objectOf(files)).flatMap(([path, content]) =>
    typeof content === 'string' || content === null ? [{ path, content }] : [],
  );
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function objects(value: Json | undefined): readonly Readonly<Record<string, Json>>[] {
  return list(value).map(objectOf);
}

function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

/** Array.isArray alone does not tell a read-only list from the rest. */
function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
