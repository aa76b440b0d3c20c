/** What nobody is meant to write into a field or an attribute, and what fits there without being meant. */

export const oddStrings: readonly string[] = [
  "", " ", "\t\n", "👩‍👩‍👧‍👦🏳️‍🌈", "السلام عليكم", "\u202eright to left\u202c", "\ud800", "good \udc00 day", "\0", "\u0001\u0007\u001b[31m\u007f", "\ufeff",
  "1e999", "-1e999", "-0", "NaN", "Infinity", "1e-320", "0x10", "1,5", "１２", "99999999999999999999", "-1", "0", "0.5", "1",
  "<img src=x onerror=console.error('injected')>", "</textarea><script>console.error('injected')</script>", "&lt;&#0;", "${1}", "%E0%A4%A", "javascript:console.error('injected')",
  "__proto__", "constructor", "toString", "null", "undefined", "true", "a\u0301\u0327".repeat(200), "长".repeat(3000), "x".repeat(50_000), "1".repeat(400),
];

/** Attributes that are almost right. */
export const oddAttributes: readonly string[] = [
  ...oddStrings, "[]", "{}", "[1e999]", '{"a":', `${"[".repeat(5000)}${"]".repeat(5000)}`, '{"__proto__":{"x":1}}', '{"t":[null],"runs":[{"name":"\ud800","values":[null,1e999]}]}',
  "title controls run sentence table save", "all", "title nothing \0", "hidden=16 steps=40", "hidden=1e999 batch=-0 window=NaN", "constructor=1 __proto__=2", "cell=gru hidden=4", "06-lstm/gates",
  "06-lstm/none", "05-vanishing-exploding/bet-shrink", "runs={} kind=choose", "runs=[] kind=order measure=loss-curve points=1e9", "rnn", "lstm", "gru", "backward", "zh", "en", "dark", "light", "h", "c",
];
