/** A feature as TypeScript or JavaScript, in every way that a design may ask for. */
import type { Design } from '../../preferences/types';
import type { Feature } from '../features/feature';
import type { Place } from '../place';
import type { Variant } from '../types';
import type { FeatureNames } from './names';

export interface SourceParts {
  /** What stands before the function: constants, an error class. */
  readonly before: readonly string[];
  readonly function: readonly string[];
  /** How it leaves the file. */
  readonly after: readonly string[];
}

interface Writing {
  readonly feature: Feature;
  readonly names: FeatureNames;
  readonly design: Design;
  readonly place: Place;
  readonly typed: boolean;
  readonly variant: Variant;
}

export function scriptSource(writing: Writing, intoExisting: boolean): SourceParts {
  const { names, design, typed } = writing;
  const before = [...settingLines(writing), ...(design['error-style'] === 'own-class' ? errorClass(names, typed) : [])];
  const { before: prefix, after } = exportOf(writing, intoExisting);
  return { before, function: [...docComment(writing), ...functionLines(writing, prefix)], after };
}

function settingLines({ feature, names, design, typed }: Writing): readonly string[] {
  const value = settingValue(feature, design);
  if (design['default-place'] === 'constant') return [`const ${names.constant} = ${value};`, ''];
  if (design['default-place'] !== 'environment') return [];
  // As an index signature where the compiler wants one.
  const read = typed ? `process.env['${names.environment}']` : `process.env.${names.environment}`;
  return [`const ${names.constant} = Number(${read} ?? ${value});`, ''];
}

export function settingValue(feature: Feature, design: Design): number {
  const size = design['default-value'];
  return feature.setting.values[size === 'small' || size === 'large' ? size : 'middle'];
}

function errorClass(names: FeatureNames, typed: boolean): readonly string[] {
  return [
    `class ${names.errorClass} extends Error {`,
    `  constructor(message${typed ? ': string' : ''}) {`,
    '    super(message);',
    `    this.name = '${names.errorClass}';`,
    '  }',
    '}',
    '',
  ];
}

/** Text before the function, e.g. `export `, and lines after it. */
function exportOf(
  { names, design, place }: Writing,
  existing: boolean,
): { readonly before: string; readonly after: readonly string[] } {
  const how = design.export;
  const { function: name, group } = names;
  if (place.modules === 'commonjs') {
    const target = existing ? `module.exports.${how === 'object' ? group : name}` : 'module.exports';
    if (how === 'default' && !existing) return { before: '', after: ['', `module.exports = ${name};`] };
    const inner = how === 'object' ? `{ ${name} }` : name;
    const whole = existing ? inner : how === 'object' ? `{ ${group}: ${inner} }` : `{ ${name} }`;
    return { before: '', after: ['', `${target} = ${whole};`] };
  }
  if (how === 'object') return { before: '', after: ['', `export const ${group} = { ${name} };`] };
  if (how !== 'default') return { before: 'export ', after: [] };
  const inline = design['function-form'] !== 'arrow' && design['function-form'] !== 'expression';
  return inline ? { before: 'export default ', after: [] } : { before: '', after: ['', `export default ${name};`] };
}

function docComment({ feature, names, design }: Writing): readonly string[] {
  const sentence = sentenceOf(feature);
  if (design['comment-detail'] === 'tags') {
    const given = design.parameters === 'single' ? 'request' : names.input;
    return [
      '/**',
      ` * ${sentence}`,
      ` * @param ${given} what it works on; ${feature.refusal}`,
      ' * @returns what comes of it',
      ' */',
    ];
  }
  if (design['comment-detail'] === 'line') return [`/** ${sentence} */`];
  return [];
}

