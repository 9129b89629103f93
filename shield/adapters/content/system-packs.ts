/** A pack that a package of the operating system brings, and where that puts its parts. */
export interface SystemPack {
  readonly name: string;
  /** Folder whose presence means that the package is installed. */
  readonly folder: string;
  /** Further folders: settings, licence. */
  readonly beside: readonly string[];
}

/** The packs that are looked for. Places as in the package's file list. */
export const SYSTEM_PACKS: readonly SystemPack[] = [
  {
    name: 'crs', // Debian and Ubuntu: modsecurity-crs
    folder: '/usr/share/modsecurity-crs',
    beside: ['/etc/modsecurity/crs', '/usr/share/doc/modsecurity-crs'],
  },
];
