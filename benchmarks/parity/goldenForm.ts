import type { ExactJson, ExactObject } from '../../runtime/functionCalling';

/** One value that the reference gave, beside ours. */
export interface Check {
  /** Case within the file; the file's name where it holds one case. */
  readonly case: string;
  /** Where in the case, e.g. `metrics.ACS`. */
  readonly key: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** Set where the reference's behaviour is a defect that we correct: then ours has to be this value instead. */
  readonly corrected?: { readonly expected: unknown; readonly why: string } | undefined;
}

/** A kind of golden file: how it is recognised, and what our code gives for its inputs. */
export interface GoldenForm {
  readonly name: string;
  /** @param file name without folder and suffix */
  recognises(value: ExactJson, file: string): boolean;
  /**
   * @param value what `recognises` took
   * @param place path of the file, for forms whose inputs lie in a file beside it
   * @throws BadInputError where inputs are missing or have another form
   */
  check(value: ExactObject | readonly ExactJson[], file: string, place?: string): Promise<readonly Check[]>;
}
