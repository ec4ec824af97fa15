import type { IndexedTool } from './types';

/**
 * The words by which a tool is found: its name, its description, and the names of its parameters. Names are split where
 * words are made of the text (`toolWords`).
 */
export function toolText({ name, description, parameters }: IndexedTool): string {
  return [name, description, ...parameters.map((parameter) => parameter.name)].join(' ');
}
