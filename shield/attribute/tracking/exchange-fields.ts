/**
 * The fields by which records of network sensors, proxies, web servers and hosts name what tracking looks at: Zeek
 * (docs.zeek.org, log reference), Suricata EVE (manual, "EVE JSON Format"), Sysmon events 3 and 22, the W3C names that
 * the Sigma taxonomy uses, packet filters. The first that is there is taken. `s-ip` is
 * not among them: in logs of web servers it is the guarded server itself.
 */
export const FIELD_NAMES = {
  client: ['id.orig_h', 'src_ip', 'c-ip', 'SourceIp', 'SRC', 'srcip', 'source.ip'],
  server: ['id.resp_h', 'dest_ip', 'dst_ip', 'DestinationIp', 'DST', 'dstip', 'destination.ip'],
  serverName: ['server_name', 'tls.sni', 'DestinationHostname'],
  query: ['query', 'QueryName', 'dns.rrname', 'rrname', 'QNAME', 'dns.question.name'],
  queryType: ['qtype_name', 'dns.rrtype', 'rrtype', 'QTYPE', 'record_type'],
  answers: ['answers', 'QueryResults', 'answer', 'dns.grouped.A', 'dns.grouped.AAAA', 'dns.answers.data'],
  host: ['host', 'cs-host', 'r-dns', 'http.hostname'],
  target: ['uri', 'cs-uri', 'c-uri', 'http.url'],
  userAgent: ['user_agent', 'c-useragent', 'cs-user-agent', 'http.http_user_agent'],
  certificates: ['cert_chain_fps', 'tls.fingerprint'],
  tlsClient: ['ja4', 'ja3', 'tls.ja4', 'tls.ja3.hash'],
  tlsServer: ['ja4s', 'ja3s', 'tls.ja3s.hash'],
  sshKey: ['host_key'],
  hashes: ['sha256', 'sha1', 'md5', 'fileinfo.sha256', 'fileinfo.sha1', 'fileinfo.md5'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
