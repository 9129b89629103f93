import type { RuleSource } from './api.ts';

/**
 * Checks that the CRS expects its host to make before it: a body that cannot be read as what it says it is, or that
 * two readers could read differently, or more arguments than are inspected, are refused with 400. Ids are those of ModSecurity's recommended configuration.
 * Load it before the rule set. Body processors for JSON and XML need no rule; see `InspectorOptions.detectBodyFormat`.
 */
export const RECOMMENDED_SETUP: RuleSource = {
  path: 'dejfa-recommended.conf',
  text: `
SecRule REQBODY_ERROR "!@eq 0" \\
  "id:200002,phase:2,t:none,log,deny,status:400,severity:2,\\
  msg:'The request body cannot be read',logdata:'%{REQBODY_ERROR_MSG}'"

SecRule MULTIPART_STRICT_ERROR "!@eq 0" \\
  "id:200003,phase:2,t:none,log,deny,status:400,severity:2,\\
  msg:'The multipart request body is not strictly valid',\\
  logdata:'BQ %{MULTIPART_BOUNDARY_QUOTED} BW %{MULTIPART_BOUNDARY_WHITESPACE} DB %{MULTIPART_DATA_BEFORE} \\
DA %{MULTIPART_DATA_AFTER} HF %{MULTIPART_HEADER_FOLDING} LF %{MULTIPART_LF_LINE} \\
SM %{MULTIPART_MISSING_SEMICOLON} IQ %{MULTIPART_INVALID_QUOTING} IP %{MULTIPART_INVALID_PART}'"

SecRule &ARGS "@ge 4096" \\
  "id:200007,phase:2,t:none,log,deny,status:400,severity:2,\\
  msg:'More arguments than are inspected',logdata:'%{MATCHED_VAR} arguments'"
`,
};
