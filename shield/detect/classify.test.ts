import { describe, expect, it } from 'vitest';
import { classifySeclang, classifySigma, severityOfSyslog } from './classify.ts';

describe('classes and techniques of SecLang rules', () => {
  it.each([
    [['attack-sqli', 'paranoia-level/1'], 'intrusion-attempts', ['T1190']],
    [['attack-xss'], 'intrusion-attempts', ['T1059.007']],
    [['attack-reputation-scanner'], 'information-gathering', ['T1595.002']],
    [['attack-dos'], 'availability', ['T1499']],
    [['attack-protocol'], 'intrusion-attempts', []],
    [['attack-disclosure'], 'information-content-security', []],
    [['attack-sqli', 'attack.t1505.003', 'rsit/intrusions'], 'intrusions', ['T1505.003']],
    [['rsit/no-such-class', 'rsit/__proto__'], 'intrusion-attempts', []],
    [[], 'intrusion-attempts', []],
  ] as const)('%j', (tags, rsit, techniques) => {
    expect(classifySeclang(tags)).toEqual({ rsit, techniques });
  });
});

describe('class of Sigma rules', () => {
  it.each([
    [['attack.initial-access', 'attack.t1190'], 'intrusion-attempts'],
    [['attack.credential_access', 'attack.command_and_control'], 'intrusions'],
    [['attack.exfiltration'], 'information-content-security'],
    [['attack.impact', 'attack.execution'], 'availability'],
    [['attack.discovery'], 'information-gathering'],
    [['cve.2019-0604'], 'intrusion-attempts'],
  ] as const)('%j is %s', (tags, rsit) => {
    expect(classifySigma(tags, 'machine')).toBe(rsit);
  });

  it('is an attempt where only the request was seen', () => {
    expect(classifySigma(['attack.execution'], 'request')).toBe('intrusion-attempts');
    expect(classifySigma(['attack.discovery'], 'request')).toBe('information-gathering');
  });
});

it('reads severities as syslog counts them', () => {
  expect([0, 2, 3, 4, 5, 7, null, 99].map(severityOfSyslog)).toEqual([
    'critical',
    'critical',
    'high',
    'medium',
    'low',
    'informational',
    'low',
    'low',
  ]);
});
