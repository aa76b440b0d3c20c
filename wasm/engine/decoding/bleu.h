#pragma once
// How near a written sequence is to the true one (Papineni et al. 2002, in the form of D2L 10.7):
//
//   BLEU = exp(min(0, 1 − |label| / |written|)) · Π_{n=1}^{k} p_n^(1/2^n)
//
// p_n is the share of the written n-grams that the label has, each of the label's counted once; k at most |written|.

#include <span>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

inline constexpr Index longest_ngram = 4;

/// 0 for an empty sequence, unless the label is empty, too.
double bleu(std::span<const Id> written, std::span<const Id> label, Index k = longest_ngram);

}  // namespace unrolled
