/** Outlines on a grid of 16. Drawn here: the console loads nothing from elsewhere. */
const PATHS = {
  overview: 'M2 13V9m4 4V5m4 8V7m4 6V3',
  attempts: 'M2 4h12M2 8h12M2 12h7',
  incidents: 'M8 2l6.5 11.5h-13zM8 6.5V9m0 2v.2',
  decisions: 'M8 1.8l5 1.9v4c0 3-2 5.2-5 6.5-3-1.3-5-3.5-5-6.5v-4zM5.8 7.8l1.6 1.6 2.9-3',
  health: 'M1.5 8.5H5l1.5-5 3 9.5 1.5-4.500h3.5',
  blocked: 'M8 1.8l5 1.9v4c0 3-2 5.2-5 6.5-3-1.3-5-3.5-5-6.500v-4zM5.8 7.8l1.6 1.6 2.9-3',
  'no-effect': 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5 8h6',
  succeeded: 'M5.5 2h5L14 5.500v5L10.5 14h-5L2 10.500v-5zM8 5v3.500m0 2v.2',
  unknown:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.2 6.300c.2-1 1-1.5 1.9-1.5 1 0 1.8.7 1.8 1.6 0 1.4-1.9 1.4-1.9 2.700m0 1.900v.1',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm3.3 7.800L14 14',
  sun: 'M8 5.200a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.600zM8 1v1.500M8 13.500V15M1 8h1.500M13.5 8H15M3 3l1.1 1.100M11.9 11.900L13 13M13 3l-1.1 1.100M4.1 11.900L3 13',
  moon: 'M13.5 9.500A5.8 5.8 0 0 1 6.5 2.500a5.8 5.8 0 1 0 7 7z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  keyboard: 'M1.5 4h13v8h-13zM4 6.500h.1M6.6 6.500h.1M9.3 6.500h.1M12 6.500h.1M5 9.500h6',
  leave: 'M6 2.500H3v11h3M10 5l3 3-3 3M13 8H6.5',
  back: 'M9.5 3.500L5 8l4.5 4.5',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.300V11m0-5.800v.1',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what it says stands beside it in words. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
