// The one place that names the `expected` we use (g++ 12 has std::expected in C++23 only).
#pragma once
#include <tl/expected.hpp>

namespace segue {
template <class T, class E>
using Expected = tl::expected<T, E>;
using tl::unexpected;
}  // namespace segue
