import { expect, test } from "vitest";
import { WriteMutex } from "./write-mutex";

/** A promise and the hand that settles it. */
function gate() {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { passed, open, fail };
}

test("runs one work at a time, in the order in which it was asked", async () => {
  const mutex = new WriteMutex();
  const story: string[] = [];
  const gates = [gate(), gate(), gate()];
  const ends = gates.map(({ passed }, index) =>
    mutex.run(async () => {
      story.push(`begin ${index}`);
      await passed;
      story.push(`end ${index}`);
      return index;
    }),
  );
  // The later ones could go on at once, if it were not for the first.
  gates[2]?.open();
  gates[1]?.open();
  await new Promise((resolve) => setImmediate(resolve));
  expect(story).toEqual(["begin 0"]);
  gates[0]?.open();
  expect(await Promise.all(ends)).toEqual([0, 1, 2]);
  expect(story).toEqual(["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]);
});

test("goes on after a work that failed, and gives the failure only to the one who asked for it", async () => {
  const mutex = new WriteMutex();
  const failing = mutex.run(async () => {
    throw new Error("no");
  });
  const thrower = mutex.run(() => {
    throw new Error("not even a promise");
  });
  const next = mutex.run(async () => "yes");
  await expect(failing).rejects.toThrow("no");
  await expect(thrower).rejects.toThrow("not even a promise");
  expect(await next).toBe("yes");
});

test("a work that is asked for when nothing runs begins without waiting for a timer", async () => {
  const mutex = new WriteMutex();
  await mutex.run(async () => undefined);
  let hasBegun = false;
  const end = mutex.run(async () => {
    hasBegun = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(hasBegun).toBe(true);
  await end;
});
