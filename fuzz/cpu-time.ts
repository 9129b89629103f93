/**
 * Milliseconds of processor time that this thread took so far. What other programs on the machine take is not in it,
 * apart from what they cost by sharing caches and cores.
 */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
