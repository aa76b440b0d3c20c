/** What the engine's errors, notices and field problems look like from here, by shape alone. */

export interface ErrorLike {
  code: string;
  message: string;
  field?: string | null;
  details?: Record<string, unknown>;
}

export interface NoticeLike {
  code: string;
  message: string;
  details: Record<string, number>;
}

export interface ProblemLike {
  reason: string;
  value?: string;
  min?: number;
  max?: number;
  suggestion?: string;
  choices?: readonly string[];
}
