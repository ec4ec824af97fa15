/**
 * The pages that there are, under the names of their folders in webviews/ (or of what they share one with), with the view type that VS Code knows each by.
 * A page is restored with its window because its view type is here: package.json's activation events are made from it.
 */
export const pageTypes = {
  activity: 'whetstone.infillActivity',
  budget: 'whetstone.budget',
  locobench: 'whetstone.locobench',
  mcpeval: 'whetstone.mcpeval',
  models: 'whetstone.models',
  toolLibrary: 'whetstone.toolLibrary',
  traces: 'whetstone.traces',
  userbench: 'whetstone.userbench',
} as const;

export type PageName = keyof typeof pageTypes;
