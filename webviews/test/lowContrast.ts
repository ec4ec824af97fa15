/** Runs in the browser: texts below a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), by the colours really computed. */
export function lowContrastTexts(): string[] {
  const channels = (colour: string): [number, number, number, number] => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = (front: readonly number[], back: readonly number[]): [number, number, number] => {
    const alpha = front[3] ?? 1;
    const mix = (index: number): number => (front[index] ?? 0) * alpha + (back[index] ?? 0) * (1 - alpha);
    return [mix(0), mix(1), mix(2)];
  };
  const luminance = (colour: readonly number[]): number => {
    const linear = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  };
  const backgroundOf = (element: Element | null): [number, number, number] => {
    if (!element) {
      return [255, 255, 255];
    }
    return over(channels(getComputedStyle(element).backgroundColor), backgroundOf(element.parentElement));
  };
  const low: string[] = [];
  for (const element of document.querySelectorAll('body *:not(.visually-hidden)')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    if (hasText && element.getClientRects().length > 0) {
      const background = backgroundOf(element);
      const text = over(channels(getComputedStyle(element).color), background);
      const [lighter, darker] = [luminance(text), luminance(background)].sort((left, right) => right - left) as [
        number,
        number,
      ];
      const ratio = (lighter + 0.05) / (darker + 0.05);
      if (ratio < 4.5) {
        low.push(`${element.textContent}: ${ratio.toFixed(2)}`);
      }
    }
  }
  return low;
}
