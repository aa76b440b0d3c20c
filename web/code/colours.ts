/** Which names of a section are quantities of the colour map. Where a letter means something else, it is not listed. */
const quantities: Record<string, string> = { rnn: "x h", lstm: "x i f g o c h", gru: "x r z n h", clipping: "" };

/** A name of code or of an equation to its quantity: `a_i`, `c_new` and `c_before` wear the colour of i and c, `dh` that of gradients. */
export function quantityOf(name: string, section: string): string | null {
  const cell = section.split(".")[0]!;
  if (cell === "clipping") return /^(g|gj|gradients?)$/.test(name) ? "gradient" : null;
  if (name === "memory") return "c";
  if (/^d(a|h|c|m|u|v|U|W|b)(_\w+)?$/.test(name)) return "gradient";
  const letter = name.replace(/^(?:a|tanh)_/, "").replace(/_(new|before|t)$/, "");
  return quantities[cell]!.split(" ").includes(letter) ? letter : null;
}
