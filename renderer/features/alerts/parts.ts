export const parts = ['now', 'history', 'rules', 'telling'] as const;
export type AlertPart = (typeof parts)[number];
