export type { IntakeAnswer, IntakeRequest } from './intake-message.ts';
export { type IntakeOptions, IntakeReader } from './intake-reader.ts';
export { answerIntake } from './node-http.ts';
