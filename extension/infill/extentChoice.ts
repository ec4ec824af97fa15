import type { InfillExtent } from '../../runtime/protocol';

export interface ExtentFacts {
  /** Text of the cursor's line before and after the cursor. */
  readonly lineBefore: string;
  readonly lineAfter: string;
  /** Last line with text above the cursor's line, or undefined. */
  readonly previousLine: string | undefined;
  /** The user asked for the suggestion. */
  readonly onDemand: boolean;
  readonly setting: 'auto' | 'line';
}

/** Ends of lines after which a block follows: brackets, Python's and Ruby's openers, arrows. */
const opensBlock = /([{([:]|=>|->|\b(do|then|begin|else|try|finally))\s*$/;
/** What editors close by themselves; it does not count as text after the cursor. */
const onlyClosers = /^[\s)\]}>"'`;,]*$/;

/**
 * A block on an empty line that belongs to one, and on demand at the end of a line; otherwise the rest of the line. In the middle
 * of a line never a block: the text after the cursor would be pushed away.
 */
export function chooseExtent(facts: ExtentFacts): InfillExtent {
  if (facts.setting === 'line' || !onlyClosers.test(facts.lineAfter)) return 'line';
  const emptyLine = facts.lineBefore.trim() === '' && facts.lineAfter.trim() === '';
  if (emptyLine) {
    const indented = facts.lineBefore.length > 0;
    const afterOpener = facts.previousLine !== undefined && opensBlock.test(facts.previousLine);
    return indented || afterOpener || facts.onDemand ? 'block' : 'line';
  }
  return facts.onDemand && facts.lineAfter.trim() === '' ? 'block' : 'line';
}
