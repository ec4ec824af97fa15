/** LCBS as LoCoBench's own code computes it, which is not the formula of its paper: nothing is normalised, and the means are weighted. */
import { openAnswer, type Answer, type AnswerTexts } from './answer';
import { answerLanguage } from './language';
import { architecturalCoherence, type ArchitecturalCoherence } from './metrics/architecturalCoherence';
import { comprehensiveness, type Comprehensiveness } from './metrics/comprehensiveness';
import { crossFileReasoning, type CrossFileReasoning } from './metrics/crossFileReasoning';
import { dependencyTraversal, type DependencyTraversal } from './metrics/dependencyTraversal';
import { averageQuality, fileQualities, reportedSecurity, type FileQuality } from './metrics/fileQuality';
import { answerIntegrationScore, compilationSuccess } from './metrics/functionalCorrectness';
import { incrementalDevelopment, type IncrementalDevelopment } from './metrics/incrementalDevelopment';
import { informationCoverage, type InformationCoverage } from './metrics/informationCoverage';
import { innovation, type Innovation } from './metrics/innovation';
import { multiSessionMemory, type MultiSessionMemory } from './metrics/multiSessionMemory';
import { robustness, type Robustness } from './metrics/robustness';
import { solutionElegance, type SolutionElegance } from './metrics/solutionElegance';
import { systemThinking, type SystemThinking } from './metrics/systemThinking';
import type { Measured } from './measured';
import type { PythonParser } from './python/pythonModule';
import { promptText, type Scenario } from './scenario';
import { clamp, mean, sum } from './scoring';

export interface Breakdown {
  readonly acs: ArchitecturalCoherence;
  readonly dta: DependencyTraversal;
  readonly cfrd: CrossFileReasoning;
  readonly sts: SystemThinking;
  readonly rs: Robustness;
  readonly cs: Comprehensiveness;
  readonly is: Innovation;
  readonly ses: SolutionElegance;
  readonly idc: IncrementalDevelopment;
  readonly icu: InformationCoverage;
  readonly mmr: MultiSessionMemory;
}

/** Each from 0 to 1. What depends on a compiler or a test runner is undefined where nothing was recorded. */
export interface ReferenceMetrics {
  readonly acs: number;
  readonly dta: number;
  readonly cfrd: number;
  readonly sts: number;
  readonly rs: number;
  readonly cs: number;
  readonly is: number;
  readonly ses: number;
  readonly ccs: number | undefined;
  readonly utp: number | undefined;
  readonly itp: number;
  readonly idc: number;
  readonly quality: number;
  readonly icu: number;
  readonly mmr: number;
}

export interface Dimensions {
  readonly softwareEngineering: number;
  readonly functionalCorrectness: number | undefined;
  readonly codeQuality: number;
  readonly longContext: number;
}

export interface ReferenceScore {
  readonly language: string;
  readonly metrics: ReferenceMetrics;
  readonly breakdown: Breakdown;
  readonly files: readonly FileQuality[];
  readonly dimensions: Dimensions;
  /** 0 to 5; undefined where compiler or tests were not recorded. */
  readonly lcbs: number | undefined;
}

/**
 * @param measured what a compiler and a test runner said; nothing is run here
 * @throws RangeError for an answer without files: the published code divides by zero there
 */
export function scoreReference(
  scenario: Scenario,
  texts: AnswerTexts,
  measured: Measured,
  parser: PythonParser,
): ReferenceScore {
  const answer = openAnswer(texts, parser);
  const breakdown = breakdownOf(scenario, answer);
  const files = fileQualities(answer);
  const metrics: ReferenceMetrics = {
    ...staticMetrics(breakdown),
    ccs: measured.compilation === undefined ? undefined : compilationSuccess(measured.compilation),
    utp: measured.unitPassRate,
    itp: answerIntegrationScore(answer),
    quality: averageQuality(files),
  };
  const dimensions = dimensionsOf(metrics);
  return {
    language: answerLanguage(scenario.id, [...texts.keys()]),
    metrics,
    breakdown,
    files,
    dimensions,
    lcbs: lcbsOf(dimensions),
  };
}

