import apache from './Apache-2.0.json';
import ccByNc from './CC-BY-NC-4.0.json';

/** Full texts of licences by SPDX identifier. Source: the SPDX licence list (spdx.org/licenses, CC0). */
const texts: ReadonlyMap<string, string> = new Map([apache, ccByNc].map(({ spdx, text }) => [spdx, text]));

/** @returns the full text; undefined for a licence that does not ship with the product */
export function licenceTextOf(spdx: string): string | undefined {
  return texts.get(spdx);
}
