// How it works: model files are named by day and content, and never change. `current` is written last, so it always
// names a whole file. Keys that the model lacks are added when it is read, as aliases of rows that it has.
#include "pipeline/models.h"

#include <fmt/core.h>

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "neighbors/approximate.h"
#include "neighbors/exact.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {
namespace {

void name_recordings_of_now(embed::Vocabulary& vocabulary, warehouse::Connection& published) {
  using embed::TokenKind;
  std::unordered_map<std::string, std::uint32_t> rows;  // key without a row → the smallest row of its tracks
  const auto offer = [&](std::string_view key, std::uint32_t row) {
    if (vocabulary.find(TokenKind::recording, key)) return;
    const auto [at, added] = rows.try_emplace(std::string(key), row);
    if (!added) at->second = std::min(at->second, row);
  };
  warehouse::each_track(published, [&](std::string_view recording, std::string_view track) {
    if (const auto at = vocabulary.aliases.find(std::string(track)); at != vocabulary.aliases.end())
      offer(recording, at->second);
  });
  // The marts do not know the tracks of corpora, so merges are followed, too.
  for (const auto& [from, into] : warehouse::recording_merges(published))
    if (const auto row = vocabulary.find(TokenKind::recording, from.value)) offer(into.value, *row);
  std::unordered_map<std::string, std::uint32_t> artists;
  for (const auto& [from, now] : warehouse::artist_merges(published))
    if (const auto row = vocabulary.find(TokenKind::artist, from.value);
        row && !vocabulary.find(TokenKind::artist, now.key.value)) {
      const auto [at, added] = artists.try_emplace(now.key.value, *row);
      if (!added) at->second = std::min(at->second, *row);
    }
  for (const auto& [key, row] : artists) vocabulary.also(TokenKind::artist, key, row);
  for (const auto& [key, row] : rows) vocabulary.also(TokenKind::recording, key, row);
}

std::filesystem::path index_beside(const std::filesystem::path& model) {
  return std::filesystem::path(model).replace_extension(".index");
}

neighbors::IndexOf index_of(const embed::Model& model, std::string_view sum) {
  return {std::string(sum), model.vocabulary.recordings, model.options.dimension};
}

}  // namespace

std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock) {
  const std::string bytes = embed::to_bytes(model);
  const std::string name =
      fmt::format("{}-{}.model", base::to_iso_date(clock.now()), base::sha256_hex(bytes).substr(0, 12));
  base::write_file_durably(folder / name, bytes);
  if (model.vocabulary.recordings >= kIndexed)
    neighbors::ApproximateIndex::write(index_beside(folder / name), index_of(model, embed::sum_in(bytes)), model.input,
                                       {.threads = std::max(1u, std::thread::hardware_concurrency())});
  base::write_file_durably(folder / "current", name + "\n");
  return name;
}

NamedModel current_model(const std::filesystem::path& folder, warehouse::Connection& published) {
  if (!std::filesystem::exists(folder / "current"))
    throw base::Error(base::Fault::usage, "nothing is trained yet: run `segue train`");
  std::string name = base::read_file(folder / "current");
  while (!name.empty() && name.back() == '\n') name.pop_back();
  const auto index = index_beside(folder / name);
  NamedModel named{name, embed::load(folder / name), std::filesystem::exists(index) ? index : ""};
  name_recordings_of_now(named.model.vocabulary, published);
  return named;
}

std::unique_ptr<neighbors::Index> neighbors_in(const NamedModel& named) {
  const embed::Model& model = named.model;
  if (named.index.empty())
    return std::make_unique<neighbors::ExactIndex>(model.input, model.vocabulary.recordings, model.options.dimension);
  const auto sum = embed::sum_of(named.index.parent_path() / named.name);
  return std::make_unique<neighbors::ApproximateIndex>(named.index, index_of(model, sum), model.input);
}

}  // namespace segue::pipeline
