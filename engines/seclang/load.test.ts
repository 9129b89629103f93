import { formatDiagnostic } from '@dejfa/diagnostics';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RuleResolver } from './api.ts';
import { loadRules } from './load.ts';

const NO_FILES: RuleResolver = { include: () => null, data: () => null };

function messages(text: string, resolver: RuleResolver = NO_FILES): string {
  return loadRules([{ path: 'my.conf', text }], resolver)
    .diagnostics.map(formatDiagnostic)
    .join('\n');
}

describe('what cannot be loaded is reported', () => {
  it.each<[behaviour: string, text: string, golden: string]>([
    [
      'an unknown directive',
      '# comment\nSecRul ARGS "@rx a" "id:1"',
      `my.conf:2:1: error seclang.unknown-directive: the directive SecRul is not supported
    SecRul ARGS "@rx a" "id:1"
  help: check the spelling, or take the directive out; it has no effect now`,
    ],
    [
      'a directive without effect',
      'SecAuditLog /var/log/audit.log',
      `my.conf:1:1: info seclang.audit-path: SecAuditLog names a file; where audit records are written is for the caller to say
    SecAuditLog /var/log/audit.log`,
    ],
    [
      'an operator that needs the network',
      'SecRule ARGS \\\n    "@rbl example.org" "id:1"',
      `my.conf:2:6: error seclang.unsupported-operator: the operator @rbl is not supported: it asks a block list over DNS, and the engine has no network
        "@rbl example.org" "id:1"
  help: rule 1 is not run`,
    ],
    [
      'an unknown operator',
      'SecRule ARGS "!@rxx a" "id:1"',
      `my.conf:1:16: error seclang.unknown-operator: the operator @rxx is not known
    SecRule ARGS "!@rxx a" "id:1"
  help: rule 1 is not run`,
    ],
    [
      'a bad address range',
      'SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24,nonsense" "id:1"',
      `my.conf:1:31: error seclang.bad-operator-argument: @ipMatch: "nonsense" is not an IPv4 or IPv6 address
    SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24,nonsense" "id:1"
  help: rule 1 is not run; write addresses as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32`,
    ],
    [
      'a missing data file',
      'SecRule ARGS "@pmFromFile absent.data" "id:1"',
      `my.conf:1:27: error seclang.bad-operator-argument: @pmFromFile: the data file absent.data cannot be read
    SecRule ARGS "@pmFromFile absent.data" "id:1"
  help: rule 1 is not run; put it beside the rule file`,
    ],
    [
      'an unknown variable',
      'SecRule ARGS|ARGSS:x "@rx a" "id:1"',
      `my.conf:1:14: error seclang.bad-variable: the variable ARGSS is not known
    SecRule ARGS|ARGSS:x "@rx a" "id:1"
  help: rule 1 is not run; check the spelling, or remove the variable`,
    ],
    [
      'a broken variable list',
      'SecRule "ARGS||TX:a" "@rx a" "id:1"',
      `my.conf:1:15: error seclang.bad-variables: a variable name is expected here
    SecRule "ARGS||TX:a" "@rx a" "id:1"
  help: variables look like ARGS|REQUEST_HEADERS:Host|!ARGS:/^x/|&TX:name`,
    ],
    [
      'an XPath that bodies are not read for',
      'SecRule XML://a[1]/b "@rx a" "id:1"',
      `my.conf:1:9: error seclang.bad-variable: the XPath expression //a[1]/b is not supported: '//a[1]/b' is no step of names, *, @name or text()
    SecRule XML://a[1]/b "@rx a" "id:1"
  help: rule 1 is not run; use steps such as XML:/*, XML://@*, XML:/a/b or XML://p:a/text(), and declare prefixes by xmlns`,
    ],
    [
      'an unknown transformation',
      'SecRule ARGS "@rx \\"a" "id:1,t:none,t:rot13"',
      `my.conf:1:37: error seclang.unknown-transformation: the transformation rot13 is not known
    SecRule ARGS "@rx \\"a" "id:1,t:none,t:rot13"
  help: the rule is not run; check the spelling`,
    ],
    [
      'an action that runs a program',
      'SecAction "id:1,exec:/bin/true"',
      `my.conf:1:17: error seclang.unsupported-action: the action exec is not supported: it would run an outside program
    SecAction "id:1,exec:/bin/true"
  help: the rule is not run; remove the action, or correct it`,
    ],
    [
      'an unknown action',
      'SecAction "id:1,frob"',
      `my.conf:1:17: error seclang.unknown-action: the action frob is not known
    SecAction "id:1,frob"
  help: the rule is not run; remove the action, or correct it`,
    ],
    [
      'a form of ctl that is not there',
      'SecAction "id:1,ctl:frob=On"',
      `my.conf:1:17: error seclang.bad-action: ctl:frob=On is not supported
    SecAction "id:1,ctl:frob=On"
  help: rule 1 is not run; supported are auditengine, auditlogparts, debugloglevel, forcerequestbodyvariable, hashenforcement, hashengine, requestbodyaccess, requestbodylimit, requestbodyprocessor, responsebodyaccess, responsebodylimit, ruleengine, ruleremovebyid, ruleremovebymsg, ruleremovebytag, ruleremovetargetbyid, ruleremovetargetbymsg, ruleremovetargetbytag`,
    ],
    [
      'a rule without id',
      'SecRule ARGS "@rx a" "phase:2"',
      `my.conf:1:1: error seclang.missing-id: a rule needs an id: a whole number above 0, such as id:1000
    SecRule ARGS "@rx a" "phase:2"
  help: the rule is not run`,
    ],
    [
      'an id that is used twice',
      'SecAction "id:1"\nSecAction "id:1"',
      `my.conf:2:1: error seclang.duplicate-id: the id 1 is used already, at my.conf:1
    SecAction "id:1"
  help: the second rule is not run; give it another id`,
    ],
    [
      'a phase that there is not',
      'SecAction "id:1,phase:6"',
      `my.conf:1:1: error seclang.bad-phase: the phase of a rule is 1 to 5, request, response or logging
    SecAction "id:1,phase:6"
  help: the rule is not run`,
    ],
    [
      'a chain without its last rule',
      'SecRule ARGS "@rx a" "id:1,chain"',
      `my.conf:1:1: error seclang.open-chain: the chain has no last rule: its last rule says chain, and the file ends
    SecRule ARGS "@rx a" "id:1,chain"
  help: the chain is not run; add the missing rule, or take chain out of the last one`,
    ],
    [
      'a quote that is not closed',
      'SecRule ARGS "@rx a" "id:1',
      `my.conf:1:23: error seclang.open-quote: the quoted argument that begins here has no closing quote
    SecRule ARGS "@rx a" "id:1
  help: close the quote; a quote inside of it is written \\"`,
    ],
    [
      'a marker that is not there',
      'SecAction "id:1,skipAfter:END"',
      `my.conf:1:1: warning seclang.unknown-marker: rule 1 skips to END, which no later SecMarker names
    SecAction "id:1,skipAfter:END"
  help: a match skips the rest of the phase; add the marker if that is not meant`,
    ],
    [
      'an include of nothing',
      'Include other/*.conf',
      `my.conf:1:9: error seclang.include-missing: no file is found for other/*.conf
    Include other/*.conf
  help: correct the path, or use IncludeOptional where the file may be absent`,
    ],
    [
      'a directive with a value that it does not have',
      'SecRuleEngine Maybe',
      `my.conf:1:15: error seclang.bad-arguments: SecRuleEngine expects On, Off or DetectionOnly
    SecRuleEngine Maybe
  help: write SecRuleEngine and On, Off or DetectionOnly; the directive has no effect now`,
    ],
  ])('%s', (_behaviour, text, golden) => {
    expect(messages(text)).toBe(golden);
  });

  it('a file that includes itself', () => {
    const source = { path: 'a.conf', text: 'Include a.conf' };
    const { diagnostics } = loadRules([source], { include: () => [source], data: () => null });
    expect(diagnostics.map(({ code }) => code)).toEqual(['seclang.include-depth']);
  });

  it.each(['Include', 'IncludeOptional'])('files that %s names and that cannot be taken', (directive) => {
    const source = { path: 'a.conf', text: `${directive} b.conf` };
    const reason = 'b.conf cannot be read (EACCES)';
    const { diagnostics } = loadRules([source], {
      include: () => ({ kind: 'refused', reason }),
      data: () => null,
    });
    expect(diagnostics).toMatchObject([
      { code: 'seclang.include-refused', severity: 'error', message: reason },
    ]);
  });
});

