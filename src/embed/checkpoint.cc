// How it works: a checkpoint is the number of epochs done and both matrices, between a fingerprint of everything that
// decides the training and a SHA-256 of it all. A file that is cut, damaged or of another training is not read: the
// training then begins at its start.
#include "embed/checkpoint.h"

#include <fmt/core.h>

#include <cstring>
#include <string_view>

#include "base/file.h"
#include "base/framed_file.h"
#include "base/hash.h"

namespace segue::embed {
namespace {

constexpr std::string_view kMagic = "SEGCKPT1";

template <class T>
std::string_view bytes_of(const std::vector<T>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

std::size_t row_bytes(const Matrix& matrix) {
  return matrix.rows().n * sizeof(float);
}

}  // namespace

std::string fingerprint(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& o, const char* unit) {
  const std::string told =
      // Floats as hexadecimal: two settings that differ in the last bit have different fingerprints.
      fmt::format("{} {} {} {} {} {} {} {:a} {} {:a} {:a} {:a} {:a} {:a} {:a} {} {} {}", unit, text_of(o.objective),
                  o.dimension, text_of(o.reach), o.window, o.negatives, o.sharing, o.exponent, o.epochs, o.rate,
                  o.pair_exponent, o.dropout, o.l2, o.token_share, o.subsample, o.seed, o.threads, o.block);
  return base::sha256_hex(base::sha256_raw(bytes_of(vocabulary.counts)) + base::sha256_raw(bytes_of(lists.starts)) +
                          base::sha256_raw(bytes_of(lists.places)) + told);
}

void write_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, std::uint32_t epochs_done,
                      const Matrix& input, const Matrix& output) {
  std::string bytes(kMagic);
  bytes.reserve(kMagic.size() + fingerprint.size() + sizeof epochs_done + base::kSumBytes +
                std::size_t{input.count()} * row_bytes(input) * 2);
  bytes += fingerprint;
  base::put(bytes, epochs_done);
  for (const Matrix* matrix : {&input, &output})
    for (std::uint32_t row = 0; row < matrix->count(); ++row)
      bytes.append(reinterpret_cast<const char*>(matrix->row(row)), row_bytes(*matrix));
  base::end_frame(bytes);
  base::write_file_durably(file, bytes);
}

std::uint32_t read_checkpoint(const std::filesystem::path& file, const std::string& fingerprint, Matrix& input,
                              Matrix& output) {
  if (!std::filesystem::exists(file)) return 0;
  const std::string bytes = base::read_file(file);
  std::uint32_t epochs_done = 0;
  const std::string head = std::string(kMagic) + fingerprint;
  const std::size_t numbers = std::size_t{input.count()} * row_bytes(input);
  const std::size_t size = head.size() + sizeof epochs_done + 2 * numbers + base::kSumBytes;
  if (bytes.size() != size || !bytes.starts_with(head) || !base::has_right_sum(bytes)) return 0;
  const char* at = bytes.data() + head.size();
  std::memcpy(&epochs_done, at, sizeof epochs_done);
  at += sizeof epochs_done;
  for (Matrix* matrix : {&input, &output})
    for (std::uint32_t row = 0; row < matrix->count(); ++row, at += row_bytes(*matrix))
      std::memcpy(matrix->row(row), at, row_bytes(*matrix));
  return epochs_done;
}

}  // namespace segue::embed
