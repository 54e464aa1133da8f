/** Loaded into a process of the product before it: says how much that process cannot let go of, whenever it is asked. */
process.on('message', (asked) => {
  if (asked !== 'memory') return;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ held: heapUsed + external });
});
// Only being asked keeps nobody alive.
process.channel?.unref();
