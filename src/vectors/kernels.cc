// How it works: each vector unit has a table of functions, compiled in a file of its own with that unit's flags. The
// first unit that the processor has is used, the widest first; SEGUE_VECTOR_UNIT names another.
#include "vectors/kernels.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#ifdef SEGUE_X86
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <cstdlib>

#include "base/error.h"

namespace segue::vectors {
namespace {

#ifdef SEGUE_X86
// A process must ask Linux before it may use AMX tiles (Documentation/arch/x86/xstate.rst).
bool has_tiles() {
  constexpr long kAskFor = 0x1023, kTiles = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  static const bool given = __builtin_cpu_supports("amx-bf16") && syscall(SYS_arch_prctl, kAskFor, kTiles) == 0;
  return given;
}
#endif

}  // namespace

std::vector<std::string> units() {
  std::vector<std::string> names;
#ifdef SEGUE_X86
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma")) {
    if (has_tiles()) names.emplace_back(kAmx.unit);  // its table differs from AVX-512's in one function
    names.emplace_back(kAvx512.unit);
  }
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
    if (name == kAmx.unit) return kAmx;
    if (name == kAvx512.unit) return kAvx512;
    if (name == kAvx2.unit) return kAvx2;
#endif
    return kPlain;
  }
  throw base::Error(base::Fault::usage,
                    fmt::format("SEGUE_VECTOR_UNIT is '{}', but this processor has {}", unit, fmt::join(there, ", ")));
}

const Kernels& kernels() {
  const char* forced = std::getenv("SEGUE_VECTOR_UNIT");
  return kernels_of(forced != nullptr && *forced != '\0' ? forced : units().front());
}

}  // namespace segue::vectors
