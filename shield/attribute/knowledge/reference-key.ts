/**
 * What makes two references the same page: the address without scheme, trailing slashes and the prefix of the
 * Internet Archive; the name where there is no address. A report that two groups cite under two names is one source.
 */
export function referenceKey(name: string, url: string | null): string {
  const address = (url ?? name)
    .replace(/\/+$/, '')
    .toLowerCase()
    .replaceAll('https://', '')
    .replaceAll('http://', '');
  return address.startsWith('web.archive.org/web/')
    ? address.replace(/^web\.archive\.org\/web\/\d+\/(?:https?:\/+)?/, '')
    : address;
}
