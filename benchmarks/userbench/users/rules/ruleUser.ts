import type {
  Remarks,
  SearchToJudge,
  SearchVerdict,
  SimulatedUser,
  Spoken,
  ToReveal,
  UtteranceToJudge,
  UtteranceVerdict,
} from '../types';
import { searchByRules } from './searchRules';
import { askedReveal, proactiveReveal, smallTalk } from './speak';
import { judgeByRules } from './utteranceRules';

/** A user without a model: the same words are always taken the same way, and answered the same way for a seed. */
export class RuleUser implements SimulatedUser {
  readonly mode = 'rules';

  async judgeSearch(search: SearchToJudge): Promise<SearchVerdict> {
    return searchByRules(search);
  }

  async judgeUtterance(question: UtteranceToJudge): Promise<UtteranceVerdict> {
    return { ...judgeByRules(question), flags: [] };
  }

  async revealAsked(told: ToReveal): Promise<Spoken> {
    return { text: askedReveal(told), flags: [] };
  }

  async revealProactively(told: ToReveal): Promise<Spoken> {
    return { text: proactiveReveal(told), flags: [] };
  }

  async smallTalk(remarks: Remarks): Promise<Spoken> {
    return { text: smallTalk(remarks), flags: [] };
  }
}
