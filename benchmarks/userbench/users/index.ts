export { RuleUser } from './rules/ruleUser';
export { judgeByRules, type RuledUtterance } from './rules/utteranceRules';
export { searchByRules } from './rules/searchRules';
export { ModelUser, type ModelUserOptions } from './model/modelUser';
export { PROMPTS_VERSION } from './model/prompts';
export { judgeJson } from './model/judgeJson';
export { speaksToJudge } from './model/injectionSigns';
export { agreementWithRules, compareJudges, judgeAgreement, type JudgeAgreement, type JudgedPair } from './agreement';
export type {
  AspectNames,
  JudgedPreference,
  Remark,
  Remarks,
  SearchToJudge,
  SearchVerdict,
  SimulatedUser,
  Spoken,
  SpokenPreference,
  Topic,
  ToReveal,
  UtteranceToJudge,
  UtteranceType,
  UtteranceVerdict,
} from './types';
