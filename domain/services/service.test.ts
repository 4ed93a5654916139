import { expect, test } from "vitest";
import { heartbeatSchema } from "../heartbeats/heartbeat";
import { nastyTexts } from "../text/testing-nasty-texts";
import { serviceCreateSchema } from "./service";

test.each([["blanks around it", " pad "], ["blanks within", "my app"], ...nastyTexts])(
  "an agent's name and a person's name of one unit are one name: %s",
  (_what, name) => {
    const reported = heartbeatSchema.safeParse({
      ...{ server_id: "nas", hostname: "nas", timestamp: "2026-11-21T12:00:00Z" },
      services: [{ name, status: "running" }],
    });
    const expected = serviceCreateSchema.safeParse({ service_name: name });
    expect(expected.data?.service_name).toEqual(reported.data?.services?.[0]?.name);
  },
);
