#include "decoding/writer.h"

#include <algorithm>

namespace unrolled {

template <class T>
DecoderSteps<T>::DecoderSteps(const EncoderDecoder<T>& model, const Encoded& source, Index width)
    : Steps<T>(width, model.shape().V), pass_(model, {std::max<Index>(1, static_cast<Index>(source.source.size())), 1, width}, Purpose::read) {
  const std::vector<const Encoded*> same(static_cast<size_t>(width), &source);
  pass_.set(same);
}

template <class T>
bool DecoderSteps<T>::read() {
  pass_.begin(0);
  pass_.encode();
  pass_.decode(0, 1);
  pass_.carry();
  return true;
}

template <class T>
void DecoderSteps<T>::take(std::span<const Id> ids) {
  std::ranges::copy(ids, pass_.inputs().begin());
  pass_.decode(0, 1);
  pass_.carry();
}

template <class T>
void DecoderSteps<T>::store(Index level) {
  if (stored_.size() <= static_cast<size_t>(level)) stored_.resize(level + 1);
  stored_[level].clear();
  for (const Matrix<T>& m : pass_.state()) stored_[level].insert(stored_[level].end(), m.data(), m.data() + m.size());
}

template <class T>
void DecoderSteps<T>::recall(Index level) {
  const T* from = stored_[level].data();
  for (Matrix<T>& m : pass_.state()) {
    std::copy_n(from, m.size(), m.data());
    from += m.size();
  }
}

template <class T>
std::vector<std::vector<Id>> write_greedily(EncoderDecoderPass<T>& pass, std::span<const Encoded* const> sources, Index longest) {
  const Id bos = pass.shape().bos(), eos = pass.shape().eos();
  const size_t count = sources.size();
  std::vector<std::vector<Id>> written(count);
  std::vector<bool> ended(count);
  pass.set(sources);
  pass.begin(0);
  pass.encode();
  for (Index t = 0; t < longest && !std::ranges::all_of(ended, std::identity{}); ++t) {
    pass.decode(0, 1);
    pass.carry();
    const Matrix<T> z = pass.outputs();
    for (size_t b = 0; b < count; ++b) {
      const T* row = z.data() + static_cast<Index>(b) * z.cols();
      // <unk> and <bos> are never written; <eos> is the last.
      Id best = static_cast<Id>(std::max_element(row + 1, row + bos) - row);
      if (best == bos || row[eos] > row[best]) best = eos;
      pass.inputs()[b] = best;
      ended[b] = ended[b] || best == eos;
      if (!ended[b]) written[b].push_back(best);
    }
  }
  return written;
}

template class DecoderSteps<float>;
template class DecoderSteps<double>;
template std::vector<std::vector<Id>> write_greedily(EncoderDecoderPass<float>&, std::span<const Encoded* const>, Index);
template std::vector<std::vector<Id>> write_greedily(EncoderDecoderPass<double>&, std::span<const Encoded* const>, Index);

}  // namespace unrolled
