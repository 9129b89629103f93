import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/index.ts';
import {
  addPack,
  CONTENT_LIMITS,
  openPacks,
  openRuleFiles,
  packOf,
  pullPack,
  removePack,
  secLangOf,
  verifyPacks,
} from './index.ts';
import { sha256 } from './pack-hash.ts';
import { makeTarGz } from './testing/tar-fixture.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dejfa-content-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const RULE = 'SecRule ARGS "@rx x" "id:1,deny"\n';
const SIGMA = 'title: t\nid: 5b2bbc47-dead-4e4b-b9a9-0d8b2b8d6f5a\nlogsource: {}\ndetection: {}\n';

function write(files: Readonly<Record<string, string>>, below = root): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(below, path)), { recursive: true });
    writeFileSync(join(below, path), text);
  }
}

const content = () => join(root, 'content');
const place = (limits = CONTENT_LIMITS) => ({ contentFolder: content(), nowMs: 5, limits });
const request = (location: string, more: { name?: string; sha256?: string } = {}) => ({
  location,
  name: more.name ?? null,
  sha256: more.sha256 ?? null,
});

function open(
  changes: Partial<ReturnType<typeof defaultConfig>['content']> = {},
  system: readonly string[] = [],
) {
  const config = { ...defaultConfig().content, base: false, system: system.length > 0, ...changes };
  const [folder = '', ...beside] = system;
  return openPacks(config, {
    baseFolder: join(root, 'base'),
    contentFolder: content(),
    systemPacks: [{ name: 'crs', folder, beside }],
  });
}

