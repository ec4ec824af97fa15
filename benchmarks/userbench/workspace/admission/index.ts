/** What shows that a task can tell designs apart, and the cards of choice mode. */
export { admitTask, type AdmissionOutcome, type AdmissionRequest } from './admitTask';
export type { Base } from './judge';
export { aspectLetters, aspectTerms, aspectTitles } from './aspects';
