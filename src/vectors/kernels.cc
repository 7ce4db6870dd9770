#include "vectors/kernels.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "base/error.h"

namespace segue::vectors {

std::vector<std::string> units() {
  std::vector<std::string> names;
#ifdef SEGUE_X86
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma"))
    names.emplace_back(kAvx512.unit);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) names.emplace_back(kAvx2.unit);
#endif
  names.emplace_back(kPlain.unit);
  return names;
}

const Kernels& kernels_of(const std::string& unit) {
  const auto there = units();
  for (const auto& name : there) {
    if (name != unit) continue;
#ifdef SEGUE_X86
    if (name == kAvx512.unit) return kAvx512;
    if (name == kAvx2.unit) return kAvx2;
#endif
    return kPlain;
  }
  throw base::Error(base::Fault::usage,
                    fmt::format("SEGUE_VECTOR_UNIT is '{}'; this processor has {}", unit, fmt::join(there, ", ")));
}

const Kernels& kernels() {
  const char* forced = std::getenv("SEGUE_VECTOR_UNIT");
  return kernels_of(forced != nullptr && *forced != '\0' ? forced : units().front());
}

}  // namespace segue::vectors
