/** The extension's own side bar and its views. */

export const containerId = 'whetstone';
export const modelsViewId = 'whetstone.models';

export interface ViewContribution {
  readonly id: string;
  readonly name: string;
}

/** A 24 x 24 picture of one colour, which VS Code replaces by the theme's. */
export const container = { id: containerId, title: 'Whetstone', icon: 'media/whetstone.svg' } as const;

export const views: readonly ViewContribution[] = [{ id: modelsViewId, name: 'Models' }];

export interface ViewWelcome {
  readonly id: string;
  readonly view: string;
  /** Markdown; a line with nothing but a link becomes a button. Shown only while the tree is empty. */
  readonly contents: string;
  readonly when: string;
}

/** The embedded model is always there, so the tree is empty only when the models cannot be listed. */
export const viewsWelcome: readonly ViewWelcome[] = [
  {
    id: 'failed',
    view: modelsViewId,
    contents:
      'The models cannot be listed. The [log](command:whetstone.showLog) and the [page of models](command:whetstone.models.show) say why.\n\n[Try Again](command:whetstone.models.refresh)',
    when: 'whetstone.modelsFailed',
  },
];