describe('packs', () => {
  it('of the system have their settings first, then rules by number', async () => {
    write({
      'etc/crs/crs-setup.conf': 'SecAction "id:900990,phase:1,pass,setvar:tx.crs_setup_version=334"\n',
      'etc/crs/REQUEST-900-BEFORE.conf': '# exclusions\n',
      'etc/crs/RESPONSE-999-AFTER.conf': '# exclusions\n',
      'share/crs/rules/REQUEST-949-EVALUATE.conf': RULE,
      'share/crs/rules/REQUEST-901-INIT.conf': 'SecComponentSignature "OWASP_CRS/3.3.4"\n',
      'share/crs/rules/words.data': 'word\n',
      'share/crs/util/tool.conf': RULE,
    });
    const { packs, diagnostics } = await open({}, [
      join(root, 'share/crs'),
      join(root, 'etc/crs'),
      join(root, 'none'),
    ]);
    expect(diagnostics).toEqual([]);
    const [pack] = packs;
    expect(pack).toMatchObject({
      name: 'crs',
      version: '3.3.4',
      origin: 'system',
      kinds: ['seclang'],
      leftOut: ['util/'],
    });
    expect(pack?.seclang?.sources.map(({ path }) => path.slice(root.length + 1))).toEqual([
      'etc/crs/crs-setup.conf',
      'etc/crs/REQUEST-900-BEFORE.conf',
      'share/crs/rules/REQUEST-901-INIT.conf',
      'share/crs/rules/REQUEST-949-EVALUATE.conf',
      'etc/crs/RESPONSE-999-AFTER.conf',
    ]);
    expect(pack?.seclang?.variables).toEqual({});
    expect(packOf(packs, join(root, 'etc/crs/crs-setup.conf'))).toBe(pack);
    expect(packOf(packs, '/etc/passwd')).toBeNull();
  });

  it('without a setup file get the version that the rules ask for', async () => {
    write({ 'p/rules/REQUEST-901.conf': `SecComponentSignature "OWASP_CRS/3.3.4"\n${RULE}` });
    const { packs } = await open({ packs: [{ name: 'p', path: join(root, 'p') }] });
    expect(secLangOf(packs).variables).toEqual({ crs_setup_version: '334' });
  });

  it('use the example of a setup file only where there is no setup file', async () => {
    write({ 'p/crs-setup.conf.example': '# defaults\n', 'p/rules/a.conf': RULE });
    const sources = async () => {
      const { packs } = await open({ packs: [{ name: 'p', path: join(root, 'p') }] });
      return packs[0]?.seclang?.sources.map(({ path }) => path.slice(root.length + 1));
    };
    expect(await sources()).toEqual(['p/crs-setup.conf.example', 'p/rules/a.conf']);
    write({ 'p/crs-setup.conf': '# ours\n' });
    expect(await sources()).toEqual(['p/crs-setup.conf', 'p/rules/a.conf']);
  });

  it('may hold both kinds; SecLang rules are switched off in the language itself', async () => {
    write({
      'p/a.conf': RULE,
      'p/s.yml': SIGMA,
      'p/other.yml': 'not: a rule\n',
      'p/filter.yml': 'title: f\nfilter: { rules: any }\n',
      'p/LICENSE': '(DRL) 1.1 Detection Rule License (DRL) 1.1',
    });
    const packs = [{ name: 'p', path: join(root, 'p') }];
    const on = await open({ packs });
    expect(on.packs[0]).toMatchObject({ kinds: ['seclang', 'sigma'], licence: 'DRL-1.1' });
    expect(on.packs[0]?.sigma).toHaveLength(2);
    const off = await open({ packs, disable: ['1', '999'] });
    expect(off.packs[0]?.seclang?.sources.at(-1)?.text).toBe('SecRuleRemoveById 1\n');
  });

  it('that cannot be read are reported and do not hold up the others', async () => {
    write({ 'good/a.conf': RULE, 'empty/readme.txt': 'x', 'bad/b.conf': `# \u00e9\n${RULE}` });
    writeFileSync(join(root, 'bad/b.conf'), Buffer.from([0x23, 0xe9, 0x0a, ...Buffer.from(RULE)]));
    const names = ['missing', 'empty', 'bad', 'good'];
    const { packs, diagnostics } = await open({
      packs: names.map((name) => ({ name, path: join(root, name) })),
    });
    expect(packs.map(({ name }) => name)).toEqual(['bad', 'good']);
    expect(diagnostics.map((d) => d.code)).toEqual([
      'content.not-found',
      'content.not-a-pack',
      'content.not-utf8',
    ]);
  });

  it('let rules read their own folder only, neither by ../ nor by a link', async () => {
    write({ 'p/rules/a.conf': RULE, 'p/words.data': 'word', 'secret.data': 'secret' });
    symlinkSync(join(root, 'secret.data'), join(root, 'p/link.data'));
    const { packs } = await open({ packs: [{ name: 'p', path: join(root, 'p') }] });
    const { resolver } = secLangOf(packs);
    const from = join(root, 'p/rules/a.conf');
    expect(resolver.data('../words.data', from)).toBe('word');
    for (const name of ['../../secret.data', '../link.data', '/etc/passwd', '..', 'none.data', '\0']) {
      expect(resolver.data(name, from)).toBeNull();
    }
    expect(resolver.include('*.conf', from)).toEqual([{ path: from, text: RULE }]);
    expect(resolver.include('/etc/*.conf', from)).toBeNull();
    expect(resolver.data('../words.data', '/somewhere/else.conf')).toBeNull();
  });

  it('know the countries of addresses, unless their file is not there', async () => {
    write({ 'p/a.conf': RULE, 'p/b.conf': 'SecRule REMOTE_ADDR "@geoLookup" "id:2,phase:1,pass"\n' });
    const packs = [{ name: 'p', path: join(root, 'p') }];
    const known = secLangOf((await open({ packs })).packs).resolver.geo;
    expect(known?.('193.0.6.139')?.countryCode).toBe('NL');
    const { packs: others, diagnostics } = await open({ packs, countries: join(root, 'none.mmdb') });
    expect(diagnostics).toMatchObject([{ code: 'content.no-countries', severity: 'error' }]);
    expect(secLangOf(others).resolver.geo).toBeUndefined();
  });

  it('of single files keep their order and find what is beside them', async () => {
    write({ 'b.conf': RULE, 'a.conf': RULE, 'w.data': 'word' });
    const { sources, resolver } = await openRuleFiles([join(root, 'b.conf'), join(root, 'a.conf')], null);
    expect(sources.map(({ path }) => path)).toEqual([join(root, 'b.conf'), join(root, 'a.conf')]);
    expect(resolver.data('w.data', join(root, 'b.conf'))).toBe('word');
    await expect(openRuleFiles([join(root, 'none.conf')], null)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an added pack', () => {
  const archive = (text = RULE) =>
    makeTarGz([
      { path: 'my-rules-1.2.0/rules/a.conf', text },
      { path: 'my-rules-1.2.0/VERSION', text: '1.2.0\n' },
    ]);

  it('is pinned, verified, and not loaded any more once a file was changed', async () => {
    writeFileSync(join(root, 'r.tar.gz'), archive());
    const added = await addPack(place(), request(join(root, 'r.tar.gz')));
    expect(added).toMatchObject({ name: 'my-rules', kinds: ['seclang'], replaced: null, changed: true });
    expect(added.pack).toMatchObject({
      version: '1.2.0',
      addedMs: 5,
      source: { kind: 'archive', sha256: sha256(archive()) },
    });
    expect(await verifyPacks(content(), null)).toMatchObject([{ name: 'my-rules', differences: [] }]);
    expect((await open()).packs).toMatchObject([{ name: 'my-rules', origin: 'added', version: '1.2.0' }]);

    const folder = join(content(), added.pack.folder);
    writeFileSync(join(folder, 'rules/a.conf'), '# nothing\n');
    write({ 'rules/new.conf': RULE }, folder);
    rmSync(join(folder, 'VERSION'));
    expect((await verifyPacks(content(), 'my-rules'))[0]?.differences).toEqual([
      { path: 'VERSION', kind: 'missing' },
      { path: 'rules/a.conf', kind: 'changed' },
      { path: 'rules/new.conf', kind: 'new' },
    ]);
    const { packs, diagnostics } = await open();
    expect(packs).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toEqual(['content.hash-differs']);
    expect(await pullPack(place(), { name: 'my-rules', sha256: null })).toMatchObject({ changed: false });
    expect((await open()).packs).toHaveLength(1);
  });

  it('keeps its old version when the new one is refused, and drops it when it is replaced', async () => {
    const file = join(root, 'r.tar.gz');
    writeFileSync(file, archive());
    const { pack } = await addPack(place(), request(file));
    const before = readFileSync(join(content(), 'lock.json'), 'utf8');
    writeFileSync(file, archive('# other\nSecAction "id:2,phase:1,pass"\n'));
    const pull = (sha: string | null) => pullPack(place(), { name: 'my-rules', sha256: sha });
    await expect(pull('0'.repeat(64))).rejects.toMatchObject({ code: 'hash-differs' });
    writeFileSync(file, makeTarGz([{ path: 'p/readme.md', text: 'no rules' }]));
    await expect(pull(null)).rejects.toMatchObject({ code: 'not-a-pack' });
    writeFileSync(file, 'broken');
    await expect(pull(null)).rejects.toMatchObject({ code: 'unsupported-archive' });
    expect(readFileSync(join(content(), 'lock.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(content(), 'my-rules'))).toEqual([pack.folder.split('/')[1]]);

    const next = archive('SecAction "id:2,phase:1,pass"\n');
    writeFileSync(file, next);
    expect(await pull(sha256(next))).toMatchObject({ replaced: '1.2.0', changed: true });
    expect(readdirSync(join(content(), 'my-rules'))).toHaveLength(1);
    expect(readdirSync(join(content(), 'my-rules'))).not.toEqual([pack.folder.split('/')[1]]);
  });

  it('from a folder is refused with links, and kept without what is no content', async () => {
    write({ 'src/a.conf': RULE, 'src/tool.sh': 'x', 'src/.git/x.conf': RULE });
    const { pack } = await addPack(place(), request(join(root, 'src'), { name: 'own' }));
    expect(Object.keys(pack.files)).toEqual(['a.conf']);
    symlinkSync('/etc/passwd', join(root, 'src/b.conf'));
    await expect(addPack(place(), request(join(root, 'src')))).rejects.toMatchObject({
      code: 'link-refused',
    });
    await expect(addPack(place(), request(join(root, 'src'), { name: '../up' }))).rejects.toMatchObject({
      code: 'link-refused',
    });
    rmSync(join(root, 'src/b.conf'));
    await expect(addPack(place(), request(join(root, 'src'), { name: '../up' }))).rejects.toMatchObject({
      code: 'unusable-name',
    });
  });

  it('takes the place of the same rule set of the system', async () => {
    const crs = `SecComponentSignature "OWASP_CRS/4.0.0"\n${RULE}`;
    write({ 'sys/rules/a.conf': crs.replace('4.0.0', '3.3.4'), 'new/rules/a.conf': crs });
    await addPack(place(), request(join(root, 'new'), { name: 'coreruleset' }));
    const { packs, diagnostics } = await open({}, [join(root, 'sys')]);
    expect(packs.map(({ name, version }) => `${name} ${version}`)).toEqual(['coreruleset 4.0.0']);
    expect(diagnostics.map((d) => [d.code, d.severity])).toEqual([['content.superseded', 'info']]);
    expect(await removePack(place(), 'coreruleset')).toMatchObject({ version: '4.0.0' });
    expect((await open({}, [join(root, 'sys')])).packs.map(({ name }) => name)).toEqual(['crs']);
  });

  it('with a damaged lock is reported, not lost in silence', async () => {
    write({ 'content/lock.json': '{"lockVersion":1,"packs":{"a":{"folder":"../../etc"}}}' });
    const { diagnostics } = await open();
    expect(diagnostics.map((d) => d.code)).toEqual(['content.damaged-lock']);
    await expect(verifyPacks(content(), null)).rejects.toMatchObject({ code: 'damaged-lock' });
  });
});

describe('a pack from a publisher', () => {
  let server: Server;
  let address: string;
  beforeEach(async () => {
    const pack = makeTarGz([{ path: 'crs-2/rules/a.conf', text: RULE }]);
    server = createServer((req, res) => {
      if (req.url === '/moved') res.writeHead(302, { location: '/crs-2.tar.gz' }).end();
      else if (req.url === '/loop') res.writeHead(302, { location: '/loop' }).end();
      else if (req.url === '/away') res.writeHead(302, { location: 'http://192.0.2.1/x' }).end();
      else if (req.url === '/broken') res.writeHead(200, { 'content-length': '1000' }).end('short');
      else if (req.url === '/slow') res.writeHead(200).write('x');
      else if (req.url === '/large') res.end(Buffer.alloc(200_000));
      else if (req.url?.startsWith('/crs-2')) res.end(pack);
      else res.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is fetched, also when it has moved, and is fetched again from where it was asked', async () => {
    const added = await addPack(place(), request(`${address}/moved`));
    expect(added).toMatchObject({
      name: 'crs',
      pack: { source: { kind: 'url', location: `${address}/moved` } },
    });
    expect(await pullPack(place(), { name: 'crs', sha256: added.pack.hash })).toMatchObject({
      changed: false,
    });
  });

  it.each([
    ['/none', 'download-failed', /answered 404/],
    ['/loop', 'download-failed', /redirected more than/],
    ['/away', 'download-failed', /not an https address/],
    ['/broken', 'download-failed', /could not be fetched/],
    ['/slow', 'download-failed', /took too long/],
    ['/large', 'too-large', /more than/],
  ])('%s is an error with a remedy', async (path, code, message) => {
    const limits = { ...CONTENT_LIMITS, archiveBytes: 100_000, downloadMs: 500 };
    const adding = addPack(place(limits), request(address + path, { name: 'x' }));
    await expect(adding).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect((await open()).packs).toEqual([]);
  });

  it('is not fetched in the clear, nor by other protocols', async () => {
    for (const location of ['http://example.org/x.zip', 'ftp://example.org/x.zip', 'file:///etc/passwd']) {
      await expect(addPack(place(), request(location))).rejects.toMatchObject({ code: 'download-failed' });
    }
  });
});
