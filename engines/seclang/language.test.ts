import { describe, expect, it } from 'vitest';
import { load, messagesOf, run, type Sent } from './rules-fixture.ts';

/** Ids of rules that match, rules without a phase being of phase 2. */
type Case = readonly [what: string, rules: string, ids: readonly number[]];

const REQUEST: Sent = {
  target: '/path/file.php?a=1&b=2&Long_Name=x&a.b=dot',
  headers: [
    ['Host', 'example.org'],
    ['X-One', 'h1'],
    ['X-Two', 'h2'],
    ['Cookie', 'sid=abc; theme=dark'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ],
  body: 'c=3&a=4',
};

function check(cases: readonly Case[]): void {
  it.each(cases)('%s', (_what, rules, ids) => {
    expect(run(rules, REQUEST).ids).toEqual(ids);
  });
}

describe('selectors', () => {
  check([
    ['a name in any case', 'SecRule ARGS:long_name "@streq x" "id:1"', [1]],
    ['a name with a dot', 'SecRule ARGS:a.b "@streq dot" "id:1"', [1]],
    ['a quoted name', 'SecRule "ARGS:\'a.b\'" "@streq dot" "id:1"', [1]],
    ['collections in any case', 'SecRule args:a|Request_Method "@streq 1" "id:1"', [1]],
    ['every member of that name', 'SecRule &ARGS:a "@eq 2" "id:1"', [1]],
    [
      'a pattern',
      'SecRule REQUEST_HEADERS:/^x-/ "@rx ^h[12]$" "id:1,setvar:tx.n=+1"\nSecRule TX:n "@eq 2" "id:2"',
      [1, 2],
    ],
    [
      'a pattern with a bar inside',
      'SecRule ARGS:/^(?:b|c)$/ "@rx [23]" "id:1,setvar:tx.n=+1"\nSecRule TX:n "@eq 2" "id:2"',
      [1, 2],
    ],
    ['a quoted pattern', 'SecRule "ARGS:\'/^(?:b|c)$/\'" "@rx [23]" "id:1"', [1]],
    ['a pattern with an escaped slash', 'SecRule &ARGS:/\\/|^b$/ "@eq 1" "id:1"', [1]],
    [
      'TX by pattern',
      'SecAction "id:1,setvar:tx.s_a=1,setvar:tx.s_b=2,setvar:tx.other=3"\nSecRule TX:/^S_/ "@rx ." "id:2,setvar:tx.n=+1"\nSecRule TX:n "@eq 2" "id:3"',
      [1, 2, 3],
    ],
    ['a name that is not there', 'SecRule ARGS:none "@rx .*" "id:1"\nSecRule ARGS:none "!@rx x" "id:2"', []],
    [
      'variables apart by bars',
      'SecRule ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES:sid "@streq abc" "id:1"',
      [1],
    ],
  ]);
});

describe('counts and exclusions', () => {
  check([
    ['a collection', 'SecRule &ARGS "@eq 6" "id:1"', [1]],
    ['a pattern', 'SecRule &REQUEST_HEADERS:/^X-/ "@eq 2" "id:1"', [1]],
    ['nothing', 'SecRule &ARGS:none "@eq 0" "id:1"\nSecRule &TX:none "@eq 0" "id:2"', [1, 2]],
    ['a single variable', 'SecRule &REQUEST_METHOD "@eq 1" "id:1"', [1]],
    [
      'a count beside values',
      'SecRule &ARGS|ARGS:b "@eq 6" "id:1"\nSecRule ARGS:b|&ARGS "@eq 2" "id:2"',
      [1, 2],
    ],
    ['without one name', 'SecRule ARGS|!ARGS:a "@rx [14]" "id:1"', []],
    ['without a pattern', 'SecRule ARGS|!ARGS:/^[ab]/ "@rx [124]" "id:1"', []],
    ['the exclusion first', 'SecRule !ARGS:a|ARGS "@rx [14]" "id:1"', []],
    ['without all', 'SecRule ARGS|!ARGS "@rx ." "id:1"', []],
    ['a count without one name', 'SecRule &ARGS|!ARGS:a "@eq 4" "id:1"', [1]],
    ['a count of a pattern without one name', 'SecRule &ARGS:/^a/|!ARGS:a "@eq 1" "id:1"', [1]],
    ['an exclusion of another collection', 'SecRule ARGS|!ARGS_GET:a "@streq 1" "id:1"', [1]],
    ['headers without cookies', 'SecRule REQUEST_HEADERS|!REQUEST_HEADERS:Cookie "@contains sid" "id:1"', []],
    [
      'cookies without one, and names',
      'SecRule REQUEST_COOKIES|!REQUEST_COOKIES:/^the/|REQUEST_COOKIES_NAMES "@rx dark|theme" "id:1,setvar:tx.n=+1"\nSecRule TX:n "@eq 1" "id:2"',
      [1, 2],
    ],
    [
      'TX without one',
      'SecAction "id:1,setvar:tx.a=1,setvar:tx.b=1"\nSecRule TX|!TX:a "@eq 1" "id:2,setvar:tx.n=+1"\nSecRule TX:n "@eq 1" "id:3"',
      [1, 2, 3],
    ],
    [
      'a negated operator looks at each value',
      'SecRule ARGS:a "!@streq 1" "id:1"\nSecRule ARGS:b "!@streq 2" "id:2"',
      [1],
    ],
  ]);
});

describe('what matched', () => {
  check([
    ['MATCHED_VAR', 'SecRule ARGS "@rx [29]" "id:1,chain"\nSecRule MATCHED_VAR "@streq 2"', [1]],
    ['its name', 'SecRule ARGS "@rx [29]" "id:1,chain"\nSecRule MATCHED_VAR_NAME "@streq ARGS:b"', [1]],
    ['the last match', 'SecRule ARGS:a "@rx ." "id:1,chain"\nSecRule MATCHED_VAR "@streq 4"', [1]],
    ['MATCHED_VARS', 'SecRule ARGS:a "@rx ." "id:1,chain"\nSecRule MATCHED_VARS "@streq 1"', [1]],
    [
      'MATCHED_VARS_NAMES',
      'SecRule ARGS:/^[ab]$/ "@rx ." "id:1,chain"\nSecRule MATCHED_VARS_NAMES "@streq ARGS:b"',
      [1],
    ],
    ['how many', 'SecRule ARGS:/^[ab]$/ "@rx ." "id:1,chain"\nSecRule &MATCHED_VARS "@eq 3"', [1]],
    [
      'MATCHED_VARS without some',
      'SecRule ARGS|REQUEST_METHOD "@rx ." "id:1,chain"\nSecRule MATCHED_VARS|!MATCHED_VARS:/ARGS/ "@streq POST"',
      [1],
    ],
    [
      'MATCHED_VARS by name',
      'SecRule ARGS "@rx ." "id:1,chain"\nSecRule MATCHED_VARS:ARGS:b "@streq 2"',
      [1],
    ],
    [
      'the value after transformations',
      'SecRule REQUEST_METHOD "@streq post" "id:1,t:lowercase,chain"\nSecRule MATCHED_VAR "@streq post"',
      [1],
    ],
    [
      'a name as written in the request',
      'SecRule ARGS:long_name "@rx ." "id:1,chain"\nSecRule MATCHED_VAR_NAME "@streq ARGS:Long_Name"',
      [1],
    ],
    [
      'in the name of a variable',
      'SecRule ARGS:b "@rx ." "id:1,setvar:\'tx.seen-%{MATCHED_VAR_NAME}=%{MATCHED_VAR}\'"\nSecRule TX:seen-ARGS:b "@streq 2" "id:2"\nSecRule TX:/^seen-/ "@streq 2" "id:3"',
      [1, 2, 3],
    ],
    [
      'forgets what chains before matched',
      'SecRule ARGS:b "@rx ." "id:1"\nSecRule ARGS:c "@rx ." "id:2,chain"\nSecRule &MATCHED_VARS "@eq 1"',
      [1, 2],
    ],
    ['a count by its name', 'SecRule &ARGS "@rx ." "id:1,chain"\nSecRule MATCHED_VAR "@streq 6"', [1]],
  ]);
});

describe('captures', () => {
  check([
    [
      'the match and its groups',
      'SecRule ARGS:a.b "@rx d(o)(t)" "id:1,capture,chain"\nSecRule TX:0 "@streq dot" "chain"\nSecRule TX:1 "@streq o" "chain"\nSecRule TX:2 "@streq t"',
      [1],
    ],
    [
      'in macros of chained rules',
      'SecRule REQUEST_COOKIES:theme "@rx ^(.)" "id:1,capture,chain"\nSecRule REQUEST_COOKIES:theme "@beginsWith %{TX.1}" "setvar:tx.got=%{TX.0}"\nSecRule TX:got "@streq d" "id:2"',
      [1, 2],
    ],
    [
      'of a chained rule replace those before',
      'SecRule ARGS:b "@rx (2)" "id:1,capture,chain"\nSecRule ARGS:c "@rx 3" "capture"\nSecRule TX:0 "@streq 3" "id:2"\nSecRule &TX:1 "@eq 0" "id:3"',
      [1, 2, 3],
    ],
    ['none without capture', 'SecRule ARGS:b "@rx (2)" "id:1"\nSecRule &TX:0 "@eq 0" "id:2"', [1, 2]],
    [
      'none of a negated operator',
      'SecRule ARGS:b "!@rx (7)" "id:1,capture"\nSecRule &TX:0 "@eq 0" "id:2"',
      [1, 2],
    ],
    [
      'of @pm',
      'SecRule REQUEST_COOKIES "@pm DARK light" "id:1,capture"\nSecRule TX:0 "@streq dark" "id:2"',
      [1, 2],
    ],
    [
      'at most nine groups',
      'SecRule REQUEST_FILENAME "@rx (.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)" "id:1,capture"\nSecRule &TX:9 "@eq 1" "id:2"\nSecRule &TX:10 "@eq 0" "id:3"',
      [1, 2, 3],
    ],
  ]);
});

describe('setvar and macros', () => {
  check([
    [
      'sets, in any case',
      'SecAction "id:1,setvar:tx.Name=V"\nSecRule TX:NAME "@streq V" "id:2"\nSecRule TX:name "@streq %{Tx.nAmE}" "id:3"',
      [1, 2, 3],
    ],
    ['sets 1', 'SecAction "id:1,setvar:tx.flag"\nSecRule TX:flag "@streq 1" "id:2"', [1, 2]],
    [
      'sets the empty text',
      'SecAction "id:1,setvar:tx.flag="\nSecRule TX:flag "@streq %{tx.none}" "id:2"\nSecRule &TX:flag "@eq 1" "id:3"',
      [1, 2, 3],
    ],
    [
      'adds',
      'SecAction "id:1,setvar:tx.n=5,setvar:tx.n=+3,setvar:tx.n=-1"\nSecRule TX:n "@eq 7" "id:2"',
      [1, 2],
    ],
    [
      'adds a macro',
      'SecAction "id:1,setvar:tx.y=4,setvar:tx.x=1"\nSecAction "id:2,setvar:tx.x=+%{tx.y},setvar:tx.z=-%{tx.y}"\nSecRule TX:x "@eq 5" "id:3"\nSecRule TX:z "@eq -4" "id:4"',
      [1, 2, 3, 4],
    ],
    [
      'adds nothing where the macro is empty',
      'SecAction "id:1,setvar:tx.x=3,setvar:tx.x=+%{tx.none}"\nSecRule TX:x "@eq 3" "id:2"',
      [1, 2],
    ],
    ['removes', 'SecAction "id:1,setvar:tx.x=3,setvar:!tx.x"\nSecRule &TX:x "@eq 0" "id:2"', [1, 2]],
    [
      'removes by a macro',
      'SecAction "id:1,setvar:tx.key=x,setvar:tx.x=3,setvar:!tx.%{tx.key}"\nSecRule &TX:x "@eq 0" "id:2"',
      [1, 2],
    ],
    [
      'a name with dashes and slashes',
      'SecAction "id:1,setvar:\'tx.%{rule.id}-OWN/ATTACK-x=1\'"\nSecRule TX:1-OWN/ATTACK-x "@eq 1" "id:2"',
      [1, 2],
    ],
    [
      'a value with a comma, an equals sign and spaces',
      'SecAction "id:1,setvar:\'tx.list=a=b, c d\'"\nSecRule TX:list "@streq a=b, c d" "id:2"',
      [1, 2],
    ],
    [
      'a value with a quote',
      'SecAction "id:1,setvar:\'tx.q=it\\\'s\'"\nSecRule TX:q "@streq it\'s" "id:2"',
      [1, 2],
    ],
    [
      'a colon between collection and name',
      'SecAction "id:1,setvar:tx:a=1"\nSecRule TX:a "@eq 1" "id:2"',
      [1, 2],
    ],
    [
      'the id, message and severity of the rule',
      'SecAction "id:1,msg:\'M\',severity:2,rev:3,setvar:\'tx.r=%{rule.id}/%{RULE.msg}/%{rule.severity}/%{rule.rev}\'"\nSecRule TX:r "@streq 1/M/2/3" "id:2"',
      [1, 2],
    ],
    [
      'within a list',
      'SecAction "id:1,setvar:\'tx.methods=GET HEAD POST\'"\nSecRule REQUEST_METHOD "@within %{tx.methods}" "id:2"\nSecRule REQUEST_METHOD "!@within %{tx.methods}" "id:3"',
      [1, 2],
    ],
    [
      'within with marks at the ends',
      'SecAction "id:1,setvar:\'tx.ext=.asa/ .php/ .bak/\',setvar:\'tx.e=.php/\'"\nSecRule TX:e "@within %{tx.ext}" "id:2"',
      [1, 2],
    ],
    ['a variable without collection', 'SecRule REQUEST_FILENAME "@streq %{REQUEST_FILENAME}" "id:1"', [1]],
    [
      'a header',
      'SecRule REQUEST_HEADERS:X-One "@streq %{REQUEST_HEADERS.x-one}" "id:1"\nSecRule REQUEST_HEADERS:X-One "@streq %{request_headers:X-One}" "id:2"',
      [1, 2],
    ],
    ['what is no macro', 'SecAction "id:1,setvar:\'tx.a=%{tx\'"\nSecRule TX:a "@streq %{tx" "id:2"', [1, 2]],
    [
      'a pattern with a macro',
      'SecAction "id:1,setvar:tx.p=^p"\nSecRule REQUEST_FILENAME "@rx %{tx.p}" "id:2"\nSecRule REQUEST_BASENAME "@rx ^%{ARGS.none}file" "id:3"',
      [1, 3],
    ],
    [
      'each match of a rule',
      'SecRule ARGS "@rx ^\\d$" "id:1,setvar:tx.sum=+%{MATCHED_VAR}"\nSecRule TX:sum "@eq 10" "id:2"',
      [1, 2],
    ],
    [
      'a link that matched though its chain did not',
      'SecRule ARGS:b "@rx ." "id:1,setvar:tx.half=1,chain"\nSecRule ARGS:none "@rx ."\nSecRule TX:half "@eq 1" "id:2"',
      [2],
    ],
    [
      'HIGHEST_SEVERITY',
      'SecAction "id:1,severity:WARNING"\nSecAction "id:2,severity:5"\nSecRule HIGHEST_SEVERITY "@eq 4" "id:3"',
      [1, 2, 3],
    ],
    [
      'ENV of setenv',
      'SecAction "id:1,setenv:kind=%{REQUEST_METHOD}"\nSecRule ENV:kind "@streq POST" "id:2"\nSecRule ENV:PATH "@rx ." "id:3"',
      [1, 2],
    ],
  ]);
});

describe('what the engine knows of itself and around it', () => {
  it.each<readonly [what: string, rules: string, ids: readonly number[]]>([
    ['MODSEC_BUILD', 'SecRule MODSEC_BUILD "@ge 020500000" "id:1"', [1]],
    ['REMOTE_USER', 'SecRule REMOTE_USER "@streq anna" "id:1"', [1]],
    ['STREAM_INPUT_BODY', 'SecRule STREAM_INPUT_BODY "@contains any" "id:1"', [1]],
    ['STATUS_LINE', 'SecRule STATUS_LINE "@streq HTTP/1.1 200" "id:1,phase:3"', [1]],
    ['STREAM_OUTPUT_BODY', 'SecRule STREAM_OUTPUT_BODY "@contains out" "id:1,phase:4"', [1]],
    ['MSC_PCRE_LIMITS_EXCEEDED', 'SecRule MSC_PCRE_LIMITS_EXCEEDED "@eq 0" "id:1"', [1]],
  ])('%s', (_what, rules, ids) => {
    const sent: Sent = {
      headers: [['Authorization', `Basic ${Buffer.from('anna:secret').toString('base64')}`]],
      body: 'any text',
      response: { status: 200, headers: [['Content-Type', 'text/plain']], body: 'way out' },
    };
    expect(run(rules, sent).ids).toEqual(ids);
  });
});

describe('the flow', () => {
  check([
    [
      'skip counts chains as one',
      'SecAction "id:1,skip:2"\nSecAction "id:2,chain"\nSecAction "t:none"\nSecAction "id:3"\nSecAction "id:4"',
      [1, 4],
    ],
    [
      'skip counts no markers',
      'SecAction "id:1,skip:1"\nSecMarker M\nSecAction "id:2"\nSecAction "id:3"',
      [1, 3],
    ],
    [
      'skip counts no rules of other phases',
      'SecAction "id:1,phase:2,skip:1"\nSecAction "id:2,phase:1"\nSecAction "id:3,phase:2"\nSecAction "id:4,phase:2"',
      [2, 1, 4],
    ],
    [
      'skip counts no removed rules',
      'SecAction "id:1,skip:1"\nSecAction "id:2"\nSecAction "id:3"\nSecAction "id:4"\nSecRuleRemoveById 2',
      [1, 4],
    ],
    ['skip past the end', 'SecAction "id:1,skip:9"\nSecAction "id:2"', [1]],
    [
      'skip of a chain that matches',
      'SecRule ARGS:b "@rx 2" "id:1,skip:1,chain"\nSecRule ARGS:c "@rx 3"\nSecAction "id:2"\nSecAction "id:3"',
      [1, 3],
    ],
    [
      'no skip of a chain that does not match',
      'SecRule ARGS:b "@rx 2" "id:1,skip:1,chain"\nSecRule ARGS:c "@rx 9"\nSecAction "id:2"',
      [2],
    ],
    [
      'skipAfter a marker in quotes',
      'SecAction "id:1,skipAfter:\'THE END\'"\nSecAction "id:2"\nSecMarker "THE END"\nSecAction "id:3"',
      [1, 3],
    ],
    [
      'skipAfter a rule',
      'SecAction "id:1,skipAfter:3"\nSecAction "id:2"\nSecAction "id:3"\nSecAction "id:4"',
      [1, 4],
    ],
    [
      'skipAfter goes forward only',
      'SecMarker M\nSecAction "id:1,skipAfter:M"\nSecAction "id:2"\nSecMarker M\nSecAction "id:3"',
      [1, 3],
    ],
    [
      'a chain of a SecAction',
      'SecAction "id:1,chain"\nSecRule ARGS:b "@rx 2" "chain"\nSecAction "setvar:tx.done=1"\nSecRule TX:done "@eq 1" "id:2"',
      [1, 2],
    ],
    [
      'a chain that begins with a SecAction and fails',
      'SecAction "id:1,chain"\nSecRule ARGS:b "@rx 9"\nSecAction "id:2"',
      [2],
    ],
    [
      'a chain whose later link looks at what an earlier one set',
      'SecRule ARGS:b "@rx 2" "id:1,setvar:tx.k=v,chain"\nSecRule TX:k "@streq v"',
      [1],
    ],
    [
      'multiMatch finds what a transformation hides',
      'SecRule REQUEST_COOKIES:theme "@streq dark" "id:1,t:hexEncode,multiMatch"\nSecRule REQUEST_COOKIES:theme "@streq dark" "id:2,t:hexEncode"',
      [1],
    ],
    [
      'multiMatch runs for each form that changed',
      'SecRule REQUEST_COOKIES:theme "@rx ." "id:1,t:lowercase,t:hexEncode,t:base64Encode,multiMatch,setvar:tx.n=+1"\nSecRule TX:n "@eq 3" "id:2"',
      [1, 2],
    ],
    [
      'transformations before t:none are gone',
      'SecRule REQUEST_METHOD "@streq POST" "id:1,t:lowercase,t:none"',
      [1],
    ],
  ]);
});

describe('how rules are written', () => {
  check([
    ['ids in quotes', "SecAction \"id:'1'\"\nSecRuleRemoveById '9'", [1]],
    [
      'lines that go on',
      'SecRule ARGS:b \\\n    "@rx 2" \\\n    "id:1,\\\n    phase:2,\\\n    setvar:\'tx.a=1\'"\nSecRule TX:a "@eq 1" "id:2"',
      [1, 2],
    ],
    ['lines with carriage returns', 'SecAction "id:1,\\\r\n  nolog"\r\nSecAction "id:2"\r\n', [1, 2]],
    [
      'comments',
      '# SecAction "id:9"\n  # indented\nSecAction "id:1"\n#SecAction \\\nSecAction "id:2"',
      [1, 2],
    ],
    ['tabs and blank lines', '\n\t\nSecAction\t"id:1"\n', [1]],
    ['actions without quotes', 'SecAction id:1,nolog\nSecRule ARGS:b 2 id:2', [1, 2]],
    ['an operator without a name', 'SecRule ARGS:b "^2$" "id:1"\nSecRule ARGS:b "!^3$" "id:2"', [1, 2]],
    [
      'an operator with spaces around',
      'SecRule ARGS:b "@eq  2" "id:1"\nSecRule ARGS:b "! @eq 3" "id:2"',
      [1, 2],
    ],
    ['escaped quotes in an argument', 'SecRule ARGS:b "!@rx \\"" "id:1"', [1]],
    ['single quotes around arguments', "SecRule ARGS:b '@rx 2' 'id:1,nolog'", [1]],
    [
      'spaces between actions',
      'SecAction "id:1, nolog , setvar:tx.a=1 ,msg:\' a \'"\nSecRule TX:a "@streq 1" "id:2"',
      [1, 2],
    ],
    [
      'actions in any case',
      'SecAction "ID:1,NoLog,SetVar:tx.a=1,T:None"\nSecRule TX:a "@eq 1" "id:2"',
      [1, 2],
    ],
    ['commas in quotes', "SecAction \"id:1,msg:'a, b, c',logdata:'x,y',tag:'t,u'\"", [1]],
    ['directives in any case', 'secaction "id:1"\nSECRULE ARGS:b "@rx 2" "id:2"', [1, 2]],
    ['a target list in quotes', 'SecRule "ARGS:b|ARGS:none" "@rx 2" "id:1"', [1]],
  ]);

  it('keeps commas, quotes and spaces in texts', () => {
    const { transaction } = run("SecAction \"id:1,msg:'a, \\'b\\' c',tag:'t,u',logdata: 'x'\"");
    expect(transaction.matches[0]).toMatchObject({ message: "a, 'b' c", tags: ['t,u'], data: 'x' });
  });

  it('keeps a quoted name inside a value in its quotes', () => {
    const rules =
      'SecAction "id:1,phase:1,ctl:ruleRemoveTargetById=2;ARGS:\'a,b\',nolog"\nSecRule ARGS "@rx 1" "id:2"';
    expect(run(rules, { target: '/?a%2Cb=1' }).ids).toEqual([1]);
    expect(run(rules, { target: '/?a=1' }).ids).toEqual([1, 2]);
  });

  it('includes files where they are named, and with globs as the resolver answers', () => {
    const files: Readonly<Record<string, readonly string[]>> = {
      'rules/*.conf': ['SecAction "id:2"', 'SecAction "id:3"'],
      'one.conf': ['SecAction "id:5"'],
    };
    const asked: string[] = [];
    const { program, diagnostics } = load(
      'SecAction "id:1"\nInclude rules/*.conf\nSecAction "id:4"\nIncludeOptional absent/*.conf\nInclude "one.conf"',
      {
        include: (pattern, from) => {
          asked.push(`${pattern} of ${from}`);
          return files[pattern]?.map((text, number) => ({ path: `${pattern}:${number}`, text })) ?? null;
        },
      },
    );
    expect(program.ruleIds).toEqual([1, 2, 3, 4, 5]);
    expect(diagnostics).toEqual([]);
    expect(asked).toEqual(['rules/*.conf of r.conf', 'absent/*.conf of r.conf', 'one.conf of r.conf']);
  });

  it('breaks a chain off at a directive and at the end of a file', () => {
    expect(messagesOf('SecAction "id:1,chain"\nSecRuleRemoveById 9').split('\n')[0]).toBe(
      'r.conf:2:1: error seclang.open-chain: the rule before says chain, but no rule follows',
    );
  });
});

describe('XML', () => {
  const XML: Sent = {
    headers: [['Content-Type', 'text/xml']],
    body: '<s:Envelope xmlns:s="urn:soap"><s:Body><user id="7">me</user><user id="8">you</user></s:Body></s:Envelope>',
  };

  it.each<Case>([
    ['all text', 'SecRule XML:/* "@streq meyou" "id:1"', [1]],
    ['all attributes', 'SecRule XML://@* "@streq 8" "id:1"\nSecRule &XML://@* "@eq 2" "id:2"', [1, 2]],
    ['elements', 'SecRule XML://user "@streq you" "id:1"\nSecRule &XML://user "@eq 2" "id:2"', [1, 2]],
    [
      'a path with prefixes',
      'SecRule XML:/x:Envelope/x:Body/user/text() "@streq me" "id:1,xmlns:x=urn:soap"',
      [1],
    ],
    ['a prefix in quotes', 'SecRule XML:/x:Envelope "@rx ." "id:1,xmlns:x=\'urn:soap\'"', [1]],
    ['another namespace', 'SecRule XML:/x:Envelope "@rx ." "id:1,xmlns:x=urn:other"', []],
    ['an exclusion', 'SecRule XML:/*|XML://user|!XML://user "@streq me" "id:1"', []],
    ['ctl', 'SecAction "id:1,phase:1,ctl:ruleRemoveTargetById=2;XML:/*"\nSecRule XML:/* "@rx ." "id:2"', [1]],
  ])('%s', (_what, rules, ids) => {
    expect(run(rules, XML).ids).toEqual(ids);
  });
});
