import { createHash } from 'node:crypto';

/** More of one text is not sent to a model; its middle is left out. */
const LONGEST = 6_000;

/**
 * A text of somebody else within a prompt: as one JSON string, so that no quote or line break of it ends the place where it stands, between
 * marks that hold the text's own hash, so that it cannot hold them itself.
 */
export function asData(name: string, text: string): string {
  const mark = createHash('sha256').update(`${name}\n${text}`).digest('hex').slice(0, 12);
  return `<${name} ${mark}>\n${JSON.stringify(shortened(text))}\n</${name} ${mark}>`;
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const half = LONGEST / 2;
  return `${text.slice(0, half)} [${text.length - LONGEST} characters left out] ${text.slice(-half)}`;
}
