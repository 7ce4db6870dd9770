#include "pipeline/models.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {
namespace {

void name_recordings_of_now(embed::Vocabulary& vocabulary, warehouse::Connection& published) {
  using embed::TokenKind;
  std::unordered_map<std::string, std::uint32_t> rows;  // keys without a row → the smallest of their tracks
  const auto offer = [&](std::string_view key, std::uint32_t row) {
    if (vocabulary.find(TokenKind::recording, key)) return;
    const auto [at, added] = rows.try_emplace(std::string(key), row);
    if (!added) at->second = std::min(at->second, row);
  };
  warehouse::each_track(published, [&](std::string_view recording, std::string_view track) {
    if (const auto at = vocabulary.aliases.find(std::string(track)); at != vocabulary.aliases.end())
      offer(recording, at->second);
  });
  // Of corpora, too, whose tracks the marts do not know.
  for (const auto& [from, into] : warehouse::recording_merges(published))
    if (const auto row = vocabulary.find(TokenKind::recording, from)) offer(into, *row);
  for (const auto& [key, row] : rows) vocabulary.also(TokenKind::recording, key, row);
}

}  // namespace

std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock) {
  const std::string bytes = embed::to_bytes(model);
  const std::string name =
      fmt::format("{}-{}.model", base::to_iso_date(clock.now()), base::sha256_hex(bytes).substr(0, 12));
  base::write_file_durably(folder / name, bytes);
  base::write_file_durably(folder / "current", name + "\n");
  return name;
}

NamedModel current_model(const std::filesystem::path& folder, warehouse::Connection& published) {
  if (!std::filesystem::exists(folder / "current"))
    throw base::Error(base::Fault::usage, "nothing is trained yet: run `segue train`");
  std::string name = base::read_file(folder / "current");
  while (!name.empty() && name.back() == '\n') name.pop_back();
  NamedModel named{name, embed::load(folder / name)};
  name_recordings_of_now(named.model.vocabulary, published);
  return named;
}

}  // namespace segue::pipeline
