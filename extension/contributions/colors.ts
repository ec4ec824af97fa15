/**
 * Colours that themes and users can change. Not one of them is the only sign of what it says: confidence is underlined in steps
 * and told by the hover, and a preview uses the colours of VS Code's own diff editor beside struck out text.
 */
export interface ColorContribution {
  readonly id: `whetstone.${string}`;
  readonly text: string;
  /** Hexadecimal with alpha, or the id of another colour. */
  readonly defaults: {
    readonly dark: string;
    readonly light: string;
    readonly highContrast: string;
    readonly highContrastLight: string;
  };
}

/** High contrast themes draw lines instead of tinting areas: text there stands on plain black or white. */
const noTint = '#00000000';

export const colors = [
  {
    id: 'whetstone.confidenceUnlikelyBackground',
    text: 'Background of tokens that the model holds for unlikely (below 5 %).',
    defaults: { dark: '#f4877155', light: '#e5140033', highContrast: noTint, highContrastLight: noTint },
  },
  {
    id: 'whetstone.confidenceDoubtfulBackground',
    text: 'Background of tokens that the model is in doubt about (below 20 %).',
    defaults: { dark: '#cca70044', light: '#bf880333', highContrast: noTint, highContrastLight: noTint },
  },
  {
    id: 'whetstone.confidencePossibleBackground',
    text: 'Background of tokens that the model holds for possible, but of which it is not sure (below 50 %).',
    defaults: { dark: '#cca7001f', light: '#bf880319', highContrast: noTint, highContrastLight: noTint },
  },
  {
    id: 'whetstone.confidenceUnderline',
    text: 'Line under tokens that the model is not sure of: wavy, dashed or dotted by how unsure it is.',
    defaults: {
      dark: 'editorWarning.foreground',
      light: 'editorWarning.foreground',
      highContrast: 'foreground',
      highContrastLight: 'foreground',
    },
  },
] as const satisfies readonly ColorContribution[];

export type ColorId = (typeof colors)[number]['id'];
