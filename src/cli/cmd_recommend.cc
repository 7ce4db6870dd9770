#include <fmt/core.h>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/recommend.h"

namespace segue::cli {
namespace {

using pipeline::Recommending;

struct Flags {
  std::size_t count = 0;
  std::string query;
};

std::string reasons_json(const std::vector<recommend::Reason>& reasons) {
  base::JsonArray array;
  for (const auto& reason : reasons) {
    base::JsonArray evidence;
    for (const auto& one : reason.evidence)
      evidence.raw(base::JsonObject{}
                       .text("recording_key", one.song.key.value)
                       .text("artist", one.song.artist)
                       .text("title", one.song.title)
                       .number("plays", one.plays)
                       .number("lists", one.lists)
                       .number("share", one.share)
                       .str());
    array.raw(base::JsonObject{}.text("text", reason.text).raw("evidence", evidence.str()).str());
  }
  return array.str();
}

std::string uri_json(const music::SpotifyId& id) {
  return id.empty() ? "null" : base::json_quoted("spotify:track:" + id.value);
}

base::JsonObject song_json(std::size_t rank, const music::Recording& song, double score) {
  base::JsonObject json;
  json.number("rank", rank).text("artist", song.artist).text("title", song.title).raw("uri", uri_json(song.spotify_id));
  json.number("score", score).text("recording_key", song.key.value);
  return json;
}

std::string recommend_json(const Recommending& made) {
  base::JsonArray items;
  std::size_t rank = 0;
  for (const auto& one : made.result.items)
    items.raw(song_json(++rank, one.song, one.score)
                  .text("origin", recommend::text_of(one.origin))
                  .flag("new_artist", one.is_new_artist)
                  .raw("reasons", reasons_json(one.reasons))
                  .str());
  return base::JsonObject{}
             .text("model", made.model)
             .raw("items", items.str())
             .text("advice", made.result.advice)
             .str() +
         "\n";
}

// Wraps a text into lines of `width` cells, each behind `indent`.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::string out, line;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    if (!line.empty() && cells(line) + 1 + cells(word) > width) {
      out += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    start = end + 1;
  }
  return line.empty() ? out : out + indent + line + "\n";
}

std::string recommend_text(const Recommending& made) {
  std::string text;
  std::size_t rank = 0;
  for (const auto& one : made.result.items) {
    const music::Recording& song = one.song;
    text += fmt::format("{:3}  {}\n", ++rank, fitted(song.artist + " - " + song.title, 75));
    text.erase(text.find_last_not_of(" \n") + 1);
    text += "\n";
    for (const auto& reason : one.reasons) text += wrapped(reason.text, 72, "       ");
  }
  if (!made.result.advice.empty()) text += (text.empty() ? "" : "\n") + wrapped(made.result.advice, 79, "");
  return text;
}

void run_similar(Context& context, const Flags& flags) {
  const auto made = pipeline::similar(context.home(), flags.query, flags.count == 0 ? 10 : flags.count);
  const auto& similar = made.songs;
  if (context.json) {
    base::JsonArray items;
    for (std::size_t i = 0; i < similar.size(); ++i)
      items.raw(song_json(i + 1, similar[i].song, similar[i].cosine).raw("reasons", "[]").str());
    print(base::JsonObject{}.text("model", made.model).raw("items", items.str()).str() + "\n");
    return;
  }
  Table table({{"", 3, true}, {"song", 64}, {"cosine", 6, true}});
  for (std::size_t i = 0; i < similar.size(); ++i)
    table.row({std::to_string(i + 1), similar[i].song.artist + " - " + similar[i].song.title,
               fmt::format("{:.3f}", similar[i].cosine)});
  print(table.str());
}

}  // namespace

void add_recommend(CLI::App& app, Context& context) {
  auto flags = std::make_shared<pipeline::RecommendFlags>();
  auto* command = app.add_subcommand("recommend", "list unheard songs near your plays, with reasons");
  command->add_option("--n", flags->count, "number of songs (default: as in config.toml)")->check(CLI::Range(1, 1000));
  command->add_option("--per-artist", flags->per_artist, "most songs that credit one artist (default 1)")
      ->check(CLI::Range(1, 1000));
  command
      ->add_option("--new-artists", flags->new_artists_percent, "percent by artists new to you (default: your share)")
      ->check(CLI::Range(0, 100));
  command->callback([&context, flags] {
    const Recommending made = pipeline::recommend(context.home(), *flags);
    print(context.json ? recommend_json(made) : recommend_text(made));
  });
}

void add_similar(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("similar", "list neighbours of a song, an artist or several");
  command->add_option("QUERY", flags->query, "\"artist - title\" or \"artist\"; several with ; between")->required();
  command->add_option("--n", flags->count, "number of songs (default 10)")->check(CLI::Range(1, 1000));
  command->callback([&context, flags] { run_similar(context, *flags); });
}

}  // namespace segue::cli
