export { type StdinOptions, StdinReader } from './stdin-reader.ts';
