export { createRecorder, type RecorderOptions, type RecorderState, StoreRecorder } from './recorder.ts';
export { StoppedRecorder } from './stopped-recorder.ts';
