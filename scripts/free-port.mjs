import { createServer } from "node:net";

/** A TCP port that nobody on this machine uses at the moment. */
export function freePort() {
  return listen(0);
}

/** Whether nobody on this machine uses a TCP port at the moment. */
export function isFree(port) {
  return listen(port).then(
    () => true,
    () => false,
  );
}

function listen(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
