import type { DenoisedWindow, SlotChoice } from '../denoising';
import type { Middle } from '../infilling/decodeMiddle';
import type { Choice } from '../infilling/windowSampler';

/** A window as the judges of suggestions know it: tokens with the choice that was made for each. */
export function middleOf(window: DenoisedWindow): Middle {
  return {
    tokens: window.tokens,
    choices: window.choices.map((choice) => choice && asChoice(choice)),
    end: window.end && asChoice(window.end),
    // A window is filled with what is behind it in view: where it ends is where the model was told, or found.
    complete: true,
  };
}

function asChoice({ token, probability, other }: SlotChoice): Choice {
  const ranked = [{ token, probability }, ...(other ? [other] : [])];
  return { token, probability, ranked, copied: false, match: 0 };
}