function breakdownOf(scenario: Scenario, answer: Answer): Breakdown {
  const prompt = promptText(scenario);
  return {
    acs: architecturalCoherence(answer),
    dta: dependencyTraversal(answer),
    cfrd: crossFileReasoning(answer, prompt),
    sts: systemThinking(answer),
    rs: robustness(answer),
    cs: comprehensiveness(answer),
    is: innovation(answer),
    ses: solutionElegance(answer),
    idc: incrementalDevelopment(answer, prompt),
    icu: informationCoverage(answer, scenario, prompt),
    mmr: multiSessionMemory(answer, scenario, prompt),
  };
}

type StaticMetrics = Omit<ReferenceMetrics, 'ccs' | 'utp' | 'itp' | 'quality'>;

function staticMetrics({ acs, dta, cfrd, sts, rs, cs, is, ses, idc, icu, mmr }: Breakdown): StaticMetrics {
  return {
    acs: weighted(
      [0.4, acs.patternConsistency],
      [0.3, acs.fileOrganization],
      [0.2, acs.namingConsistency],
      [0.1, acs.dependencyStructure],
    ),
    dta: weighted([0.4, dta.importAccuracy], [0.35, dta.crossFileReferences], [0.25, dta.dependencyOrder]),
    cfrd: weighted(
      [0.35, cfrd.interfaceUsage],
      [0.3, cfrd.sharedStateCoordination],
      [0.25, cfrd.modificationCoordination],
      [0.1, cfrd.dataFlowUnderstanding],
    ),
    sts: clamp(mean([sts.scalabilityDesign, sts.maintainability, sts.integrationAwareness, sts.extensibility])),
    rs: clamp(mean([rs.errorHandlingCoverage, rs.inputValidation, rs.securityPractices, rs.resourceManagement])),
    cs: weighted(
      [0.3, cs.documentationQuality],
      [0.25, cs.apiCompleteness],
      [0.25, cs.testIndication],
      [0.2, cs.configurationManagement],
    ),
    is: weighted(
      [0.3, is.algorithmEfficiency],
      [0.25, is.designPatterns],
      [0.25, is.performanceOptimization],
      [0.2, is.modernPractices],
    ),
    ses: weighted(
      [0.3, ses.codeClarity],
      [0.25, ses.abstractionLevel],
      [0.25, ses.principleAdherence],
      [0.2, ses.styleConsistency],
    ),
    idc: weighted(
      [0.4, idc.backwardCompatibility],
      [0.3, idc.codeReuse],
      [0.2, idc.extensionPatterns],
      [0.1, idc.minimalDisruption],
    ),
    icu: weighted([0.4, icu.contextUsage], [0.35, icu.requirementCoverage], [0.25, icu.informationExtraction]),
    mmr:
      mmr.kind === 'sessions'
        ? weighted([0.4, mmr.namingConsistency], [0.35, mmr.approachConsistency], [0.25, mmr.stateManagement])
        : weighted([0.4, mmr.contextUsage], [0.35, mmr.requirementCoverage], [0.25, mmr.terminologyConsistency]),
  };
}

function weighted(...parts: readonly (readonly [weight: number, value: number])[]): number {
  return clamp(sum(parts.map(([weight, value]) => weight * value)));
}

/** The paper takes plain means of normalised metrics; the published code does this. */
export function dimensionsOf(metrics: ReferenceMetrics): Dimensions {
  const { acs, dta, cfrd, sts, rs, cs, is, ses, ccs, utp, itp, idc, quality, icu, mmr } = metrics;
  return {
    softwareEngineering: mean([acs, dta, cfrd, sts, rs, cs, is, ses]),
    functionalCorrectness:
      ccs === undefined || utp === undefined ? undefined : 0.3 * ccs + 0.3 * utp + 0.2 * itp + 0.2 * idc,
    codeQuality: 0.7 * quality + 0.3 * reportedSecurity,
    longContext: 0.5 * icu + 0.5 * mmr,
  };
}

export function lcbsOf(dimensions: Dimensions): number | undefined {
  const { softwareEngineering, functionalCorrectness, codeQuality, longContext } = dimensions;
  if (functionalCorrectness === undefined) return undefined;
  return 5 * (0.4 * softwareEngineering + 0.3 * functionalCorrectness + 0.2 * codeQuality + 0.1 * longContext);
}
