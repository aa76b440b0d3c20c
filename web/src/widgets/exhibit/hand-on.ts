/** A button that goes when it is pressed first hands the focus to the first button of its row, so the keyboard stays there. */
export const handOn = (press: () => void) => ({ currentTarget }: Event): void => {
  (currentTarget as HTMLElement).parentNode!.querySelector("button")!.focus();
  press();
};
