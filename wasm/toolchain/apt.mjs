/**
 * What apt's files say, as pure functions: which mirror a Debian machine already trusts, and which of two versions
 * is newer. The project names no host of its own; it asks the mirror that the machine's owner chose.
 *
 * @typedef {{ types: string[], uris: string[], suites: string[], components: string[], signedBy: string }} Source
 */

const DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Names under which a Debian release, whichever it is, can stand in a sources file. */
const ALIASES = ["stable", "oldstable", "oldoldstable", "testing", "unstable", "sid"];

const words = (/** @type {string | undefined} */ text) => (text ?? "").split(/\s+/).filter(Boolean);

/**
 * The older form: `deb [signed-by=…] uri suite component…`, one a line.
 * @param {string} text
 * @returns {Source[]}
 */
export function parseSourcesList(text) {
  const sources = [];
  for (const line of text.split("\n")) {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (!match) continue;
    const [, type = "", options = "", uri = "", suite = "", components = ""] = match;
    const signedBy = /signed-by=(\S+)/i.exec(options)?.[1] ?? "";
    sources.push({ types: [type], uris: [uri], suites: [suite], components: words(components), signedBy });
  }
  return sources;
}

/**
 * The newer form (deb822): paragraphs of `Field: value`, continued by indented lines.
 * @param {string} text
 * @returns {Source[]}
 */
export function parseSources(text) {
  return text
    .split(/\n\s*\n/)
    .map(fieldsOf)
    .filter((fields) => fields.get("types") && fields.get("enabled")?.toLowerCase() !== "no")
    .map((fields) => ({
      types: words(fields.get("types")),
      uris: words(fields.get("uris")),
      suites: words(fields.get("suites")),
      components: words(fields.get("components")),
      signedBy: fields.get("signed-by")?.trim() ?? "",
    }));
}

/** @param {string} paragraph */
function fieldsOf(paragraph) {
  const fields = new Map();
  let last = "";
  for (const line of paragraph.split("\n")) {
    if (line.startsWith("#")) continue;
    const match = /^([A-Za-z][\w-]*):\s*(.*)$/.exec(line);
    if (match) fields.set((last = (match[1] ?? "").toLowerCase()), match[2]);
    else if (last && /^\s/.test(line)) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
  }
  return fields;
}

/**
 * The addresses that carry Debian itself, likeliest first: third parties also name their suites after Debian's
 * releases, but only the archive has the release's `-updates` or is signed with Debian's own keyring.
 * @param {Source[]} sources
 * @param {string} codename the running release, such as "bookworm"
 */
export function debianMirrors(sources, codename) {
  const releases = [codename, ...ALIASES];
  const scores = new Map();
  for (const { types, uris, suites, components, signedBy } of sources) {
    if (!types.includes("deb") || !components.includes("main")) continue;
    if (!suites.some((suite) => releases.includes(suite.replace(/-updates$/, "")))) continue;
    const score =
      (signedBy.includes("debian-archive") ? 2 : 0) + (suites.some((suite) => suite.endsWith("-updates")) ? 2 : 0) + 1;
    for (const uri of uris) scores.set(uri, (scores.get(uri) ?? 0) + score);
  }
  return [...scores].sort((a, b) => b[1] - a[1]).map(([uri]) => uri);
}

/**
 * A private sources.list for another release on the same mirror; apt goes on verifying its signature.
 * @param {string} mirror
 * @param {string} suite
 */
export function privateSources(mirror, suite) {
  return ["deb", "deb-src"].map((type) => `${type} [signed-by=${DEBIAN_KEYRING}] ${mirror} ${suite} main\n`).join("");
}

/**
 * Whether dotted version `a` is `b` or newer; whatever follows the numbers (`-git`, `+dfsg`) is ignored.
 * @param {string} a
 * @param {string} b
 */
export function atLeast(a, b) {
  const [left, right] = [a, b].map((version) => (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); ++i) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * @param {string} text of /etc/os-release
 * @returns {Record<string, string>}
 */
export function parseOsRelease(text) {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)=("?)(.*)\2$/gm)].map(([, key = "", , value = ""]) => [key, value]),
  );
}
