/** The words of the pages around the exhibit, in English. */

export const enHome = {
  page: {
    title: "Unrolled: watch a recurrent network learn to write",
    studioTitle: "Studio · Unrolled",
    skip: "Skip to the exhibit",
    home: "Home", gallery: "Gallery", studio: "Studio", navigation: "Pages",
    otherLanguage: "中文", otherLanguageLabel: "换成中文",
    theme: { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" } as Record<string, string>,
    footer: "Open source, Apache-2.0. No cookies, no tracking, no other host is ever asked for anything.",
    studioIntro: "Every setting of the model, and your own text. Change one thing and compare: the curve before stays as a faint line.",
  },
  home: {
    headline: "Watch a recurrent network learn to write",
    lead: "Press Train. An LSTM reads a story one character at a time, here in this tab, and within seconds starts to write like it.",
    happensTitle: "What happens when you press it",
    happens: (batch: number, window: number): [string, string][] => [
      ["It guesses.", `It reads at ${batch} places of the text at once. At each it takes in a character, updates its hidden state, and gives every character it knows a probability of coming next.`],
      ["It is told.", "The loss is how surprised it was by the character that really came, in nats: ln of one over the probability it gave. Guessing evenly is the dotted line in the chart."],
      ["It looks back.", `The network is unrolled over ${window} time steps, and the surprise flows back through them: backpropagation through time. What comes out is a gradient for every single weight.`],
      ["It changes.", `Adam moves all the weights a little, and the next ${batch} × ${window} characters follow. The samples are what the weights of that very step write.`],
    ],
    promisesTitle: "What you can rely on",
    promises: [
      ["Nothing leaves this device.", "Your text is read by this page and by nothing else. There is no server behind it."],
      ["The same seed gives the same bytes.", "Press Reset, then Train: the new curve runs exactly over the old one."],
      ["Every number is real.", "Nothing is played back. What you see is computed while you look, from the arrays that training uses."],
    ] as [string, string][],
    ownTitle: "Your own text",
    own: "Paste or drop anything into the box under the exhibit: a novel, a chat, a folder of poems in one file, any script. Some thousand characters begin to show a style; a hundred thousand give words and sentences. UTF-8, UTF-16, GB18030 and Latin-1 files are recognised.",
    toStudio: "Open the studio to change the model itself",
    toStudioNote: "cell, size, layers, optimizer, clipping, seed …",
  },
};
