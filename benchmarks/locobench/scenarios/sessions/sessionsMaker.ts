export { chainedFunctionsMaker as sessionsMaker } from './chainedFunctionsMaker';
