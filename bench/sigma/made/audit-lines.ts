import { SeededRandom } from './random.ts';

/** One command in so many is one that rules for Linux look for. */
const MARKED_ONE_IN = 200;

const COMMANDS: readonly [readonly string[], ...(readonly string[])[]] = [
  ['/usr/bin/grep', '-q', 'ready', '/run/app/state'],
  ['/usr/bin/sh', '-c', 'test -f /run/app/lock && exit 1'],
  ['/usr/bin/ls', '-l', '--color=auto', '/srv/portal'],
  ['/usr/bin/python3', '/srv/portal/bin/worker.py', '--queue', 'mail'],
  ['/usr/bin/systemctl', 'is-active', 'nginx.service'],
  ['/usr/bin/date', '+%s'],
  ['/usr/bin/git', 'fetch', '--prune', 'origin'],
  ['/usr/sbin/logrotate', '/etc/logrotate.conf'],
  ['/usr/bin/sed', '-e', 's/[^a-z]//g', 'list of names.txt'],
];

/** Commands of discovery, which change nothing. */
const MARKED: readonly [readonly string[], ...(readonly string[])[]] = [
  ['/usr/bin/whoami'],
  ['/usr/bin/cat', '/etc/shadow'],
  ['/usr/bin/uname', '-a'],
  ['/usr/bin/chage', '-l', 'clerk'],
  ['/usr/bin/find', '/', '-perm', '-4000'],
];

/** Lines of `audit.log`, the same on every machine: programs that are started, connections, log-ins and services. */
export function auditLines(count: number): readonly string[] {
  const random = new SeededRandom(16_049_963);
  const lines: string[] = [];
  for (let serial = 1; lines.length < count; serial += 1) {
    const at = `msg=audit(${1_795_000_000 + Math.floor(serial / 30)}.${String(random.below(1000)).padStart(3, '0')}:${serial})`;
    const kind = random.below(10);
    if (kind < 6) lines.push(...execution(random, at));
    else if (kind < 8) lines.push(...connection(random, at));
    else lines.push(userRecord(random, at));
  }
  return lines.slice(0, count);
}

function execution(random: SeededRandom, at: string): readonly string[] {
  const command = random.pick(random.once(MARKED_ONE_IN) ? MARKED : COMMANDS);
  const [exe = '/usr/bin/true', ...rest] = command;
  const name = exe.slice(exe.lastIndexOf('/') + 1);
  const shown = [name, ...rest];
  const args = shown.map((word, index) => `a${index}=${/[\s"']/.test(word) ? hexOf(word) : `"${word}"`}`);
  return [
    `type=SYSCALL ${at}: arch=c000003e syscall=59 success=yes exit=0 ${identity(random, name, exe)} key="exec"`,
    `type=EXECVE ${at}: argc=${shown.length} ${args.join(' ')}`,
    `type=CWD ${at}: cwd="/srv/portal"`,
    `type=PATH ${at}: item=0 name="${exe}" inode=${random.below(90_000)} dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`,
    `type=PATH ${at}: item=1 name="/lib64/ld-linux-x86-64.so.2" inode=29514 dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`,
    `type=PROCTITLE ${at}: proctitle=${hexOf(shown.join('\0'))}`,
  ];
}

function connection(random: SeededRandom, at: string): readonly string[] {
  // Port 443 of 198.51.100.x in the form of sockaddr_in.
  const address = `020001BBC63364${random.hex(2).toUpperCase()}0000000000000000`;
  return [
    `type=SYSCALL ${at}: arch=c000003e syscall=42 success=yes exit=0 ${identity(random, 'python3', '/usr/bin/python3')} key="net"`,
    `type=SOCKADDR ${at}: saddr=${address}`,
    `type=PROCTITLE ${at}: proctitle=${hexOf('python3\0/srv/portal/bin/worker.py')}`,
  ];
}

function userRecord(random: SeededRandom, at: string): string {
  const pid = 1000 + random.below(30_000);
  if (random.once(2))
    return `type=SERVICE_START ${at}: pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=app-${random.below(40)} comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success'`;
  return `type=USER_ACCT ${at}: pid=${pid} uid=0 auid=1000 ses=${random.below(400)} msg='op=PAM:accounting grantors=pam_unix acct="clerk" exe="/usr/sbin/cron" hostname=? addr=? terminal=cron res=success'`;
}

function identity(random: SeededRandom, name: string, exe: string): string {
  const pid = 2000 + random.below(60_000);
  const pointers = [0, 1, 2].map((index) => `a${index}=55${random.hex(10)}`).join(' ');
  return `${pointers} a3=1b6 items=2 ppid=${pid - 1} pid=${pid} auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=pts0 ses=104 comm="${name}" exe="${exe}"`;
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase();
}
