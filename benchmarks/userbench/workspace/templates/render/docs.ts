/** What is written beside the code: README, pages, changelog. */
import type { Design } from '../../preferences/types';
import type { Place } from '../place';
import type { RenderedFile, Texts, Variant } from '../types';

export interface Documented {
  /** e.g. `Time span`. */
  readonly heading: string;
  /** A whole sentence. */
  readonly sentence: string;
  /** Code of a use, a line each. */
  readonly example: readonly string[];
  readonly points: readonly string[];
  /** File name of a page, without ending. */
  readonly page: string;
}

export function docsFiles(
  said: Documented,
  design: Design,
  place: Place,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const files: RenderedFile[] = [];
  const section = sectionOf(said, design, place, variant);
  if (design['docs-place'] === 'readme') {
    const before = texts(place.readme);
    files.push({
      role: 'docs',
      path: place.readme,
      content: before === undefined ? `# Read me\n\n${section}` : `${ended(before)}\n${section}`,
    });
  } else if (design['docs-place'] === 'docs-folder') {
    files.push({ role: 'docs', path: `docs/${said.page}.md`, content: section.replace(/^## /, '# ') });
  }
  if (design.changelog === 'fragment') {
    files.push({ role: 'docs', path: `changes/${said.page}.md`, content: `${said.sentence}\n` });
  } else if (design.changelog === 'entry') files.push({ role: 'docs', ...changelogWith(said.sentence, place, texts) });
  return files;
}

function sectionOf(
  { heading, sentence, example, points }: Documented,
  design: Design,
  place: Place,
  variant: Variant,
): string {
  const lines = [`## ${heading}`, '', sentence];
  if (design.example === 'fence') lines.push('', `\`\`\`${place.language}`, ...example, '```');
  else if (design.example === 'list') lines.push('', ...points.map((point) => `- ${point}`));
  else lines.push('', points.join(' '));
  if (variant === 'longer' || variant === 'longest') lines.push('', 'More on it stands beside the code.');
  if (variant === 'longest') lines.push('', 'Questions about it are welcome.');
  return `${lines.join('\n')}\n`;
}

/** Below the first heading that is for what comes next, else below a new one at the top. */
function changelogWith(
  sentence: string,
  { changelog }: Place,
  texts: Texts,
): { readonly path: string; readonly content: string } {
  const before = texts(changelog);
  if (before === undefined) return { path: changelog, content: `# Changelog\n\n## Unreleased\n\n- ${sentence}\n` };
  const lines = before.split('\n');
  const at = lines.findIndex((line) => /^#+\s.*unreleased/i.test(line));
  if (at >= 0) lines.splice(at + 1, 0, '', `- ${sentence}`);
  else {
    const first = lines.findIndex((line, index) => index > 0 && /^#{1,3}\s/.test(line));
    lines.splice(Math.max(0, first), 0, '## Unreleased', '', `- ${sentence}`, '');
  }
  return { path: changelog, content: lines.join('\n') };
}

export function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