/** e.g. `Time span: says …`. */
export function sentenceOf(feature: Feature): string {
  const [first, second] = feature.nouns;
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second}: ${feature.does}.`;
}

function functionLines(writing: Writing, prefix: string): readonly string[] {
  const { names, design } = writing;
  const asynchronous = design.async === 'promise' ? 'async ' : '';
  const signature = signatureOf(writing);
  const body = bodyLines(writing).map((line) => (line === '' ? '' : `  ${line}`));
  const form = design['function-form'];
  if (form === 'arrow') return [`${prefix}const ${names.function} = ${asynchronous}${signature} => {`, ...body, '};'];
  if (form === 'expression')
    return [`${prefix}const ${names.function} = ${asynchronous}function ${signature} {`, ...body, '};'];
  return [`${prefix}${asynchronous}function ${names.function}${signature} {`, ...body, '}'];
}

function signatureOf({ feature, names, design, typed }: Writing): string {
  const usesConstant = design['default-place'] === 'constant' || design['default-place'] === 'environment';
  const fallback = usesConstant ? names.constant : String(settingValue(feature, design));
  const { input, setting } = names;
  const type = (text: string) => (typed ? `: ${text}` : '');
  const callback =
    design.async === 'callback'
      ? `, done${type(`(error: Error | undefined, result?: ${resultType(feature, design)}) => void`)}`
      : '';
  if (design.parameters === 'options') {
    return `(${input}${type(feature.input.type)}, { ${setting} = ${fallback} }${type(`{ readonly ${setting}?: number }`)} = {}${callback})`;
  }
  if (design.parameters === 'single') {
    const shape = type(`{ readonly ${input}: ${feature.input.type}; readonly ${setting}?: number }`);
    return `({ ${input}, ${setting} = ${fallback} }${shape}${callback})`;
  }
  return `(${input}${type(feature.input.type)}, ${setting} = ${fallback}${callback})`;
}

function resultType(feature: Feature, design: Design): string {
  const { output, detail } = feature;
  const shape = design['return-shape'];
  const inner =
    shape === 'object'
      ? `{ readonly ${output.name}: ${output.type}; readonly detail: ${detail.type} }`
      : shape === 'tuple'
        ? `readonly [${output.type}, ${detail.type}]`
        : output.type;
  if (design['error-style'] !== 'result') return inner;
  return `{ readonly ok: true; readonly value: ${inner} } | { readonly ok: false; readonly error: string }`;
}

function bodyLines(writing: Writing): readonly string[] {
  const { feature, names, design, typed, variant } = writing;
  const failure = failLines(writing);
  const shape = design['return-shape'];
  const { output, detail } = feature;
  const plain =
    shape === 'object'
      ? `{ ${output.name}, detail: ${detail.name} }`
      : shape === 'tuple'
        ? `[${output.name}, ${detail.name}]`
        : output.name;
  const value = design['error-style'] === 'result' ? `{ ok: true, value: ${plain} }` : plain;
  const refusal = feature.refuses(names.input);
  const wordy = variant === 'longer' || variant === 'longest';
  // More ado, same design: the condition gets a name, and further names follow.
  const prepared = feature.prepare?.(names.input) ?? [];
  const head = wordy ? [`const isRefused = ${refusal};`, 'if (isRefused) {'] : [`if (${refusal}) {`];
  const extra = variant === 'longest' ? [`const given = ${names.input};`, `const most = ${names.setting};`] : [];
  const [input, setting] = variant === 'longest' ? ['given', 'most'] : [names.input, names.setting];
  const end = design.async === 'callback' ? [`done(undefined, ${value});`] : [`return ${value};`];
  return [
    ...prepared,
    ...head,
    ...failure.map((line) => `  ${line}`),
    '}',
    ...extra,
    ...feature.steps(input, setting, typed),
    ...end,
  ];
}

function failLines({ feature, names, design }: Writing): readonly string[] {
  const message = messageOf(feature, names, design);
  const style = design['error-style'];
  const callback = design.async === 'callback';
  if (style === 'nothing') return callback ? ['done(undefined, undefined);', 'return;'] : ['return undefined;'];
  if (style === 'result') {
    const value = `{ ok: false, error: ${message} }`;
    return callback ? [`done(undefined, ${value});`, 'return;'] : [`return ${value};`];
  }
  return [`throw new ${style === 'own-class' ? names.errorClass : 'RangeError'}(${message});`];
}

function messageOf(feature: Feature, names: FeatureNames, design: Design): string {
  const sentence = `${feature.refusal.charAt(0).toUpperCase()}${feature.refusal.slice(1)}`;
  if (design['error-message'] === 'code') return `'E_${feature.nouns.join('_').toUpperCase()}: ${feature.refusal}'`;
  if (design['error-message'] === 'value') return `\`${sentence}, not \${JSON.stringify(${names.input})}\``;
  return `'${sentence}'`;
}
