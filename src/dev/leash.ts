/**
 * Loaded into every program that `npm start` starts: whoever has lost the parent gets a while to leave in good
 * order, and then has to go, wherever it was (it may not have got as far as listening for the loss).
 */
const graceMs = 8000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), graceMs).unref();
});
