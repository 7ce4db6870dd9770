// How it works: the folder's tables are read and checked against each other; a row that does not fit refuses the set.
// The rows of the validation are taken out of the playlists for training; what is left of a playlist is the context of
// its question.
#include "evaluation/polimi.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/error.h"
#include "evaluation/table_file.h"

namespace segue::evaluation {
namespace {

namespace fs = std::filesystem;

std::vector<Polimi::Track> read_tracks(const fs::path& folder) {
  std::vector<Polimi::Track> tracks;
  each_row(folder / "tracks.csv.gz", ',', {"track_id", "album_id", "artist_id"}, true, [&](const TableRow& row) {
    const std::uint32_t id = row.number(0, "track_id");
    if (id >= tracks.size()) tracks.resize(id + 1);
    if (tracks[id].is_known()) row.refuse("track_id", fmt::format("{} has two rows", id));
    tracks[id] = {row.number(2, "artist_id"), row.number(1, "album_id")};
    if (row.size() > 3) tracks[id].seconds = static_cast<float>(row.number(3, "duration_sec"));
  });
  return tracks;
}

Item known_track(const Polimi& set, const TableRow& row, std::size_t field) {
  const Item track = row.number(field, "track");
  if (track >= set.tracks.size() || !set.tracks[track].is_known())
    row.refuse("track", fmt::format("{} is not in tracks.csv.gz", track));
  return track;
}

void sort_without_twice(List& tracks, const std::string& what) {
  std::sort(tracks.begin(), tracks.end());
  const auto twice = std::adjacent_find(tracks.begin(), tracks.end());
  if (twice != tracks.end())
    throw base::Error(base::Fault::input, fmt::format("{} track {} twice: keep one of the rows", what, *twice));
}

void read_playlists(const fs::path& folder, Polimi& set) {
  each_row(folder / "interactions.tsv.gz", '\t', {"playlist", "track"}, true, [&](const TableRow& row) {
    const std::uint32_t playlist = row.number(0, "playlist");
    if (playlist >= set.playlists.size()) set.playlists.resize(playlist + 1);
    set.playlists[playlist].push_back(known_track(set, row, 1));
  });
  for (std::size_t playlist = 0; playlist < set.playlists.size(); ++playlist) {
    sort_without_twice(set.playlists[playlist], fmt::format("interactions.tsv.gz: playlist {} has", playlist));
  }
}

void read_validation(const fs::path& folder, Polimi& set) {
  std::map<std::uint32_t, Question> questions;
  each_row(folder / "validation.tsv.gz", '\t', {"playlist", "track", "kind"}, true, [&](const TableRow& row) {
    const std::uint32_t playlist = row.number(0, "playlist");
    const Item track = known_track(set, row, 1);
    if (row.text(2) != "s" && row.text(2) != "r")
      row.refuse("kind", fmt::format("\"{}\" is neither s nor r", row.text(2)));
    if (playlist >= set.playlists.size() ||
        !std::binary_search(set.playlists[playlist].begin(), set.playlists[playlist].end(), track))
      row.refuse("track", fmt::format("{} is not in playlist {} of interactions.tsv.gz", track, playlist));
    Question& question = questions[playlist];
    if (question.kind != 0 && question.kind != row.text(2)[0])
      row.refuse("kind", fmt::format("playlist {} is of both kinds", playlist));
    question.kind = row.text(2)[0];
    question.answers.push_back(track);
  });
  set.training = set.playlists;
  for (auto& [playlist, question] : questions) {
    List& answers = question.answers;
    sort_without_twice(answers, fmt::format("validation.tsv.gz: playlist {} hides", playlist));
    std::erase_if(set.training[playlist],
                  [&](Item track) { return std::binary_search(answers.begin(), answers.end(), track); });
    question.list = playlist;
    set.questions.push_back(std::move(question));
  }
}

// Puts playlists whose order is known into it, also where validation hides some of their tracks.
void read_orders(const fs::path& folder, Polimi& set) {
  set.ordered.resize(set.playlists.size(), false);
  if (!has_table(folder / "train_sequential.csv.gz")) return;
  std::map<std::uint32_t, List> orders;
  each_row(folder / "train_sequential.csv.gz", ',', {"playlist_id", "track_id"}, true,
           [&](const TableRow& row) { orders[row.number(0, "playlist_id")].push_back(known_track(set, row, 1)); });
  for (auto& [playlist, order] : orders) {
    List sorted = order;
    std::sort(sorted.begin(), sorted.end());
    if (playlist >= set.playlists.size() || sorted != set.playlists[playlist])
      throw base::Error(base::Fault::input, fmt::format("train_sequential.csv.gz: playlist {} has other tracks than in "
                                                        "interactions.tsv.gz: the files are of different sets",
                                                        playlist));
    set.ordered[playlist] = true;
    List left;
    for (const Item track : order)
      if (std::binary_search(set.training[playlist].begin(), set.training[playlist].end(), track))
        left.push_back(track);
    set.training[playlist] = std::move(left);
    set.playlists[playlist] = std::move(order);
  }
}

}  // namespace

Polimi read_polimi(const fs::path& folder) {
  Polimi set;
  set.tracks = read_tracks(folder);
  read_playlists(folder, set);
  read_validation(folder, set);
  read_orders(folder, set);
  for (Question& question : set.questions) {
    question.context = set.training[question.list];
    question.is_ordered = set.ordered[question.list];
  }
  each_row(folder / "target_playlists.csv.gz", ',', {"playlist_id"}, true, [&](const TableRow& row) {
    set.targets.push_back(row.number(0, "playlist_id"));
    if (set.targets.back() >= set.playlists.size() || set.playlists[set.targets.back()].empty())
      row.refuse("playlist_id", fmt::format("{} has no row in interactions.tsv.gz", set.targets.back()));
  });
  if (set.questions.empty())
    throw base::Error(base::Fault::input, "validation.tsv.gz hides no track: there is nothing to measure");
  return set;
}

Score score_polimi(std::string name, std::string rule, const Polimi& set, const Answers& answers, std::uint64_t seed) {
  std::vector<double> all, sequential, random;
  for (std::size_t i = 0; i < set.questions.size(); ++i) {
    const Question& question = set.questions[i];
    all.push_back(average_precision(answers[i], question.answers, kPolimiAsked.most));
    (question.kind == 's' ? sequential : random).push_back(all.back());
  }
  return {std::move(name),
          std::move(rule),
          {{"map@10", bootstrap(all, seed)},
           {"map@10_s", bootstrap(sequential, seed)},
           {"map@10_r", bootstrap(random, seed)}}};
}

}  // namespace segue::evaluation
