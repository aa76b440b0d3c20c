/** The words of the lessons' pages, in English; what a lesson says is in `lessons/`. */

export const enLessons = {
  lessons: {
    title: "Lessons",
    skip: "Skip to the text",
    lead: "Each lesson asks one question, lets you guess, and then lets a real network answer, in this page. 15 to 25 minutes each; the chain rule is all you need to know.",
    description: "Guided lessons on recurrent networks, in which every exhibit really computes in your browser.",
    contents: "In this lesson",
    linkTo: (section: string) => `Link to the section “${section}”`,
    turning: "Other lessons", previous: "Before this", next: "Next", all: "All lessons",
    read: "read",
    progress: (read: number, all: number) => (read === all ? "All read." : `${read} of ${all} sections read.`),
    forget: "Forget that",
    needsScript: "An exhibit stands here. It computes in your browser and needs JavaScript.",
    choose: "Lessons in English",
  },
};
