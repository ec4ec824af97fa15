/**
 * The pages that there are, under the names of their folders in webviews/, with the view type that VS Code knows each by.
 * A page is restored with its window because its view type is here: package.json's activation events are made from it.
 */
export const pageTypes = {
  activity: 'whetstone.infillActivity',
  budget: 'whetstone.budget',
  locobench: 'whetstone.locobench',
  models: 'whetstone.models',
  traces: 'whetstone.traces',
} as const;

export type PageName = keyof typeof pageTypes;
