import type { RuleResolver, RuleSource } from '@dejfa/seclang';
import type { SigmaSource } from '@dejfa/sigma';

/** Where a pack comes from: the project itself, the system, `dejfa content add`, or a folder in the configuration. */
export type PackOrigin = 'base' | 'system' | 'added' | 'folder';

/** Rules of which language a pack holds. */
export type PackKind = 'seclang' | 'sigma';

/** The SecLang part of a pack, ready for `loadRules`. */
export interface SecLangContent {
  /** In load order, decoded as UTF-8. */
  readonly sources: readonly RuleSource[];
  /** Reads what rules name, from the pack's own folders only. */
  readonly resolver: RuleResolver;
  /** `tx.` variables to be set before phase 1, where the pack has no setup file to set them. */
  readonly variables: Readonly<Record<string, string>>;
}

/** One content pack, read into memory. */
export interface Pack {
  readonly name: string;
  /** As its publisher states it; else `0-` and the first digits of its hash. */
  readonly version: string;
  readonly origin: PackOrigin;
  /** Its main folder, the first of `folders`. */
  readonly folder: string;
  /** Folders that it was read from: system packages keep settings apart from rules. */
  readonly folders: readonly string[];
  /** SPDX identifier where the licence text is a known one, its first line otherwise; null: none was found. */
  readonly licence: string | null;
  /** SHA-256 (hex) over the paths and contents of its files, see `packHash`. */
  readonly hash: string;
  readonly kinds: readonly PackKind[];
  /** Names from `SecComponentSignature`, without versions: `OWASP_CRS`. */
  readonly components: readonly string[];
  readonly fileCount: number;
  /** Folders of the pack that were not looked into: tests, tools, rules that their publisher gave up. */
  readonly leftOut: readonly string[];
  readonly seclang: SecLangContent | null;
  /** Files of rules, correlations and filters. */
  readonly sigma: readonly SigmaSource[];
}
