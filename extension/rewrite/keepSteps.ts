/** Stops of the slider that says how much of the old text stays, as shares of its tokens. */
export const keepSteps: readonly number[] = [0, 0.25, 0.5, 0.75];

/** The next stop above or below; the same share at the slider's end. */
export function nextKeep(keep: number, direction: 1 | -1): number {
  const next = direction > 0 ? keepSteps.find((step) => step > keep) : keepSteps.findLast((step) => step < keep);
  return next ?? keep;
}

/** A share that someone wrote into keybindings.json; anything else counts as not given. */
export function readKeep(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1 ? value : undefined;
}

/** The slider as text: filled and empty parts, one for each step above the first. */
export function sliderText(keep: number): string {
  const stops = keepSteps.length;
  const filled = Math.round(keep * stops);
  return '■'.repeat(filled) + '□'.repeat(stops - filled);
}
