/** Colours and sizes of pages. */

/**
 * Hexadecimal colour of red, green and blue.
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 * @example hexColour(255, 0, 16) // '#ff0010'
 */
export function hexColour(red: number, green: number, blue: number): string {
  const part = (value: number) =>
    Math.min(255, Math.max(0, Math.round(value)))
      .toString(16)
      .padStart(2, '0');
  return `#${part(red)}${part(green)}${part(blue)}`;
}

/** Colour in hexadecimal form from its red, green and blue parts. */
export function rgbToHex(red: number, green: number, blue: number): string {
  return [red, green, blue].reduce((text, value) => {
    const bounded = Math.max(0, Math.min(255, Math.round(value)));
    const digits = bounded.toString(16);
    return text + (digits.length < 2 ? `0${digits}` : digits);
  }, '#');
}

/** Brightness of a colour as people see it, from 0 to 255. */
export function brightness(red: number, green: number, blue: number): number {
  return (red * 299 + green * 587 + blue * 114) / 1000;
}

/** Pixels of a size in rem, at 16 pixels each. */
export function remToPixels(rem: number): number {
  return rem * 16;
}

/** Pixels of a size in points, at 96 / 72 pixels each. */
export function pointsToPixels(points: number): number {
  return points * (96 / 72);
}

/** Pixels of a size in inches, at 96 pixels each. */
export function inchesToPixels(inches: number): number {
  return inches * 96;
}

/** Aspect ratio of a picture. */
export function aspectRatio(width: number, height: number): number {
  if (height === 0) throw new RangeError('a picture has a height');
  return width / height;
}
