import { expect, test } from "vitest";
import {
  atLeast,
  debianMirrors,
  parseOsRelease,
  parseSources,
  parseSourcesList,
  privateSources,
} from "../../wasm/toolchain/apt.mjs";

const modern = `Types: deb
# a comment between the fields
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

test("the mirror is read from a deb822 file, comments and all", () => {
  expect(debianMirrors(parseSources(modern), "bookworm")).toEqual(["http://mirror.example/debian"]);
});

test("the mirror is read from a one-line list, with or without options", () => {
  const list = `# deb http://old.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # the closest
deb [arch=amd64 signed-by=/etc/key.gpg] http://other.example/apt bookworm main
deb-src http://sources.example/debian bookworm main
deb http://mirror.example/debian bookworm-updates main`;
  const sources = parseSourcesList(list);
  expect(sources).toHaveLength(4);
  expect(sources[0]?.components).toEqual(["main", "contrib"]);
  expect(sources[1]?.signedBy).toBe("/etc/key.gpg");
  expect(debianMirrors(sources, "bookworm")).toEqual(["http://mirror.example/debian", "http://other.example/apt"]);
});

test("Debian's own archive comes before a third party that uses Debian's suite names", () => {
  const sources = parseSources(`Types: deb
URIs: https://vendor.example/php
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/vendor.gpg

${modern}`);
  expect(debianMirrors(sources, "bookworm")[0]).toBe("http://mirror.example/debian");
});

test("a machine that follows `stable` by that name has a mirror too", () => {
  const sources = parseSourcesList("deb http://mirror.example/debian stable main");
  expect(debianMirrors(sources, "bookworm")).toEqual(["http://mirror.example/debian"]);
});

test("a switched-off source, a foreign suite and a source without main are not mirrors", () => {
  const sources = parseSources(`${modern.replace("Types: deb", "Enabled: no\nTypes: deb")}
Types: deb
URIs: https://vendor.example/node
Suites: nodistro
Components: main

Types: deb
URIs: https://vendor.example/docker
Suites: bookworm
Components: stable
`);
  expect(debianMirrors(sources, "bookworm")).toEqual([]);
});

test("fields may go on over several lines", () => {
  const uris = "URIs:\n http://a.example/debian\n http://b.example/debian";
  const [source] = parseSources(`Types: deb\n${uris}\nSuites: sid\nComponents: main\n`);
  expect(source?.uris).toEqual(["http://a.example/debian", "http://b.example/debian"]);
});

test("a private list asks for a signature and for nothing but main", () => {
  const lines = privateSources("http://mirror.example/debian", "trixie").trim().split("\n");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/ \[signed-by=\/\S+\] http:\/\/mirror\.example\/debian trixie main$/);
});

test("versions compare number by number, not letter by letter", () => {
  expect(atLeast("3.1.69", "3.1.61")).toBe(true);
  expect(atLeast("3.1.6~dfsg-5", "3.1.61")).toBe(false);
  expect(atLeast("4.0", "3.1.61")).toBe(true);
  expect(atLeast("3.1.61-git", "3.1.61")).toBe(true);
  expect(atLeast("3.1", "3.1.0")).toBe(true);
});

test("os-release values lose their quotes", () => {
  expect(parseOsRelease('ID=debian\nVERSION_CODENAME="bookworm"\n# note\n')).toEqual({
    ID: "debian",
    VERSION_CODENAME: "bookworm",
  });
});
