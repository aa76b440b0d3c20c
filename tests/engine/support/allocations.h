#pragma once
// How often this program has asked for memory through operator new, which allocations.cpp replaces.

#include <cstddef>

namespace unrolled::tests {

std::size_t allocations();

}  // namespace unrolled::tests
