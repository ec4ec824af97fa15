/** Texts about merging with a model. */
export interface ModelStrings {
  readonly title: string;
  readonly text: string;
  readonly choose: string;
  readonly none: string;
  readonly noModels: string;
  /** {0} ({1}) */
  readonly choice: string;
  readonly local: string;
  readonly cloud: string;
  readonly priceUnknown: string;
  readonly candidates: string;
  readonly limit: string;
  readonly noLimit: string;
  readonly merge: string;
  readonly nameGroups: string;
  readonly estimating: string;
  /** {0} groups with {1} tools: about {2} calls ({3} at most), {4} tokens in, {5} out. */
  readonly estimate: string;
  /** Answered before, at no cost: {0}. */
  readonly kept: string;
  /** Too long for this model: {0}. */
  readonly tooLong: string;
  /** About {0}, {1} at the very most. */
  readonly cost: string;
  readonly costUnknown: string;
  readonly overLimit: string;
  readonly assumptions: {
    readonly 'price-unknown': string;
    readonly 'output-assumed': string;
    readonly 'first-try': string;
    readonly 'duplicates-planned': string;
  };
  /** {0}: group {1} of {2}, {3}, try {4}, round {5} */
  readonly step: string;
  readonly roles: { readonly blueprint: string; readonly code: string; readonly reviewer: string };
  readonly workTitle: string;
  /** {0} was asked {1} times and cost {2}; {3} tokens in, {4} out. */
  readonly work: string;
  /** Kept from before: {0}. */
  readonly workKept: string;
  /** Of {0} groups, something of {1} was joined. */
  readonly workGroups: string;
  readonly ended: { readonly stopped: string; readonly failed: string; readonly nothing: string };
}
