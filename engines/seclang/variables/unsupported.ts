const NO_CLOCK = 'the engine has no clock';
const NO_SCRIPT = 'the engine stands before the service and sees none of its files';

/** Variables of the language that there are none of here, and why; rules that look at them are refused by these words. */
export const UNSUPPORTED_VARIABLES: Readonly<Record<string, string>> = {
  FILES_TMPNAMES: 'uploads are not kept in files',
  FILES_TMP_CONTENT: 'the content of uploads is not kept',
  PERF_ALL: NO_CLOCK,
  PERF_COMBINED: NO_CLOCK,
  PERF_GC: NO_CLOCK,
  PERF_LOGGING: NO_CLOCK,
  PERF_PHASE1: NO_CLOCK,
  PERF_PHASE2: NO_CLOCK,
  PERF_PHASE3: NO_CLOCK,
  PERF_PHASE4: NO_CLOCK,
  PERF_PHASE5: NO_CLOCK,
  PERF_RULES: NO_CLOCK,
  PERF_SREAD: NO_CLOCK,
  PERF_SWRITE: NO_CLOCK,
  SCRIPT_BASENAME: NO_SCRIPT,
  SCRIPT_FILENAME: NO_SCRIPT,
  SCRIPT_GID: NO_SCRIPT,
  SCRIPT_GROUPNAME: NO_SCRIPT,
  SCRIPT_MODE: NO_SCRIPT,
  SCRIPT_UID: NO_SCRIPT,
  SCRIPT_USERNAME: NO_SCRIPT,
  WEBSERVER_ERROR_LOG: 'the engine reads no log',
};
