/** The words of the gallery's page, in English; what an element does is said by its own source. */

export const enGallery = {
  gallery: {
    title: "Gallery",
    lead: "Every exhibit, live, with everything it understands. Each works on any page: paste its lines into your course notes, and it computes there, in your readers' browsers.",
    description: "Every exhibit of Unrolled: live, with its attributes and events, and the lines that put it on your own page.",
    choose: "Gallery in English",
    contents: "Exhibits",
    needsScript: "The exhibits compute in your browser and need JavaScript.",
    embed: "On your own page",
    copy: "Copy", copied: "Copied.", select: "Your browser does not let this page copy. The lines are selected: press Ctrl+C or ⌘C.",
    reference: (tag: string) => `What ${tag} understands and tells`,
    kind: { attr: "Attributes", prop: "Properties", fires: "Events", slot: "Between the tags", csspart: "Parts, for ::part() in style sheets" },
    unnamed: "content",
  },
};
