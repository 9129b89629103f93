/** What is known of a rule that somebody is about to write; null where they fill it in. */
export interface RuleBeginning {
  readonly id: string;
  /** `2026-11-23`. */
  readonly date: string;
  readonly author: string;
  readonly title: string | null;
  readonly level: string | null;
  readonly logsource: {
    readonly product: string | null;
    readonly category: string | null;
    readonly service: string | null;
  };
}

/** A rule that can be loaded as it stands, with comments that say what belongs where (Sigma rules specification 2.1). */
export function ruleSkeleton(rule: RuleBeginning): string {
  const { product, category, service } = rule.logsource;
  const known = Object.entries({ product, category, service }).filter(([, value]) => value !== null);
  const sources =
    known.length > 0 ? known : [['category', 'process_creation'] as const, ['product', 'windows'] as const];
  return `title: ${yamlText(rule.title ?? 'What the rule finds')} # at most 256 characters, no verb like "detects"
id: ${rule.id}
status: experimental # then test, then stable
description: What was done, and why it is suspicious. # for the person who sees the hit
references: [] # addresses of reports
author: ${yamlText(rule.author)}
date: ${rule.date}
tags: [] # - attack.execution, - attack.t1059.001
logsource: # which events it is for; dejfa hunt --coverage shows those of your logs
${sources.map(([name, value]) => `  ${name}: ${yamlText(value ?? '')}`).join('\n')}
detection:
  selection: # all lines of a map must hold; of a list one
    # modifiers: contains startswith endswith all re cidr windash base64offset gt exists, and more: docs/sigma.md
    Image|endswith: '\\example.exe'
    CommandLine|contains: ' --marker '
  filter_known: # what is harmless
    User: 'SYSTEM'
  condition: selection and not filter_known
falsepositives:
  - Unknown # harmless causes that an analyst should think of
level: ${rule.level ?? 'medium'} # informational, low, medium, high, critical
`;
}

/** Quoted, so that nothing in it is YAML. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w -]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
