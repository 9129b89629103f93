export { createRecorder, type RecorderOptions, type RecorderState } from './recorder.ts';
export { StoppedRecorder } from './stopped-recorder.ts';
