/** Where a new file lies and how it begins. */
import path from 'node:path';
import type { Design } from '../../preferences/types';
import type { Place } from '../place';

/** @param stem its name without ending @param nouns what it is about */
export function newFile(stem: string, nouns: readonly string[], design: Design, place: Place): string {
  const name = `${stem}${place.extension}`;
  if (design.where === 'shared') return path.posix.join(place.shared, name);
  if (design.where === 'own-folder')
    return path.posix.join(place.folder, nouns.join(place.scope === 'python' ? '_' : '-'), name);
  return path.posix.join(place.folder, name);
}

export function headerText(nouns: readonly string[], design: Design, place: Place): string {
  if (place.scope === 'python') {
    if (design.header === 'licence') return `# Under the terms of this project's licence (${place.license}).\n\n`;
    return design.header === 'description' ? `"""All about the ${nouns.join(' ')}, in one place."""\n\n` : '';
  }
  if (design.header === 'licence') return `// Under the terms of this project's licence (${place.license}).\n\n`;
  return design.header === 'description' ? `// All about the ${nouns.join(' ')}, in one place.\n\n` : '';
}
