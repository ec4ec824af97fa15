/** A wish for a function in Python as files. */
import path from 'node:path';
import type { Design } from '../../../preferences/types';
import type { AspectKey } from '../../../types';
import type { Feature } from '../../features/feature';
import type { Place } from '../../place';
import type { RenderedFile, Texts, Variant } from '../../types';
import { docsFiles, ended } from '../docs';
import { withDependency } from '../manifest';
import { headerText, newFile } from '../newFile';
import { sentenceOf } from '../scriptSource';
import { pythonNames } from './pythonNames';
import { pythonSource } from './pythonSource';
import { pythonCases, pythonTest } from './pythonTest';

export function renderPython(
  feature: Feature,
  place: Place,
  design: Design,
  aspects: ReadonlySet<AspectKey>,
  variant: Variant,
  texts: Texts,
): readonly RenderedFile[] {
  const form = feature.python;
  const names = pythonNames(feature, form, design);
  const existing = design.where === 'existing';
  const code = `${pythonSource({ feature, form, names, design, variant }).join('\n')}\n`;
  const file = existing ? place.module : newFile(names.stem, feature.nouns, design, place);
  const content = existing
    ? `${ended(texts(place.module) ?? '')}\n\n${code}`
    : headerText(feature.nouns, design, place) + code;
  const files: RenderedFile[] = [{ role: 'source', path: file, content }];
  if (aspects.has('tests')) {
    const tested = {
      ...{ imported: names.function, file, name: feature.nouns.join(' ') },
      // Tests of what went into an old file are called after the function: the old file may have tests.
      stem: existing ? names.function : path.posix.basename(file, '.py'),
      ...pythonCases(form, names, design),
    };
    const extra = variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0;
    files.push({ role: 'test', ...pythonTest(tested, design, place, extra) });
  }
  if (aspects.has('docs')) {
    const [first, second] = feature.nouns;
    const given = design.parameters === 'single' ? `{"${names.input}": ${form.input.good}}` : form.input.good;
    const said = {
      heading: `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second}`,
      sentence: sentenceOf(feature),
      example: [`${names.function}(${given})`],
      points: [
        `\`${names.function}\` lies in \`${file}\`.`,
        `${feature.refusal.charAt(0).toUpperCase()}${feature.refusal.slice(1)}.`,
      ],
      page: feature.nouns.join('-'),
    };
    files.push(...docsFiles(said, design, place, variant, texts));
  }
  if (variant === 'dependency') {
    const dependency = { name: 'tiny-invariant', range: '^1.3.3', section: 'dependencies' } as const;
    const manifest = withDependency(place.manifest, texts, dependency);
    if (manifest !== undefined) files.push(manifest);
  }
  return files;
}
