/** A feature in Python, in every way that a design may ask for. */
import type { Design } from '../../../preferences/types';
import type { Feature } from '../../features/feature';
import type { PythonForm } from '../../features/pythonForms';
import type { Variant } from '../../types';
import type { FeatureNames } from '../names';
import { sentenceOf, settingValue } from '../scriptSource';
import { docstringLines } from './docstring';

export interface PythonWriting {
  readonly feature: Feature;
  readonly form: PythonForm;
  readonly names: FeatureNames;
  readonly design: Design;
  readonly variant: Variant;
}

/** Lines of a module, or of what goes to the end of one; two blank ones between what stands at its top level. */
export function pythonSource(writing: PythonWriting): readonly string[] {
  const { names, design } = writing;
  const blocks = [
    ...(design['default-place'] === 'environment' ? [['import os']] : []),
    ...settingLines(writing),
    ...(design['error-style'] === 'own-class' ? [errorClass(names)] : []),
    functionLines(writing),
  ];
  return blocks.flatMap((block, at) => (at === 0 ? block : ['', '', ...block]));
}

function settingLines({ feature, names, design }: PythonWriting): readonly (readonly string[])[] {
  const value = settingValue(feature, design);
  if (design['default-place'] === 'constant') return [[`${names.constant} = ${value}`]];
  if (design['default-place'] !== 'environment') return [];
  return [[`${names.constant} = int(os.environ.get("${names.environment}", "${value}"))`]];
}

function errorClass({ errorClass: name }: FeatureNames): readonly string[] {
  return [`class ${name}(Exception):`, '    pass'];
}

function functionLines(writing: PythonWriting): readonly string[] {
  const { form, names, design } = writing;
  const body = [...docstring(writing), ...bodyLines(writing)];
  const result =
    design.annotations === 'signature' && design['error-style'] !== 'nothing' && design.async !== 'callback'
      ? ` -> ${resultType(form, design)}`
      : '';
  const head = `${design.async === 'promise' ? 'async ' : ''}def ${names.function}(${parameters(writing)})${result}:`;
  return [head, ...body.map((line) => (line === '' ? '' : `    ${line}`))];
}

function docstring({ feature, form, names, design }: PythonWriting): readonly string[] {
  const single = design.parameters === 'single';
  const taken = single
    ? [{ name: 'request', type: 'dict', text: `what it works on; ${feature.refusal}` }]
    : [{ name: names.input, type: form.input.type, text: `what it works on; ${feature.refusal}` }];
  return docstringLines(
    {
      sentence: sentenceOf(feature),
      parameters: taken,
      returns: { type: resultType(form, design), text: 'what comes of it' },
    },
    design,
  );
}

function resultType({ output }: PythonForm, design: Design): string {
  if (design['error-style'] === 'result' || design['return-shape'] === 'object') return 'dict';
  return design['return-shape'] === 'tuple' ? 'tuple' : output.type;
}

function parameters({ feature, form, names, design }: PythonWriting): string {
  const typed = design.annotations === 'signature';
  const type = (text: string) => (typed ? `: ${text}` : '');
  const done = design.async === 'callback' ? ['done'] : [];
  if (design.parameters === 'single') return [`request${type('dict')}`, ...done].join(', ');
  const setting = typed
    ? `${names.setting}: int = ${fallback(feature, names, design)}`
    : `${names.setting}=${fallback(feature, names, design)}`;
  const keyword = design.parameters === 'options' ? ['*'] : [];
  return [`${names.input}${type(form.input.type)}`, ...done, ...keyword, setting].join(', ');
}

function fallback(feature: Feature, names: FeatureNames, design: Design): string {
  const place = design['default-place'];
  return place === 'constant' || place === 'environment' ? names.constant : String(settingValue(feature, design));
}

function bodyLines({ feature, form, names, design, variant }: PythonWriting): readonly string[] {
  const single = design.parameters === 'single';
  const unpacked = single
    ? [
        `${names.input} = request["${names.input}"]`,
        `${names.setting} = request.get("${names.setting}", ${fallback(feature, names, design)})`,
      ]
    : [];
  const refusal = form.refuses(names.input);
  const wordy = variant === 'longer' || variant === 'longest';
  // More ado, same design: the condition gets a name, and further names follow.
  const head = wordy ? [`is_refused = ${refusal}`, 'if is_refused:'] : [`if ${refusal}:`];
  const extra = variant === 'longest' ? [`worked_on = ${names.input}`, `most = ${names.setting}`] : [];
  const [input, setting] = variant === 'longest' ? ['worked_on', 'most'] : [names.input, names.setting];
  return [
    ...unpacked,
    ...(form.prepare?.(names.input) ?? []),
    ...head,
    ...failure(feature, names, design).map((line) => `    ${line}`),
    ...extra,
    ...form.steps(input, setting),
    design.async === 'callback' ? `done(None, ${given(form, design)})` : `return ${given(form, design)}`,
  ];
}

function given({ output, detail }: PythonForm, design: Design): string {
  const shape = design['return-shape'];
  const plain =
    shape === 'object'
      ? `{"${output.name}": ${output.name}, "detail": ${detail.name}}`
      : shape === 'tuple'
        ? `(${output.name}, ${detail.name})`
        : output.name;
  return design['error-style'] === 'result' ? `{"ok": True, "value": ${plain}}` : plain;
}

function failure(feature: Feature, names: FeatureNames, design: Design): readonly string[] {
  const message = messageOf(feature, names, design);
  const style = design['error-style'];
  const told = (value: string) =>
    design.async === 'callback' ? [`done(None, ${value})`, 'return'] : [`return ${value}`];
  if (style === 'nothing') return told('None');
  if (style === 'result') return told(`{"ok": False, "error": ${message}}`);
  return [`raise ${style === 'own-class' ? names.errorClass : 'ValueError'}(${message})`];
}

function messageOf({ refusal, nouns }: Feature, names: FeatureNames, design: Design): string {
  const sentence = `${refusal.charAt(0).toUpperCase()}${refusal.slice(1)}`;
  if (design['error-message'] === 'code') return `"E_${nouns.join('_').toUpperCase()}: ${refusal}"`;
  return design['error-message'] === 'value' ? `f"${sentence}, not {${names.input}!r}"` : `"${sentence}"`;
}
