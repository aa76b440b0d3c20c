declare module "#code" {
  const sections: import("./code-data.js").CodeSections;
  export default sections;
}
