import packageJson from "../package.json" with { type: "json" };

export const hubVersion: string = packageJson.version;
/** An SPDX name; the text is in LICENSE. */
export const hubLicence: string = packageJson.license;
