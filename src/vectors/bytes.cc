#include "vectors/bytes.h"

#include "vectors/kernels.h"

namespace segue::vectors {

const ByteKernels& byte_kernels_of(const std::string& unit) {
  const std::string name = kernels_of(unit).unit;
#ifdef SEGUE_X86
  if (name == kAvx512Bytes.unit && __builtin_cpu_supports("avx512bw")) return kAvx512Bytes;
  if (name != kPlainBytes.unit) return kAvx2Bytes;
#endif
  return kPlainBytes;
}

const ByteKernels& byte_kernels() {
  return byte_kernels_of(kernels().unit);
}

}  // namespace segue::vectors
