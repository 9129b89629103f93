import { BODY_PROCESSORS, bodyProcessorNamed, processorForContentType } from '../body/processor.ts';
import { headerValue } from './request-facts.ts';
import type { StateInput, TransactionState } from './state.ts';

/** The body processor that a request starts with, before rules choose another; empty where there is none. */
export function chooseProcessor({ head, settings }: StateInput): string {
  const chosen = processorForContentType(headerValue(head.headers, 'content-type'));
  const isForm = chosen === 'URLENCODED' || chosen === 'MULTIPART';
  return chosen !== null && (isForm || settings.detectBodyFormat) ? chosen : '';
}

/** Takes the body into the transaction, read with the processor that phase 1 left. */
export function readBody(state: TransactionState, text: string, seenBytes: number): void {
  state.bodyText = text;
  state.bodyBytes = seenBytes;
  state.bodyReadAs = state.bodyProcessor;
  state.showsBody = state.bodyProcessor === 'URLENCODED' || state.forceRequestBody;
  state.isBodyCut = seenBytes > state.requestBodyLimitBytes;
  const processor = bodyProcessorNamed(state.bodyProcessor);
  if (text === '' || processor === null) return;
  const { settings, head } = state.input;
  try {
    state.body = BODY_PROCESSORS[processor](text, {
      contentType: headerValue(head.headers, 'content-type'),
      fieldLimit: settings.argumentLimit,
      jsonDepthLimit: settings.jsonDepthLimit,
      known: state.knownNames,
    });
  } catch (error) {
    state.fail(`the ${processor} body processor failed: ${describeFailure(error)}`);
  }
}

/** One line about something that was thrown. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown failure';
}
