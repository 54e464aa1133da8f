/**
 * A space that nobody types. It stands in a text where somebody was mentioned, so that "with @Adele Budget review"
 * still shows where the people end; to whoever trims or splits at white space it is white space.
 */
export const mentionMark = '\u205f';
