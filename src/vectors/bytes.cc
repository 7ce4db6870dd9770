#include "vectors/bytes.h"

#include "vectors/kernels.h"

namespace segue::vectors {

extern const ByteKernels kPlainBytes, kAvx2Bytes, kAvx512Bytes, kVnniBytes;

namespace {

std::vector<const ByteKernels*> tables() {
  std::vector<const ByteKernels*> there;
#ifdef SEGUE_X86
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni")) there.push_back(&kVnniBytes);
  if (__builtin_cpu_supports("avx512bw")) there.push_back(&kAvx512Bytes);
  if (__builtin_cpu_supports("avx2")) there.push_back(&kAvx2Bytes);
#endif
  there.push_back(&kPlainBytes);
  return there;
}

}  // namespace

std::vector<ByteKernels> byte_tables() {
  std::vector<ByteKernels> all;
  for (const auto* table : tables()) all.push_back(*table);
  return all;
}

const ByteKernels& byte_kernels_of(const std::string& unit) {
  const std::string name = kernels_of(unit).unit;
  const auto there = tables();
  for (const auto* table : there)
    if (name == table->unit) return *table;
  // The unit has no table for bytes under its own name: the best one serves.
  return *there.front();
}

const ByteKernels& byte_kernels() {
  return byte_kernels_of(kernels().unit);
}

}  // namespace segue::vectors
