/** For attributes of text: one that is taken off is empty again, as it was before it was written. */
export const textAttribute = { converter: { fromAttribute: (written: string | null): string => written ?? "" } };
