import { createInspector } from '../../inspector.ts';
import { loadRules } from '../../load.ts';

/** Markers instead of attacks: what matters here is where they stand, and not what rules know. */
const RULES = `
SecRuleEngine On
SecRequestBodyAccess On
SecResponseBodyAccess On
SecResponseBodyMimeType text/html
SecRule REQUEST_URI_RAW "@contains /../" "id:1,phase:1,deny,status:403,log,msg:'raw path'"
SecRule ARGS:q "@streq attack" "id:2,phase:2,deny,status:403,log,msg:'argument'"
SecRule REQUEST_HEADERS:X-Twice "@streq second" "id:3,phase:1,deny,status:403,log,msg:'repeated header'"
SecRule FILES_NAMES "@streq evil" "id:4,phase:2,deny,status:403,log,msg:'part'"
SecRule RESPONSE_BODY "@contains leaking" "id:5,phase:4,deny,status:502,log,msg:'leak'"
SecRule ARGS:go "@streq away" "id:7,phase:2,redirect:'/sorry?from=%{ARGS.from}',log"
SecRule ARGS:go "@streq under" "id:8,phase:2,drop,log"
SecRule ARGS:note "@streq seen" "id:6,phase:2,pass,log,msg:'noted'"
`;

/** The rules, loaded. */
export const loaded = loadRules([{ path: 'test.conf', text: RULES }], {
  include: () => null,
  data: () => null,
});
/** Bytes of a body that {@link inspector} looks at. */
export const LIMIT_BYTES = 4_096;
/** An inspector of the rules. */
export const inspector = createInspector(loaded, { requestBodyLimitBytes: LIMIT_BYTES });
