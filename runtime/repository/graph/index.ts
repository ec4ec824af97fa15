/** Who imports whom, as a graph with its components, layers and ways. */
export { importGraph, type ImportList } from './importGraph';
