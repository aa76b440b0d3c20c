#pragma once
// Sorting by a heap (Williams 1964). The standard library's sort is faster, and weighs several kilobytes for every type
// that it sorts; our lists are short.

#include <algorithm>
#include <functional>

namespace unrolled {

template <class List, class Less = std::less<>>
void sort_list(List& list, Less less = {}) {
  std::make_heap(list.begin(), list.end(), less);
  std::sort_heap(list.begin(), list.end(), less);
}

}  // namespace unrolled
