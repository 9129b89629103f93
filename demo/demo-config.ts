export interface DemoAddresses {
  readonly portalPort: number;
  readonly gatewayPort: number;
  readonly consolePort: number;
  readonly logFolder: string;
  readonly storeFolder: string;
}

/** The configuration of the demonstration, as text, so that it goes the way that every configuration goes. */
export function demoConfig({
  portalPort,
  gatewayPort,
  consolePort,
  logFolder,
  storeFolder,
}: DemoAddresses): string {
  return `# Configuration of the demonstration (npm start). Everything on loopback; the traffic is a simulation.
listen:
  gateway:
    - { address: 127.0.0.1, port: ${gatewayPort} }
  console: { address: 127.0.0.1, port: ${consolePort} }
trustedProxies: [127.0.0.1/32] # the replay speaks for its visitors by X-Forwarded-For
services:
  - { name: portal, upstream: 'http://127.0.0.1:${portalPort}', mode: guard }
sources:
  - { name: sharepoint-windows, kind: file, paths: [${JSON.stringify(`${logFolder}/*.windows.jsonl`)}] }
  - { name: sharepoint-iis, kind: file, paths: [${JSON.stringify(`${logFolder}/*.iis.log`)}] }
store: { kind: embedded, path: ${JSON.stringify(storeFolder)} }
defuse:
  repeatOffender: { blockedRequests: 4, within: 10m, block: 2m } # short, so that it can be watched
`;
}
