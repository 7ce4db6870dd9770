#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/output.h"
#include "cli/recommending.h"
#include "cli/spotify_session.h"
#include "playlist/writer.h"

namespace segue::cli {
namespace {

struct Flags {
  std::size_t count = 0;
  bool dry_run = false;
};

constexpr std::size_t kSongsMost = 100;
constexpr std::size_t kNamedMost = 12;  // songs left out that are named one by one

// Half as many songs again stand in for those that cannot be had.
playlist::Order order_of(Context& context, const Recommending& made, std::size_t count, bool dry_run) {
  playlist::Order order{context.user(), context.config().playlist_name, {}, count, dry_run};
  for (const auto& one : made.result.items) {
    const auto& song = one.candidate;
    order.songs.push_back({song.recording_key, song.artist, song.title, song.album, song.spotify_id, song.duration_ms});
  }
  return order;
}

std::string left_out_json(const playlist::Outcome& outcome) {
  base::JsonArray array;
  for (const auto& [song, why] : outcome.left_out)
    array.raw(base::JsonObject{}.text("artist", song.artist).text("title", song.title).text("why", why).str());
  return array.str();
}

std::string json_of(const playlist::Outcome& outcome, bool dry_run) {
  base::JsonObject json;
  outcome.playlist.empty() ? json.null("playlist") : json.text("playlist", outcome.playlist);
  json.flag("created", outcome.created).flag("changed", outcome.changed);
  json.number("items", outcome.songs.size()).number("wanted", outcome.wanted).number("before", outcome.before);
  json.number("unresolved", outcome.left_out.size()).raw("left_out", left_out_json(outcome));
  outcome.is_public ? json.flag("public", *outcome.is_public) : json.null("public");
  return json.flag("dry_run", dry_run).str() + "\n";
}

std::string left_out_text(const playlist::Outcome& outcome) {
  std::string text;
  for (std::size_t i = 0; i < std::min(outcome.left_out.size(), kNamedMost); ++i) {
    const auto& [song, why] = outcome.left_out[i];
    text += fmt::format("Left out: {} - {} ({})\n", song.artist, song.title, why);
  }
  if (outcome.left_out.size() > kNamedMost)
    text += fmt::format("Left out, too: {} more songs\n", outcome.left_out.size() - kNamedMost);
  return text;
}

std::string head_text(const playlist::Outcome& outcome, const std::string& name, bool dry_run) {
  const std::string would = dry_run ? "Would have" : "Has";
  if (!outcome.changed) return fmt::format("\"{}\" stands as it should: nothing to do.\n", name);
  if (!outcome.created) return fmt::format("{} written \"{}\" anew, in place.\n", would, name);
  const bool is_private = dry_run || !outcome.is_public.value_or(true);
  return fmt::format("{} made the {}playlist \"{}\".\n", would, is_private ? "private " : "", name);
}

void report(Context& context, const playlist::Outcome& outcome, bool dry_run) {
  if (context.json) return print(json_of(outcome, dry_run));
  const std::string& name = context.config().playlist_name;
  std::string text = head_text(outcome, name, dry_run);
  if (outcome.is_public.value_or(false))
    text += fmt::format(
        "Spotify shows \"{}\" as public, although segue asked for a private one: make it private in "
        "the app.\n",
        name);
  const std::size_t count = outcome.songs.size();
  text += fmt::format("{} {} in it", count, count == 1 ? "song" : "songs");
  if (count < outcome.wanted)
    text += fmt::format(", {} fewer than the {} asked for", outcome.wanted - count, outcome.wanted);
  if (count < outcome.before) text += fmt::format("; it held {} before", outcome.before);
  text += ".\n" + left_out_text(outcome);
  if (dry_run)
    for (std::size_t i = 0; i < count; ++i)
      text += fmt::format("{:3}  {}\n", i + 1, fitted(outcome.songs[i].artist + " - " + outcome.songs[i].title, 74));
  print(text);
}

void run(Context& context, const Flags& flags) {
  SpotifySession session(context, context.user());
  const std::size_t count = flags.count == 0 ? static_cast<std::size_t>(context.config().playlist_items) : flags.count;
  const Recommending made = recommend(context, count + std::min(count / 2 + 1, kSongsMost), 0);
  if (made.result.items.empty()) throw base::Error(base::Fault::input, made.result.advice);
  const auto outcome =
      playlist::write(context.lake(), session.api(), context.clock(), order_of(context, made, count, flags.dry_run));
  report(context, outcome, flags.dry_run);
}

}  // namespace

void add_playlist(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("playlist", "write the recommendations to your one playlist");
  command->add_option("--n", flags->count, "how many songs (default: as in config.toml)")->check(CLI::Range(1, 100));
  command->add_flag("--dry-run", flags->dry_run, "say what would be written, write nothing");
  command->callback([&context, flags] { context.step("playlist", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
