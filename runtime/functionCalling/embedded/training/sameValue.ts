import type { Json } from '../../../gateway/types';
import { isJsonArray } from '../../json/exactJson';

/** Whether two values of an argument mean the same: case, signs and an article at the beginning of texts do not count. */
export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (typeof one === 'string' && typeof other === 'string') return plain(one) === plain(other);
  if (one !== undefined && isJsonArray(one) && isJsonArray(other)) {
    return one.length === other.length && one.every((each, index) => sameValue(each, other[index]));
  }
  return one === other || (one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other));
}

export function sameArguments(one: Readonly<Record<string, Json>>, other: Readonly<Record<string, Json>>): boolean {
  const names = Object.keys(other);
  return names.length === Object.keys(one).length && names.every((name) => sameValue(one[name], other[name]));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[ ,./\-_*^'"]/g, '');
}
