// How it works: repertoire.h gathers songs and lists under current keys, because model, corpora and lists written
// earlier have keys of their own time. Then taste, heard and cooled songs are numbered, and recommend::pick() does the
// rest. similar_to() searches in the direction of the queries' summed vectors.
#include "pipeline/recommend.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "corpus/compiled.h"
#include "music/names.h"
#include "pipeline/joined.h"
#include "pipeline/renamed.h"
#include "playlist/written.h"
#include "recommend/discovery.h"
#include "recommend/nearness.h"
#include "recommend/taste.h"

namespace segue::pipeline {
namespace {

using embed::TokenKind;
using music::Recording;
using music::RecordingMerges;
using signals::Item;

// Visits the tracks of all corpora under current names and keys: corpora keep those of the time when they were
// compiled.
template <class Visit>
void each_corpus_track(const RepertoireInput& input, const RecordingMerges& merges, Visit visit) {
  const ArtistsNow artists = warehouse::artist_merges(*input.published);
  for (const auto& one : input.registrations) {
    const auto folder = corpus::folder_of(input.corpora, one);
    if (!corpus::is_compiled(folder)) continue;
    corpus::each_track(folder, [&](corpus::CorpusTrack track) {
      name_as_now(track, merges, artists);
      if (!track.recording.artist.empty() && !track.recording.title.empty()) visit(track);
    });
  }
}

recommend::Listener listener_of(const RepertoireInput& input, const GatheredRepertoire& gathered) {
  std::unordered_map<Item, music::Listened> listened;
  for (music::Listened& one : warehouse::played_recordings(*input.published, input.user, input.api_plays()))
    if (const auto item = gathered.items.find(one.recording.key); item != gathered.items.end())
      listened.emplace(item->second, std::move(one));
  recommend::Listener listener;
  listener.taste = recommend::taste_by_item(listened, warehouse::as_of(*input.published));
  listener.heard.assign(gathered.repertoire.size(), false);
  for (const auto& key : warehouse::heard_recordings(*input.published, input.user))
    if (const auto item = gathered.items.find(music::key_now(gathered.merges, key)); item != gathered.items.end())
      listener.heard[item->second] = true;
  return listener;
}

double discovery_of(const RepertoireInput& input, const GatheredRepertoire& gathered) {
  signals::List plays;
  warehouse::each_play_of(*input.published, input.user, input.api_plays(), [&](const warehouse::PlayOfUser& play) {
    const auto item = gathered.items.find(music::RecordingKey(play.recording_key));
    if (item != gathered.items.end()) plays.push_back(item->second);
  });
  return recommend::discovery_share(gathered.repertoire, plays);
}

std::string advice_of(const Recommended& result, std::size_t wanted) {
  if (result.liked == 0)
    return "There is no play to learn a taste from: import your history, or let `segue poll` run for a while.";
  if (result.candidates == 0)
    return "There is no unheard song to choose from: add playlists of other people (`segue corpus add PATH`), or "
           "import your account data, which holds your own playlists and library.";
  if (result.items.size() < wanted)
    return "There are fewer songs near your plays than you asked for: add more playlists (`segue corpus add "
           "PATH`).";
  return "";
}

struct Query {
  std::string text;
  music::TrackKeys keys;  // without a title_key it means the artist
};

// Splits "artist - title; artist" into queries under current names. Skips parts that name no artist.
std::vector<Query> queries_of(const std::string& text, const ArtistsNow& artists) {
  std::vector<Query> queries;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const std::size_t dash = one.find(" - ");
    const std::string_view title = dash == std::string_view::npos ? std::string_view{} : one.substr(dash + 3);
    Query query{std::string(one.substr(std::min(one.find_first_not_of(' '), one.size()))),
                music::keys_of({one.substr(0, dash), title, "", ""})};
    if (const auto now = artists.find(query.keys.artist_key); now != artists.end()) {
      query.keys.artist_key = now->second.key;
      if (!title.empty() && !now->second.name.empty()) query.keys = music::keys_of({now->second.name, title, "", ""});
    }
    if (!query.keys.artist_key.empty()) queries.push_back(std::move(query));
  }
  return queries;
}

// Returns the model's recordings by row; a row that nobody names has an empty title.
std::vector<Recording> named_rows(const RepertoireInput& input, const RecordingMerges& merges,
                                  const embed::Model& model) {
  std::vector<Recording> rows(model.vocabulary.recordings);
  const auto name = [&](const Recording& recording) {
    const auto row = model.vocabulary.find(TokenKind::recording, recording.key.value);
    if (row && rows[*row].title.empty()) rows[*row] = recording;
  };
  for (const Recording& one : warehouse::all_recordings(*input.published)) name(one);
  each_corpus_track(input, merges, [&](const corpus::CorpusTrack& track) { name(track.recording); });
  return rows;
}

// Returns the rows of the model that the query names: recordings with the title, edition noise ignored, or the artist's
// own token. A merged recording is found by its former name, too.
std::vector<std::uint32_t> rows_for(const Query& query, const std::vector<Recording>& rows,
                                    const RecordingMerges& merges, const embed::Model& model) {
  std::vector<std::uint32_t> found;
  if (query.keys.title_key.empty()) {
    const auto row = model.vocabulary.find(TokenKind::artist, query.keys.artist_key.value);
    if (row) found.push_back(*row);
    return found;
  }
  for (std::uint32_t row = 0; row < rows.size(); ++row)
    if (rows[row].artist_key == query.keys.artist_key &&
        music::keys_of({rows[row].artist, rows[row].title, "", ""}).title_key == query.keys.title_key)
      found.push_back(row);
  const auto merged = merges.find(query.keys.recording_key);
  if (found.empty() && merged != merges.end())
    if (const auto row = model.vocabulary.find(TokenKind::recording, merged->second.value)) found.push_back(*row);
  return found;
}

RepertoireInput input_of(Home& home, warehouse::Connection& published) {
  const settings::Config& config = home.config();
  return {&published, config.corpora(), corpus::registered(home.lake(), home.user()), home.user(),
          config.learn_from_api};
}

}  // namespace

