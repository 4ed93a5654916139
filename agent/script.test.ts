import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { AGENT, cleanUp, INSTALLER, isLinux, makeMachine, RECORDER, shells, which } from "./testing";

afterEach(cleanUp);

describe.skipIf(!isLinux)("the script", () => {
  for (const dialect of ["sh", "dash"]) {
    it.skipIf(!which("shellcheck"))(
      `has nothing for shellcheck to say as ${dialect}`,
      () => {
        const { stdout, status } = spawnSync("shellcheck", ["-s", dialect, AGENT, INSTALLER, RECORDER], {
          encoding: "utf8",
        });
        expect(stdout).toBe("");
        expect(status).toBe(0);
        // It computes for seconds, on a busy machine for many.
      },
      120_000,
    );
  }

  for (const shell of shells) {
    it(`says its version and explains its configuration under ${shell.name}`, async () => {
      const machine = makeMachine("alpine-vm", shell);
      const version = await machine.run(["--version"]);
      expect(version.stdout).toMatch(/^homelab-agent \d+\.\d+\.\d+\n$/);
      const help = await machine.run(["--help"]);
      expect(help.code).toBe(0);
      for (const word of [
        "HOMELAB_HUB_URL",
        "HOMELAB_TOKEN",
        "HOMELAB_INTERVAL",
        "run",
        "once",
        "--dry-run",
        "--uninstall",
      ])
        expect(help.stdout).toContain(word);
    });
  }

  it("answers a word that it does not know with one sentence and code 64", async () => {
    const { code, stderr } = await makeMachine("alpine-vm").run(["rum"]);
    expect(code).toBe(64);
    expect(stderr).toBe("homelab-agent: 'rum' is not known; see homelab-agent --help.\n");
  });
});

describe.skipIf(!isLinux)("a wrong configuration ends the agent with one clear sentence and code 78", () => {
  const hub = { HOMELAB_HUB_URL: "http://hub:3000", HOMELAB_TOKEN: "hla_x" };
  const cases: Array<[string, Record<string, string>, RegExp]> = [
    ["no hub", { HOMELAB_TOKEN: "hla_x" }, /HOMELAB_HUB_URL is not set/],
    ["no token", { HOMELAB_HUB_URL: hub.HOMELAB_HUB_URL }, /no token and no enrolment key/],
    ["an address without http", { ...hub, HOMELAB_HUB_URL: "hub:3000" }, /must begin with http/],
    [
      "an address with a quote",
      { ...hub, HOMELAB_HUB_URL: 'http://hub:3000/"\nupload-file = "/etc/passwd' },
      /must be a plain http/,
    ],
    [
      "a token with a line end",
      { ...hub, HOMELAB_TOKEN: "hla_x\nurl = http://elsewhere" },
      /a character that no token has/,
    ],
    [
      "an interval in words",
      { ...hub, HOMELAB_INTERVAL: "1m" },
      /HOMELAB_INTERVAL must be a number of seconds/,
    ],
    [
      "an interval of nothing",
      { ...hub, HOMELAB_INTERVAL: "0" },
      /HOMELAB_INTERVAL must be a number of seconds/,
    ],
    [
      "a server id with blanks",
      { ...hub, HOMELAB_SERVER_ID: "My NAS" },
      /HOMELAB_SERVER_ID must be small letters/,
    ],
    [
      "an option for a service",
      { ...hub, HOMELAB_SERVICES: "nginx --host=evil" },
      /no name of a systemd unit/,
    ],
    [
      "a CA file that is not there",
      { ...hub, HOMELAB_CA_FILE: "/nowhere.pem" },
      /HOMELAB_CA_FILE \/nowhere.pem cannot be read/,
    ],
    [
      "a relative state directory",
      { ...hub, HOMELAB_STATE_DIR: "state" },
      /HOMELAB_STATE_DIR must be an absolute path/,
    ],
    [
      "a state directory that cannot be",
      { ...hub, HOMELAB_STATE_DIR: "/proc/agent" },
      /is not writable by this user/,
    ],
    [
      "a configuration file that is not there",
      { ...hub, HOMELAB_CONFIG: "/nowhere.conf" },
      /nowhere.conf does not exist/,
    ],
    ["a client that nobody knows", { ...hub, HOMELAB_HTTP_CLIENT: "lynx" }, /HOMELAB_HTTP_CLIENT must be/],
  ];
  it.each(cases)("when there is %s", async (_, env, sentence) => {
    const { code, stderr, stdout } = await makeMachine("alpine-vm").run(["once"], env);
    expect(stderr).toMatch(sentence);
    expect(stderr.replaceAll("\nurl", "").replaceAll("\nupload", "").trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(78);
    expect(stdout).toBe("");
  });
});

describe.skipIf(!isLinux)("the configuration file", () => {
  it("is read as KEY=value lines, with quotes, comments and Windows line ends, and never executed", async () => {
    const machine = makeMachine("alpine-vm");
    const conf = [
      "# comment",
      "",
      'HOMELAB_SERVER_ID="from-file"\r',
      "HOMELAB_INTERVAL='15'",
      "HOMELAB_CA_FILE=$(touch pwned)",
    ];
    machine.write("agent.conf", conf.join("\n"));
    const { stdout } = await machine.run(["--dry-run"], { HOMELAB_CONFIG: machine.path("agent.conf") });
    expect(JSON.parse(stdout)).toMatchObject({ server_id: "from-file", interval_seconds: 15 });
    expect(spawnSync("ls", [machine.folder], { encoding: "utf8" }).stdout).not.toContain("pwned");
  });

  it("gives way to the environment, and its unknown lines are named", async () => {
    const machine = makeMachine("alpine-vm");
    machine.write("agent.conf", "HOMELAB_SERVER_ID=from-file\nHOMELAB_COLOUR=red\nwhat is this\n");
    const { stdout, stderr } = await machine.run(["--dry-run"], {
      HOMELAB_CONFIG: machine.path("agent.conf"),
      HOMELAB_SERVER_ID: "from-environment",
    });
    expect(JSON.parse(stdout)).toMatchObject({ server_id: "from-environment" });
    expect(stderr).toContain("HOMELAB_COLOUR in");
    expect(stderr).toContain("no KEY=value");
  });
});
