import { z } from 'zod';
import { address, port } from './address.ts';
import { hostName, path } from './name.ts';

const certificate = z
  .strictObject({
    hosts: z
      .array(hostName())
      .default([])
      .describe('Host names (SNI) that it is for; without any, those in the certificate itself'),
    certificate: path().describe('PEM file with the certificate and its chain'),
    key: path().describe('PEM file with the private key'),
  })
  .meta({ expected: 'a certificate with its key' });

const gatewayListener = z
  .strictObject({
    address: address().describe('Address to listen on; 0.0.0.0 or :: for every one'),
    port: port().describe('TCP port'),
    tls: z
      .strictObject({
        certificates: z
          .array(certificate)
          .min(1)
          .describe('The first is used when a client names no host, or an unknown one; reloaded on change'),
      })
      .nullable()
      .default(null)
      .describe('Present: HTTPS. Absent: plain HTTP'),
  })
  .meta({ expected: 'a listener: { address, port, tls }' });

const consoleListener = z
  .strictObject({
    address: address().default('127.0.0.1').describe('Address to listen on'),
    port: port().default(8600).describe('TCP port'),
    tls: z
      .strictObject({
        certificate: path().describe('PEM file with the certificate and its chain'),
        key: path().describe('PEM file with the private key'),
      })
      .nullable()
      .default(null)
      .describe('Present: HTTPS. Needed where the address is not loopback'),
    hosts: z
      .array(hostName())
      .max(100)
      .default([])
      .describe(
        'Names under which it may be asked for, besides its address; anything else is refused (DNS rebinding)',
      ),
    insecure: z
      .boolean()
      .default(false)
      .describe('Allows the console on a network without TLS, for example behind a proxy that adds it'),
  })
  .meta({ expected: 'a listener: { address, port, tls }' });

/** Where the shield accepts connections. */
export const listenSchema = z
  .strictObject({
    gateway: z
      .array(gatewayListener)
      .max(64)
      .default([])
      .describe('Where visitors come in; without any, the shield only reads logs'),
    console: consoleListener.prefault({}).describe('Console and API'),
  })
  .meta({ expected: 'a section with gateway and console' });
