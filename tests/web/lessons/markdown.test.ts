import { describe, expect, it } from "vitest";
import { readLesson } from "../../../web/lessons/markdown.js";

const words = { needsScript: "needs JavaScript", linkTo: (section: string) => `to ${section}` };
const read = (body: string, title = "# Title\n\nThe lead.\n\n") => readLesson("lessons/01-x/en.md", title + body, words, (href) => href);
const html = (body: string) => {
  const { opening, sections } = read(body);
  return opening + sections.map((section) => section.html).join("");
};

describe("a lesson's parts", () => {
  it("are its title, its lead, and its sections with their ids", () => {
    const lesson = read("More.\n\n## First {#first}\n\nText.\n\n### Within {#within}\n\nText.\n\n## *Second* one {#second}\n\nEnd.\n");
    expect([lesson.title, lesson.lead]).toEqual(["Title", "The lead."]);
    expect(lesson.sections.map(({ id, title }) => [id, title])).toEqual([["first", "First"], ["second", "Second one"]]);
    expect(lesson.headings.map(({ level, id, line }) => [level, id, line])).toEqual([[1, "", 1], [2, "first", 7], [3, "within", 11], [2, "second", 15]]);
    expect(lesson.opening).toBe("<p>The lead.</p>\n<p>More.</p>\n");
    expect(lesson.sections[0]!.html).toContain('<h2 id="first">First <a class="anchor" href="#first" aria-label="to First">#</a></h2>');
  });

  it("may lack an opening text or a section", () => {
    expect(read("", "# Only this\n")).toMatchObject({ title: "Only this", lead: "", opening: "", sections: [] });
  });
});

describe("formulas", () => {
  it("stand within a line and on lines of their own", () => {
    expect(html("Let $$x_t$$ be.\n")).toContain("Let <math><mrow><msub><mi>x</mi><mi>t</mi></msub></mrow></math> be.");
    expect(html("$$\na_1\n$$\n")).toContain('<div class="display"><math display="block">');
  });

  it("keep Markdown's signs to themselves", () => {
    expect(html("From $$a_1 * b_2 * c_{3}$$ on.\n")).not.toContain("<em>");
    expect(html("$$\na\n\nb *c* d_e f*\n$$\n")).not.toContain("<em>");
  });

  it("have the colours of the map as classes, letters that every browser has, and columns by class", () => {
    expect(html("$$\n\\textcolor{f}{\\mathbf f_t}\n$$\n")).toContain('<mstyle class="q-f"><msub><mi mathvariant="bold">f</mi>');
    expect(html("In $$\\mathbb{R}$$, $$\\mathcal{L}$$, $$\\mathcal{D}$$, $$\\mathbb{1}$$, $$\\lVert x \\rVert$$.\n"))
      .toMatch(/<mi mathvariant="normal">ℝ<\/mi>.*ℒ.*𝒟.*𝟙.*lspace="0" rspace="0">‖/s);
    expect(html("$$\n\\begin{aligned} a &= b \\end{aligned}\n$$\n")).toContain('<mtable class="aligned">');
    expect(html("$$\n\\begin{cases} a & b \\end{cases}\n$$\n")).toContain('<mtable class="cases">');
  });

  it("leave a thin space after the name of a function, but none before a bracket", () => {
    expect(html("As $$\\ln 4$$ is.\n")).toContain('<mi>ln</mi><mspace width="0.1667em"></mspace><mn>4</mn>');
    expect(html("As $$\\tanh(x)$$ is.\n")).not.toContain("mspace");
    expect(html("As $$\\tanh\\left(x\\right)$$ is.\n")).not.toContain("mspace");
  });

  it("stay with the punctuation around them", () => {
    expect(html("In (see $$x$$) and ($$y$$), $$z$$ is.\n")).toMatch(/see <span class="together"><math>.*<\/math>\)<\/span> and <span class="together">\(<math>.*<\/math>\),<\/span> <math>/);
  });

  it("keep a quarter of an em to Chinese characters that touch them, and none to punctuation", () => {
    expect(html("设$$x$$为，$$y$$。\n")).toMatch(/设<math class="gap-before gap-after">.*，<span class="together"><math><mrow>.*<\/math>。<\/span>/);
  });

  it("carry no style attribute, no script and no font", () => {
    const all = html("$$\n\\frac{\\partial L}{\\partial h} \\sqrt{x} \\hat{y} \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix} \\text{if } \\sum_{k=1}^{T}\n$$\n");
    expect(all).not.toMatch(/\sstyle=|class="katex|xmlns/);
  });
});

