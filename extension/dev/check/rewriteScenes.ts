/**
 * Places where the check has existing text written anew: what belongs there is evident from the file, so that the pictures show
 * what a small model can do.
 */

export interface RewriteScene {
  /** Path inside the sample workspace of the file that is written for the scene. */
  readonly file: string;
  readonly text: string;
}

const area = `"""Shapes on a page, measured in points."""


def area(width, height):
    if width < 0 or height < 0:
        raise ValueError("sizes must not be negative")
    return width * height


`;

/** Two gaps of one file. */
export const gapScene: RewriteScene = {
  file: 'reports/gaps.py',
  text: `${area}def perimeter(width, height):
    if width < 0 or height < 0:
        raise <<?>>
    return 2 * (width + height)


def diagonal(width, height):
    if width < 0 or <<?>>:
        raise ValueError("sizes must not be negative")
    return (width * width + height * height) ** 0.5
`,
};

/** A check that is weaker than the one that the file has elsewhere. */
export const regenerateScene: RewriteScene & { readonly from: string; readonly to: string } = {
  file: 'reports/perimeter.py',
  text: `${area}def perimeter(width, height):
    if width < 0:
        print("negative width")
    return 2 * (width + height)
`,
  from: '    if width < 0:',
  to: '        print("negative width")',
};

/** A name that fits nowhere. */
export const confidenceScene: RewriteScene & { readonly odd: string } = {
  file: 'reports/doubt.py',
  text: `${area}def perimeter(width, height):
    if width < 0 or height < 0:
        raise ValueError("sizes must not be negative")
    return 2 * (width + banana)
`,
  odd: 'banana',
};

/** Line and column, from 1, of the first place of a text. */
export function placeOf(text: string, part: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
