#pragma once
// Exhaustive search (D2L 10.8): every sequence there is, so that one sees what greedy and beam search miss.
//
// With A ids that may be written and no end token these are the A^length sequences of that length. With one they are all
// that end with it, and those of `length` tokens that do not: Σ_{d=0…length} (A−1)^d. Score = ln p / L^α as of a beam.
//
// Depth first: the children of up to `width` sequences are taken a batch at a time, the last tokens only counted.

#include "decoding/steps.h"

namespace unrolled {

struct ExhaustiveOptions {
  Index length = 3;
  double length_penalty = 0.75;
  Index count = 5;          // how many of the best are kept
  Id end = no_id;           // the end token
  std::vector<Id> banned{};  // never written, as <unk> never is
};

/// More sequences than this are refused.
inline constexpr double most_sequences = 1e6;

/// As many as `o` describes with V ids, or `infinity` where there are too many to count.
double count_sequences(Index V, const ExhaustiveOptions& o);

template <class T>
class Exhaustive {
 public:
  struct Found {
    std::vector<Id> ids;
    double log_probability, score;
  };

  /// Throws Error "invalid-field" of `length`.
  Exhaustive(std::unique_ptr<Steps<T>> steps, const ExhaustiveOptions& options);

  /// Reads a piece of what comes before the first token, or scores what follows a batch of sequences. True when done.
  bool advance();
  /// The best, best first; of equals the shorter one, then that with smaller ids.
  const std::vector<Found>& hypotheses() const { return best_; }
  /// How many were scored.
  double sequences() const { return sequences_; }

 private:
  /// Sequences of one length, side by side, and how probable each is with each of `open_` after it.
  struct Batch {
    Index depth = 0;
    std::vector<Id> ids;  // one sequence after the other
    std::vector<double> children;
    size_t next = 0;
  };

  void descend();
  void enter(Batch batch, std::span<const double> log_probabilities);
  void score(std::span<const Id> ids, Id last, double log_probability);

  ExhaustiveOptions o_;
  std::unique_ptr<Steps<T>> steps_;
  bool ready_ = false;
  std::vector<Id> open_;  // that a sequence may go on with
  std::vector<Batch> batches_;
  std::vector<Found> best_;
  double sequences_ = 0;
};

}  // namespace unrolled
