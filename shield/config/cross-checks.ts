import type { Diagnostic } from '@dejfa/diagnostics';
import { isLoopback } from './address.ts';
import { type ConfigText, type Mistake, mistakeAt } from './config-text.ts';
import { type Draft, itemsOf, textOf, under } from './draft.ts';
import { suggest } from './nearest-key.ts';

type Report = (draft: Draft, mistake: Mistake) => void;
type CrossCheck = (root: Draft, report: Report) => void;

/**
 * What no single value can be blamed for. The checks read the draft, not the parsed configuration, so that they
 * speak up beside the schema's own findings instead of after them.
 */
const CROSS_CHECKS = {
  duplicateNames,
  duplicateHosts,
  unknownServices,
  exposedConsole,
  duplicateListeners,
  syslogTls,
  exampleToken,
  nothingToDo,
} as const satisfies Readonly<Record<string, CrossCheck>>;

/** Every contradiction between the parts of a configuration. */
export function crossCheck(source: ConfigText, value: unknown): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (draft, mistake) => found.push(mistakeAt(source, { path: draft.path }, mistake));
  for (const check of Object.values(CROSS_CHECKS)) check({ value, path: [] }, report);
  return found;
}

function duplicateNames(root: Draft, report: Report): void {
  for (const list of [under(root, 'services'), under(root, 'sources'), under(root, 'content', 'packs')]) {
    reportRepeated(
      itemsOf(list).map((item) => under(item, 'name')),
      (draft, name) =>
        report(draft, {
          code: 'duplicate-name',
          message: `the name ${name} is taken by an earlier entry`,
          help: 'names are how reports tell them apart: choose another',
        }),
    );
  }
}

function duplicateHosts(root: Draft, report: Report): void {
  const services = itemsOf(under(root, 'services'));
  reportRepeated(
    services.flatMap((service) => itemsOf(under(service, 'hosts'))),
    (draft, host) =>
      report(draft, {
        code: 'duplicate-host',
        message: `the host ${host} is already answered by an earlier service`,
        help: 'a request must lead to one service: name each host once',
      }),
  );
  const catchAll = services.filter((service) => itemsOf(under(service, 'hosts')).length === 0);
  for (const service of catchAll.slice(1)) {
    report(service, {
      code: 'duplicate-host',
      message: 'a second service without hosts: the first already answers every host that no other names',
      help: 'add hosts to this service',
    });
  }
}

function unknownServices(root: Draft, report: Report): void {
  const names = itemsOf(under(root, 'services')).flatMap((service) => textOf(under(service, 'name')) ?? []);
  for (const source of itemsOf(under(root, 'sources'))) {
    const named = under(source, 'service');
    const name = textOf(named);
    if (name === null || names.includes(name)) continue;
    report(named, {
      code: 'unknown-service',
      message: `there is no service named ${name.slice(0, 80)}`,
      help: names.length === 0 ? 'add it under services, or leave service out' : suggest(name, names),
    });
  }
}

function exposedConsole(root: Draft, report: Report): void {
  const listener = under(root, 'listen', 'console');
  const address = textOf(under(listener, 'address'));
  if (address === null || isLoopback(address)) return;
  const protectedByTls = (under(listener, 'tls').value ?? null) !== null;
  if (protectedByTls || under(listener, 'insecure').value === true) return;
  report(under(listener, 'address'), {
    code: 'exposed-console',
    message: `the console would listen on ${address.slice(0, 60)} without TLS: passwords could be read on the way`,
    help: 'add listen.console.tls, or keep it on 127.0.0.1, or say insecure: true where a proxy adds TLS',
  });
}

function duplicateListeners(root: Draft, report: Report): void {
  const listeners = [...itemsOf(under(root, 'listen', 'gateway')), under(root, 'listen', 'console')];
  const sockets = listeners.flatMap((listener) => {
    const port = under(listener, 'port').value;
    if (typeof port !== 'number' || port === 0) return [];
    return [
      { value: `${textOf(under(listener, 'address')) ?? '127.0.0.1'} port ${port}`, path: listener.path },
    ];
  });
  reportRepeated(sockets, (draft, socket) =>
    report(draft, {
      code: 'duplicate-listener',
      message: `${socket} is already listened on by an earlier entry`,
      help: 'choose another port',
    }),
  );
}

function syslogTls(root: Draft, report: Report): void {
  for (const source of itemsOf(under(root, 'sources'))) {
    const listen = textOf(under(source, 'listen')) ?? '';
    const hasTls = (under(source, 'tls').value ?? null) !== null;
    if (listen.startsWith('tls://') && !hasTls) {
      report(under(source, 'listen'), {
        code: 'missing-tls',
        message: 'tls:// needs a certificate',
        help: 'add tls: { certificate, key } to this source, or listen on tcp://',
      });
    }
    if (/^(?:udp|tcp):/.test(listen) && hasTls) {
      report(under(source, 'tls'), {
        code: 'unused-tls',
        message: 'the certificate would not be used: the listener is not tls://',
        help: 'write listen: tls://…, or remove tls',
      });
    }
  }
}

function exampleToken(root: Draft, report: Report): void {
  for (const source of itemsOf(under(root, 'sources'))) {
    if (!/change-?me/i.test(textOf(under(source, 'token')) ?? '')) continue;
    report(under(source, 'token'), {
      code: 'example-token',
      severity: 'warning',
      message: 'this token is the one of the example: anybody knows it',
      help: 'replace it, for example by the output of: openssl rand -base64 32',
      secret: true,
    });
  }
}

function nothingToDo(root: Draft, report: Report): void {
  const services = under(root, 'services');
  const gateway = under(root, 'listen', 'gateway');
  const [guarded, doors] = [itemsOf(services).length, itemsOf(gateway).length];
  const warn = (draft: Draft, message: string, help: string) =>
    report(draft, { code: 'nothing-to-do', severity: 'warning', message, help });
  if (guarded > 0 && doors === 0) {
    warn(services, 'services are named, but no visitor can reach them', 'add listen.gateway');
  } else if (guarded === 0 && doors > 0) {
    warn(gateway, 'the gateway listens, but there is no service behind it', 'add services');
  } else if (guarded === 0 && itemsOf(under(root, 'sources')).length === 0) {
    warn(root, 'neither a service is guarded nor a source read', 'add services, or sources, or both');
  }
}

/** Calls `report` for each text that stood before, letter case aside. */
function reportRepeated(drafts: readonly Draft[], report: (draft: Draft, text: string) => void): void {
  const seen = new Set<string>();
  for (const draft of drafts) {
    const text = textOf(draft)?.toLowerCase();
    if (text === undefined) continue;
    if (seen.has(text)) report(draft, text.slice(0, 80));
    seen.add(text);
  }
}
