export { createVerify, type CallerCheck } from './verifyAnswer';
