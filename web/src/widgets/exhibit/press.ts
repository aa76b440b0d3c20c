/** A button that goes when it is pressed first hands the focus to the first button of its row, so the keyboard stays there. */
export const handOn = (press: () => void) => ({ currentTarget }: Event): void => {
  (currentTarget as HTMLElement).parentNode!.querySelector("button")!.focus();
  press();
};

/** On a button that turns into its opposite: the second click of a double click does not take back the first. */
export const singly = (press: () => void) => ({ detail }: MouseEvent): void => {
  if (detail < 2) press();
};
