export { createVerify, type CallerCheck } from './verifyAnswer';
export { verifyJson } from './verifyJson';