Recommended recommend_for(const RecommendInput& input, const NamedModel& named, recommend::PickOptions options) {
  const GatheredRepertoire gathered = gather_repertoire(input.repertoire, OwnLists::included);
  const recommend::Repertoire& repertoire = gathered.repertoire;
  const recommend::RepertoireIndex index(repertoire);
  const recommend::Listener listener = listener_of(input.repertoire, gathered);
  recommend::PickInput from{&repertoire, &index, &listener, recommend::nearness_by(named.model, repertoire, listener),
                            std::vector<bool>(repertoire.size(), false)};
  for (const auto& key : input.cooled)
    if (const auto item = gathered.items.find(music::key_now(gathered.merges, key)); item != gathered.items.end())
      from.cooled[item->second] = true;
  Recommended result;
  result.liked = listener.taste.size();
  for (Item item = 0; item < repertoire.size(); ++item)
    result.candidates += repertoire.origins[item] != recommend::Origin::none && !listener.heard[item];
  options.new_artists = input.new_artists ? *input.new_artists : discovery_of(input.repertoire, gathered);
  if (result.liked > 0) result.items = recommend::with_reasons(from, recommend::pick(from, options));
  result.advice = advice_of(result, options.count);
  return result;
}

std::vector<Similar> similar_to(const RepertoireInput& input, const NamedModel& named, const std::string& query,
                                std::size_t most) {
  const embed::Model& model = named.model;
  const auto merges = keys_of_now(*input.published, input.corpora, input.registrations);
  const auto names = named_rows(input, merges, model);
  const auto index = neighbors_in(named);
  const std::size_t n = model.options.dimension;
  std::vector<float> direction(n, 0.0f);
  std::unordered_set<std::uint32_t> asked;
  const auto queries = queries_of(query, warehouse::artist_merges(*input.published));
  if (queries.empty()) throw base::Error(base::Fault::usage, "say what to look for: \"artist - title\", or an artist");
  for (const Query& one : queries) {
    const auto rows = rows_for(one, names, merges, model);
    if (rows.empty())
      throw base::Error(base::Fault::usage,
                        fmt::format("the model does not know \"{}\": see `segue stats` for how names are spelt, or "
                                    "train again after adding lists that contain it",
                                    one.text));
    for (const std::uint32_t row : rows) {
      asked.insert(row);
      const auto vector = model.input_row(row);
      // The mean of a query's rows, so that a query with many rows has no more weight.
      for (std::size_t i = 0; i < n; ++i) direction[i] += vector[i] / static_cast<float>(rows.size());
    }
  }
  std::vector<Similar> similar;
  for (const auto& neighbor : index->nearest(
           direction, most, [&](std::uint32_t row) { return !asked.contains(row) && !names[row].title.empty(); }))
    similar.push_back({names[neighbor.row], static_cast<double>(neighbor.cosine)});
  return similar;
}

Recommending recommend(Home& home, const RecommendFlags& flags) {
  const auto published = home.warehouse().read();
  const settings::Config& config = home.config();
  const auto named = current_model(config.models(), *published);
  const int percent = flags.new_artists_percent.value_or(config.new_artists_percent);
  RecommendInput input{input_of(home, *published),
                       playlist::cooled(playlist::remembered(home.lake(), home.user()), home.clock().now()),
                       {}};
  if (percent >= 0) input.new_artists = percent / 100.0;
  recommend::PickOptions options;
  options.count = flags.count == 0 ? static_cast<std::size_t>(config.playlist_items) : flags.count;
  options.per_artist = flags.per_artist == 0 ? static_cast<std::size_t>(config.artist_cap) : flags.per_artist;
  return {named.name, recommend_for(input, named, options)};
}

Neighbours similar(Home& home, const std::string& query, std::size_t most) {
  const auto published = home.warehouse().read();
  const auto named = current_model(home.config().models(), *published);
  return {named.name, similar_to(input_of(home, *published), named, query, most)};
}

}  // namespace segue::pipeline
