export { recogniseFormat, SAMPLE_LINES } from './auto.ts';
export { FormatError } from './format-error.ts';
export { FORMAT_NAMES, type FormatSetting, isFormatName } from './format-setting.ts';
export { openFormat } from './formats/index.ts';
export { JsonFramer, jsonDepthOf } from './json-framer.ts';
export { type FramedLine, LINE_LIMIT_BYTES, LineFramer } from './line-framer.ts';
export { LineSensor } from './line-sensor.ts';
export { OctetFramer } from './octet-framer.ts';
export { ParseCounter } from './parse-counter.ts';