describe('a runtime without WebAssembly', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is told of, where values are searched at all', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(messages('SecAction "id:1"')).toBe('');
    expect(messages('# rules\nSecAction "id:1"\nSecRule ARGS "@rx union" "id:2"')).toBe(
      `my.conf:2:1: info seclang.plain-search: values are searched without WebAssembly, which this runtime lacks, forbids or has no memory for
    SecAction "id:1"
  help: verdicts are the same, inspection takes longer; allow WebAssembly, or more virtual memory`,
    );
  });
});

describe('counts', () => {
  it('tell read, loaded and disabled rules, chained ones included', () => {
    const text = `
SecRule ARGS "@rx a" "id:1,chain"
  SecRule ARGS "@rx b" "t:none"
SecRule ARGS "@rbl example.org" "id:2,chain"
  SecRule ARGS "@rx b"
SecAction "id:3"
SecRuleRemoveById 3
SecComponentSignature "OWN/1.0"
`;
    const { counts, files, program, signatures } = loadRules([{ path: 'my.conf', text }], NO_FILES);
    expect(counts).toEqual({ read: 5, loaded: 2, disabled: 1, refused: 2 });
    expect(files).toEqual(new Map([['my.conf', counts]]));
    expect(program.ruleIds).toEqual([1]);
    expect(signatures).toEqual(['OWN/1.0']);
  });

  it('tell of each file what became of its rules, whichever file decided it', () => {
    const sources = [
      { path: 'a.conf', text: 'SecAction "id:1"\nSecAction "id:2"\nInclude c.conf\n' },
      { path: 'b.conf', text: 'SecRuleRemoveById 2\nSecAction "id:1"\nSecRule ARGS "@rx (" "id:4"\n' },
    ];
    const include = () => [{ path: 'c.conf', text: 'SecAction "id:3"\nSecRule ARGS "@rx x" "id:5,chain"\n' }];
    expect(loadRules(sources, { ...NO_FILES, include }).files).toEqual(
      new Map([
        ['a.conf', { read: 2, loaded: 1, disabled: 1, refused: 0 }],
        ['c.conf', { read: 2, loaded: 1, disabled: 0, refused: 1 }],
        ['b.conf', { read: 2, loaded: 0, disabled: 0, refused: 2 }],
      ]),
    );
  });
});

it('never throws, whatever the text', () => {
  const pieces = fc.constantFrom(
    'SecRule',
    'SecAction',
    'SecRuleUpdateActionById',
    'SecRuleUpdateTargetById 1 ',
    'SecRuleRemoveByTag',
    'SecDefaultAction "phase:1,',
    'SecAuditLogParts',
    'SecMarker',
    ' ',
    '"',
    "'",
    '\\\n',
    '\n',
    'ARGS',
    '|',
    ':',
    '/',
    '@rx',
    '(',
    ',',
    'id:1',
    't:',
    'chain',
    '!',
    '&',
    'setvar:',
    'ctl:ruleRemoveTargetById=1;',
    'xmlns:p=u',
    'XML:',
    'expirevar:ip.',
    'pass,',
    '%{',
    '#',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (source) => {
      const { counts } = loadRules([{ path: 'x.conf', text: source }], NO_FILES);
      expect(counts.loaded + counts.disabled + counts.refused).toBe(counts.read);
    }),
    { numRuns: 1000 },
  );
});
