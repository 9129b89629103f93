/**
 * A transformation maps one value to another; both are bytes as latin1 strings. It is pure, total, and takes time
 * proportional to the length of its input. A value that it would not change comes back as the same string.
 */
export type Transformation = (value: string) => string;
