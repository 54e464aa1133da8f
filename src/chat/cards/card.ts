/** The plain JSON of an Adaptive Card 1.5, only as far as our cards use it. */

export interface Element {
  type: string;
  [property: string]: unknown;
}

export interface Action {
  type: 'Action.Execute' | 'Action.OpenUrl' | 'Action.ShowCard' | 'Action.ToggleVisibility';
  title: string;
  [property: string]: unknown;
}

export interface Card {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  /** What a screen reader and a notification say. */
  fallbackText: string;
  body: Element[];
  actions?: Action[];
}

/** Buttons of a card: Teams' store rule allows six, but the adaptivecards library shows five unless told otherwise. */
export const mostActions = 5;

/**
 * A card of 1.5, the newest version that Teams promises for bots, without `refresh`: the Playground cannot do it and
 * many clients lag.
 */
export function card(summary: string, body: Element[], actions: Action[] = []): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: summary,
    body,
    ...(actions.length > 0 ? { actions } : {}),
  };
}
