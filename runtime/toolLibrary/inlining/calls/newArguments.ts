import { isImmutableNode, isFixedText } from '../../merging';
import type { Adapter, PassedArgument } from '../adapters/adapter';
import { commute, isNeverUndefined, natureOf } from './effects';
import type { MatchedArguments, SiteArgument, Unmatched } from './matchArguments';

/** One argument of the new call. */
export interface NewArgument {
  readonly passing: 'positional' | 'keyword' | 'field';
  readonly name: string | undefined;
  /** Text of a fixed value, or what the old call passes. */
  readonly value: { readonly literal: string } | SiteArgument;
}

/**
 * The arguments with which a call of an adapter calls the function itself, in the order in which they are written.
 * @returns the reason where it is not certain that both do the same
 */
export function newArguments(adapter: Adapter, matched: MatchedArguments): readonly NewArgument[] | Unmatched {
  const filled: (NewArgument & { readonly fallback: string | undefined })[] = [];
  for (const passed of adapter.passed) {
    const values = valuesOf(adapter, passed, matched);
    if ('reason' in values) return values;
    const { passing, fallback } = passed;
    if (passing === 'rest' || passing === 'keywordRest') {
      for (const value of values) {
        const name = 'node' in value ? value.name : undefined;
        filled.push({ passing: passing === 'rest' ? 'positional' : 'keyword', name, value, fallback: undefined });
      }
      continue;
    }
    for (const value of values) filled.push({ passing, name: passed.name, value, fallback });
  }
  const written = withoutDefaults(adapter, filled);
  const problem = usedOnce(adapter, matched, written);
  if (problem !== undefined) return problem;
  if (isInOrder(adapter, matched, written)) return written;
  return (
    byName(adapter, matched, written) ?? {
      reason: 'its arguments would be evaluated in another order, which may matter',
    }
  );
}

function valuesOf(
  { language, parameters }: Adapter,
  { value, fallback }: PassedArgument,
  { values }: MatchedArguments,
): readonly NewArgument['value'][] | Unmatched {
  if ('literal' in value) return [value];
  const parameter = parameters.find(({ name }) => name === value.parameter);
  const given = values.get(value.parameter) ?? [];
  if (parameter === undefined || parameter.passing === 'rest' || parameter.passing === 'keywordRest') return given;
  const own = parameter.default;
  if (given.length > 0) {
    const isSame = language === 'python' || own === undefined || (own === fallback && isFixedText(language, own));
    if (isSame || given.every((each) => isNeverUndefined(each.value))) return given;
    return { reason: `${parameter.name} may be undefined, for which the two have other defaults` };
  }
  if (own === undefined) {
    return language === 'script' ? [{ literal: 'undefined' }] : { reason: 'its arguments do not fit the parameters' };
  }
  return isFixedText(language, own)
    ? [{ literal: own }]
    : { reason: `the default of ${parameter.name} is computed (${own}), and is not repeated at a call` };
}

/** What the function takes for itself need not be written. */
function withoutDefaults(
  { language }: Adapter,
  filled: readonly (NewArgument & { readonly fallback: string | undefined })[],
): readonly NewArgument[] {
  const isDefault = ({ value, fallback }: (typeof filled)[number]): boolean =>
    'literal' in value && (value.literal === fallback || (language === 'script' && value.literal === 'undefined'));
  const kept = [...filled];
  for (let at = kept.length - 1; at >= 0; at -= 1) {
    const each = kept[at];
    if (each === undefined) continue;
    if (isDefault(each)) kept.splice(at, 1);
    // Only the last one by position can be left out.
    else if (each.passing === 'positional') break;
  }
  return kept.filter((each) => each.passing === 'positional' || !isDefault(each));
}

function usedOnce(
  { language }: Adapter,
  { inOrder }: MatchedArguments,
  written: readonly NewArgument[],
): Unmatched | undefined {
  for (const argument of inOrder) {
    const times = written.filter(({ value }) => value === argument).length;
    const nature = natureOf(language, argument.value);
    if (times === 0 && nature === 'acting') {
      return { reason: `${argument.value.text} would no longer be evaluated` };
    }
    if (times > 1 && !(argument.value.type === 'identifier' || isImmutableNode(language, argument.value))) {
      return { reason: `${argument.value.text} would be evaluated more than once` };
    }
  }
  return undefined;
}

function isInOrder({ language }: Adapter, { inOrder }: MatchedArguments, written: readonly NewArgument[]): boolean {
  const places = written.flatMap(({ value }) => ('node' in value ? [inOrder.indexOf(value)] : []));
  return places.every((place, at) =>
    places.slice(at + 1).every((later) => {
      const [a, b] = [inOrder[place], inOrder[later]];
      return place <= later || (a !== undefined && b !== undefined && commute(language, a.value, b.value));
    }),
  );
}

/** The same in the order of the old call: names say which argument is which. */
function byName(
  { language, byName: allNamed }: Adapter,
  { inOrder }: MatchedArguments,
  written: readonly NewArgument[],
): readonly NewArgument[] | undefined {
  const isNamed = language === 'python' ? allNamed : written.every(({ passing }) => passing === 'field');
  if (!isNamed || written.some(({ name }) => name === undefined)) return undefined;
  const passing = language === 'python' ? 'keyword' : 'field';
  const named = written.map((each) => ({ ...each, passing }) as const);
  const placeOf = ({ value }: NewArgument): number => ('node' in value ? inOrder.indexOf(value) : inOrder.length);
  return named.sort((a, b) => placeOf(a) - placeOf(b));
}
