/** A draft with its context in the published form. */
import { coverageRange } from '../../reference/selection/selectFiles';
import type { RepositoryTexts } from '../context/repositoryTexts';
import { difficultyOfTokens } from '../context/difficulty';
import type { Draft } from '../maker';
import type { ScenarioContext, VerifiedScenario } from '../types';

export interface ScenarioParts {
  readonly draft: Draft;
  readonly context: ScenarioContext;
  /** Code points of the context's files. */
  readonly characters: number;
  readonly texts: RepositoryTexts;
  readonly repository: string;
  readonly seed: number;
  /** Of all scenarios of the set, from 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export function scenarioOf(parts: ScenarioParts): VerifiedScenario {
  const { draft, context, characters, texts, repository, seed, number, time } = parts;
  const difficulty = difficultyOfTokens(context.tokens);
  const coverage = texts.characters === 0 ? 0 : Math.min(characters / texts.characters, 1);
  return {
    id: `${publishedLanguage(draft.language)}_${slug(repository)}_${draft.category}_${difficulty}_${String(number).padStart(2, '0')}`,
    task_category: draft.category,
    difficulty,
    title: draft.title,
    description: draft.description,
    task_prompt: draft.prompt,
    expected_approach: draft.approach,
    ground_truth: draft.truthText,
    context_files: context.files.map(({ path }) => path),
    context_length: characters,
    evaluation_criteria: draft.criteria,
    metadata: {
      context_length: characters,
      files_count: context.files.length,
      information_coverage: coverage,
      coverage_range: coverageRange(coverage),
      generation_timestamp: new Date(time).toISOString(),
    },
    whetstone: {
      version: 1,
      kind: draft.kind,
      language: draft.language,
      seed,
      cluster: draft.cluster,
      context,
      groundTruth: draft.groundTruth,
      base: draft.base,
      verification: draft.verification,
      admission: { how: 'static', reference: 0, stubs: [] },
    },
  };
}

/** The published evaluator reads the language from the id's first part, and knows no React. */
export function publishedLanguage(language: string): string {
  return language.replace(/react$/, '');
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'repository'
  );
}
