import type { CoverageEntry } from '../../types';
import type { DeclaredParameter } from '../declarations/declaration';
import { literalText, type LiteralLanguage } from './literalText';

type Arguments = CoverageEntry['arguments'];

/**
 * A call of one function from inside another.
 *
 * @param callee text that names the function
 * @param parameters of the function that is called, in their order
 * @param values what each of them gets; one that is missing is left to its default
 * @param own parameters of the function around the call
 * @returns text, or undefined where a parameter cannot be passed on
 */
export function callText(
  language: LiteralLanguage,
  callee: string,
  parameters: readonly DeclaredParameter[],
  values: Arguments,
  own: readonly DeclaredParameter[],
): string | undefined {
  const parts: string[] = [];
  const fields: string[] = [];
  let byName = false;
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (value === undefined) {
      if (parameter.passing === 'rest' || parameter.passing === 'keywordRest') continue;
      if (parameter.passing === 'field') continue;
      if (language === 'python') {
        if (parameter.passing === 'positional') return undefined;
        byName = true;
      } else parts.push('undefined');
      continue;
    }
    const passed = 'from' in value ? own.find(({ name }) => name === value.from) : undefined;
    if ('from' in value && passed === undefined) return undefined;
    if (isRest(parameter) !== (passed !== undefined && isRest(passed))) return undefined;
    const text = 'from' in value ? (passed?.local ?? value.from) : literalText(language, value.value);
    if (parameter.passing === 'field') fields.push(text === parameter.name ? text : `${parameter.name}: ${text}`);
    else if (parameter.passing === 'rest') parts.push(language === 'python' ? `*${text}` : `...${text}`);
    else if (parameter.passing === 'keywordRest') parts.push(`**${text}`);
    else if (parameter.passing === 'keyword' || byName) parts.push(`${parameter.name}=${text}`);
    else parts.push(text);
  }
  if (parameters.some(({ passing }) => passing === 'field')) parts.push(`{ ${fields.join(', ')} }`);
  while (language === 'script' && parts.at(-1) === 'undefined') parts.pop();
  return `${callee}(${parts.join(', ')})`;
}

function isRest({ passing }: DeclaredParameter): boolean {
  return passing === 'rest' || passing === 'keywordRest';
}
