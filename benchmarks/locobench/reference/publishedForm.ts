/** A score under the names that LoCoBench's own results have. */
import { reportedIssues, reportedSecurity, type FileQuality } from './metrics/fileQuality';
import type { MultiSessionMemory } from './metrics/multiSessionMemory';
import type { FileElegance, SolutionElegance } from './metrics/solutionElegance';
import type { ReferenceScore } from './scoreReference';

type Values = Readonly<Record<string, unknown>>;

export interface PublishedScore {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly breakdown: Readonly<Record<string, Values>>;
  readonly code_quality_per_file: Readonly<Record<string, Values>>;
  readonly dimensions: Readonly<Record<string, number | null>>;
  readonly LCBS: number | null;
  readonly language: string;
}

/** What was not measured is null. */
export function publishedScore(score: ReferenceScore): PublishedScore {
  const { metrics, breakdown, dimensions } = score;
  return {
    metrics: {
      ACS: metrics.acs,
      DTA: metrics.dta,
      CFRD: metrics.cfrd,
      STS: metrics.sts,
      RS: metrics.rs,
      CS: metrics.cs,
      IS: metrics.is,
      SES: metrics.ses,
      COMPILE: metrics.ccs ?? null,
      UNIT: metrics.utp ?? null,
      INTEGRATION: metrics.itp,
      IDC: metrics.idc,
      SECURITY_REPORTED: reportedSecurity,
      ISSUES_REPORTED: reportedIssues,
      FILE_QUALITY_AVG: metrics.quality,
      ICU: metrics.icu,
      MMR: metrics.mmr,
    },
    breakdown: {
      ACS: snakeKeys(breakdown.acs),
      DTA: snakeKeys(breakdown.dta),
      CFRD: snakeKeys(breakdown.cfrd),
      STS: snakeKeys(breakdown.sts),
      RS: snakeKeys(breakdown.rs),
      CS: snakeKeys(breakdown.cs),
      IS: snakeKeys(breakdown.is),
      SES: elegance(breakdown.ses),
      IDC: snakeKeys(breakdown.idc),
      ICU: snakeKeys(breakdown.icu),
      MMR: memory(breakdown.mmr),
    },
    code_quality_per_file: byName(score.files, fileQuality),
    dimensions: {
      SE: dimensions.softwareEngineering,
      FC: dimensions.functionalCorrectness ?? null,
      CQ: dimensions.codeQuality,
      LCU: dimensions.longContext,
    },
    LCBS: score.lcbs ?? null,
    language: score.language,
  };
}

const namingNames = { snake: 'snake_case', camel: 'camelCase', unknown: 'unknown' } as const;
const indentationNames = { four: '4_spaces', two: '2_spaces', tabs: 'tabs', unknown: 'unknown' } as const;

function elegance({ files, ...scores }: SolutionElegance): Values {
  return { ...snakeKeys(scores), per_file: byName(files, fileElegance) };
}

function fileElegance({ name: _name, naming, indentation, ...scores }: FileElegance): Values {
  return {
    ...snakeKeys(scores),
    naming_style: namingNames[naming],
    indentation_style: indentationNames[indentation],
  };
}

function fileQuality({ name: _name, score, ...counts }: FileQuality): Values {
  return { ...snakeKeys(counts), quality_score: score };
}

function memory({ kind: _kind, ...scores }: MultiSessionMemory): Values {
  return snakeKeys(scores);
}

function byName<T extends { readonly name: string }>(
  files: readonly T[],
  form: (file: T) => Values,
): Readonly<Record<string, Values>> {
  return Object.fromEntries(files.map((file) => [file.name, form(file)]));
}

function snakeKeys(values: object): Values {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