describe("code", () => {
  it("is coloured by classes", () => {
    const code = html("```python\nif x < 1:  # why\n    return \"s\"\n```\n");
    expect(code).toContain('<pre><code class="language-python"><span class="keyword">if</span>');
    expect(code).toMatch(/&lt;.*<span class="comment"># why<\/span>/);
    expect(code).not.toContain("style=");
    expect(html("```cpp\nint f() {\n  for (int t = 0; t < T; ++t) s += t;\n}\n```\n")).toContain('<span class="keyword">for</span>');
    expect(html("```text\na < b\n```\n")).toContain('<pre><code class="language-text">a &lt; b\n</code></pre>');
  });
});

describe("exhibits", () => {
  const tag = "<unrolled-gates preset=\"01-x/a\" title='no'>";

  it("pass through with their attributes, and say what they need where they are empty", () => {
    const lesson = read('<unrolled-gates preset="01-x/a" question="Is 2 > 1 &amp; why?" open>\n</unrolled-gates>\n');
    expect(lesson.exhibits).toEqual([{ tag: "unrolled-gates", attributes: { preset: "01-x/a", question: "Is 2 > 1 & why?", open: "" }, inner: "", line: 5 }]);
    expect(lesson.opening).toContain('<unrolled-gates preset="01-x/a" question="Is 2 &gt; 1 &amp; why?" open=""></unrolled-gates>\n<noscript><p class="needs-script">needs JavaScript</p></noscript>');
  });

  it("keep what stands between their tags", () => {
    expect(html("<unrolled-gates>\n<p>Gates over a text.</p>\n</unrolled-gates>\n")).toContain("<unrolled-gates><p>Gates over a text.</p></unrolled-gates>");
  });

  it("raise exponents in what they hold, not in their attributes", () => {
    expect(html('<unrolled-gates>\n<p title="2⁶">Nothing: 10⁻¹⁸, f⁶⁰.</p>\n</unrolled-gates>\n')).toContain('<p title="2⁶">Nothing: 10<sup>−18</sup>, f<sup>60</sup>.</p>');
  });

  it("must be written so that kramdown reads them alike", () => {
    expect(() => html(`${tag}\n</unrolled-gates>\n`)).toThrow("lessons/01-x/en.md:5: <unrolled-gates> must be closed by </unrolled-gates>");
    expect(() => html("<unrolled-gates>\n\n</unrolled-gates>\n")).toThrow("no empty line between");
    expect(() => html("See <unrolled-gates></unrolled-gates> there.\n")).toThrow("en.md:5: An exhibit stands on lines of its own");
    expect(() => html("<div>\n</div>\n")).toThrow("Only unrolled-* elements and comments");
  });
});

describe("quoted numbers", () => {
  it("are collected with what is printed", () => {
    expect(read('It is <span data-number="vanish.ratio60">1.2 × 10⁻⁹</span>.\n').numbers).toEqual([{ name: "vanish.ratio60", text: "1.2 × 10⁻⁹", line: 5 }]);
    expect(html('It is <span data-number="vanish.ratio60">1.2 × 10⁻⁹</span>.\n')).toContain('<span data-number="vanish.ratio60">1.2 × 10<sup>−9</sup></span>');
    expect(() => read('It is <span data-number="vanish.a">*1.2*</span>.\n')).toThrow("vanish.a must be plain text");
    expect(() => read('It is <span class="x">1</span>.\n')).toThrow("is not one of the tags");
  });
});

describe("tables, quotations, quotation marks, comments", () => {
  it("are written without style attributes, and scroll by themselves", () => {
    expect(html("| a | b |\n|---|---:|\n| 1 | 2 |\n")).toMatch(/^<p>The lead.<\/p>\n<div class="table"><table>[\s\S]*<td class="right">2<\/td>[\s\S]*<\/table><\/div>\n$/);
    expect(html("It's \"so\".\n")).toContain("It’s “so”.");
    expect(html("<!-- not for readers -->\n\nText <!-- nor this -->.\n")).not.toContain("reader");
  });
});

it.each([
  ["Text $$x$ more.", 5, "no partner"],
  ["$$x$$", 5, "alone in its paragraph"],
  ["Text\n$$\nx\n$$\n", 6, "empty line before and after"],
  ["$$\nx\n$$\nText", 5, "empty line before and after"],
  ["One\ntwo $$\\nosuch$$.", 6, "cannot be read: Undefined control sequence: \\nosuch"],
  ["$$\n\\frac{1}{\n$$", 5, "cannot be read"],
  ["$$\n\\boxed{x}\n$$", 5, "more plainly"],
  ["Let $$|x|$$ be.", 5, "make a table"],
  ["Let $$\\textcolor{red}{x}$$ be.", 5, "no colour red"],
  ["## Section", 5, "has an id"],
  ["## A {#a}\n\n## B {#a}", 7, "is taken"],
  ["## Main {#main}", 5, "is taken"],
  ["# Again", 5, "one title"],
  ["#### Deep {#deep}", 5, "down to ###"],
  ["## With $$x$$ {#x}", 5, "no formulas"],
  ["```\ncode\n```", 5, "names its language"],
  ["    indented", 5, "not indented"],
  ["![picture](a.png)", 5, "no pictures"],
  ["第一行\n第二行", 6, "stands on one line"],
  ["**“重要”**的", 5, "makes nothing bold"],
  ["Wait -- what", 5, "dash"],
  ["Text\n{: .note}", 6, "kramdown's alone"],
])("%j is refused at its line, with a remedy", (body, line, sentence) => {
  expect(() => html(`${body}\n`)).toThrow(new RegExp(`^lessons/01-x/en\\.md:${line}: .*${sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
});

it("needs a title first", () => {
  expect(() => read("", "Text before.\n\n# Title\n")).toThrow("en.md:1: A lesson begins with its title");
});
