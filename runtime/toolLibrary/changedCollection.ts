import type { DescriptionLength } from './descriptionLength';
import { lengthOfTools } from './lengthOfTools';
import type { TokenCounter } from './tokenCounter';
import { toolsOfChanged } from './toolsOfTexts';
import type { ToolCollection, ToolRecord } from './types';

export interface ChangedCollectionOptions {
  readonly collection: ToolCollection;
  /** Text by path of all source files. */
  readonly texts: ReadonlyMap<string, string>;
  readonly tokens: TokenCounter;
  readonly signal: AbortSignal;
}

/** A collection as it would be with some of its files changed: its tools, and what it takes to write it down. */
export class ChangedCollection {
  constructor(private readonly options: ChangedCollectionOptions) {}

  /** @param changed new text by path; nothing is written to the collection's folder */
  async tools(changed: ReadonlyMap<string, string>): Promise<readonly ToolRecord[]> {
    const { collection, texts, signal } = this.options;
    return toolsOfChanged(collection, texts, changed, { signal });
  }

  /** @param tools of the collection with these changes */
  length(changed: ReadonlyMap<string, string>, tools: readonly ToolRecord[]): DescriptionLength {
    const { texts, tokens } = this.options;
    return lengthOfTools(tools, new Map([...texts, ...changed]), tokens);
  }
}
