// The `expected` that segue uses, named in one place (g++ 12 has std::expected only in C++23).
#pragma once
#include <tl/expected.hpp>

namespace segue {
template <class T, class E>
using Expected = tl::expected<T, E>;
using tl::unexpected;
}  // namespace segue
